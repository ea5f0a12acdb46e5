import { readFileSync, statSync } from 'node:fs'
import { hashFile, probeAudio } from '@mixwright/audio-files'
import { factLines, factsOf } from '@mixwright/project'
import { measureFiles } from '@mixwright/session'
import { MOST_POINTER_BYTES, readLfsPointer } from './lfs-pointer.ts'

/** A mix file, preset or album as git compares it: each value on a line of its own. Any other text as it is. */
export function mixAsText(file: string): string {
  const text = readFileSync(file, 'utf8')
  const facts = /^(?:mixwright|stems|inserts|album|tracks|use|gain)\s*:/m.test(text) ? factsOf(text, file) : undefined
  return facts ? factLines(facts) : text
}

/** A sound file as git compares it: what it is and what it measures. */
export async function audioAsText(file: string): Promise<string> {
  const { size } = statSync(file)
  if (size <= MOST_POINTER_BYTES) {
    const text = readFileSync(file, 'utf8')
    if (readLfsPointer(text)) return text
  }
  const sha256 = hashFile(file)
  const probed = await probeAudio(file)
  if ('problem' in probed) return linesOf({ format: `unreadable: ${probed.problem.message}`, bytes: size, sha256 })
  const { files } = await measureFiles([file], { jobs: 1 })
  const { container, codec } = probed.info
  const [measured] = files
  if (!measured) return linesOf({ format: `${container} ${codec}`, bytes: size, sha256 })
  const figure = (value: number, digits: number) => (Number.isFinite(value) ? value.toFixed(digits) : '-inf')
  return linesOf({
    format: `${container} ${codec}${measured.bitDepth === null ? '' : ` ${measured.bitDepth} bit`}`,
    channels: measured.channels,
    'sample rate': `${measured.sampleRateHz} Hz`,
    length: `${Number(measured.durationS.toFixed(6))} s`,
    loudness: `${figure(measured.integratedLufs, 1)} LUFS`,
    'true peak': `${figure(measured.truePeakDbtp, 1)} dBTP`,
    sha256,
  })
}

function linesOf(facts: Readonly<Record<string, string | number>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}
