import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { filled, type Stereo } from './_audio.ts'

const STEMS = fileURLToPath(new URL('../../../../shared/stems/rubidium/', import.meta.url))
/** Whether the recordings and ffmpeg are at hand. */
export const available = existsSync(STEMS) && spawnSync('ffmpeg', ['-version']).status === 0
/** The drop: the loudest part of the song. */
const EXCERPT = ['-ss', '103', '-t', '9']

let mixed: Stereo | undefined

/** Their sum, as it would be mixed with every fader at 0 dB. */
export function stems(): Stereo {
  if (mixed) return mixed
  const files = readdirSync(STEMS).filter((name) => name.endsWith('.flac'))
  const inputs = files.flatMap((name) => [...EXCERPT, '-i', `${STEMS}${name}`])
  const sum = ['-filter_complex', `amix=inputs=${files.length}:normalize=0`, '-c:a', 'pcm_f64le', '-f', 'f64le', '-']
  const { stdout } = spawnSync('ffmpeg', ['-v', 'error', ...inputs, ...sum], { maxBuffer: 2 ** 30 })
  const samples = new Float64Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length))
  const channel = (first: number) => filled(samples.length / 2, (n) => samples[2 * n + first]!)
  mixed = [channel(0), channel(1)]
  return mixed
}
