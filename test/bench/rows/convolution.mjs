import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mixwright, run } from '../command.mjs'
import { contest } from '../contest.mjs'
import { timesFaster } from '../figure.mjs'
import { referenceJob } from '../jobs.mjs'

const MIX = `mixwright: 1
sampleRate: 48 kHz
stems: { one: { file: stems/s00.wav, gain: -inf dB, sends: { hall: { level: 0 dB, tap: preFader } } } }
returns: { hall: { inserts: [ { convolution: { file: ir.wav } } ] } }
`

export const convolution = {
  name: 'convolution',
  what: 'a stereo return through a response of 2.5 s',
  run(bench) {
    const { folder } = referenceJob(bench)
    writeFileSync(join(folder, 'convolution.yaml'), MIX)
    const options = ['--mix-only', '--no-lock', '--no-cache', '--quiet', '--out', join(folder, 'convolution')]
    const args = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', '-i', 'stems/s00.wav', '-i', 'ir.wav']
    const graph = [
      '-filter_complex',
      '[0:a][1:a]afir=dry=0:wet=1[out]',
      '-map',
      '[out]',
      '-c:a',
      'pcm_f32le',
      'afir.wav',
    ]
    const contestants = contest(bench.isQuick ? bench.rounds : 5, {
      mixwright: () => mixwright(folder, 'render', 'convolution.yaml', ...options),
      ...(bench.peers.ffmpeg.version ? { 'ffmpeg afir': () => run(folder, 'ffmpeg', [...args, ...graph]) } : {}),
    })
    return { contestants, figures: timesFaster(contestants, 3), note: 'our command also mixes and reads every meter' }
  },
}
