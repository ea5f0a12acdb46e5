import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mixwright, run } from '../command.mjs'
import { contest } from '../contest.mjs'
import { partAlone, plain } from '../figure.mjs'
import { referenceJob } from '../jobs.mjs'

const mixOf = (inserts) => `mixwright: 1
sampleRate: 48 kHz
stems: { one: { file: stems/s00.wav, gain: -inf dB, sends: { hall: { level: 0 dB, tap: preFader } } } }
returns: { hall: { inserts: [ ${inserts} ] } }
`
const MIXES = { wet: mixOf('{ convolution: { file: ir.wav } }'), bare: mixOf('') }
const GRAPHS = { wet: '[0:a][1:a]afir=dry=0:wet=1[out]', bare: '[0:a]anull[out]' }

export const convolution = {
  name: 'convolution',
  what: 'a stereo return through a response of 2.5 s',
  run(bench) {
    const { folder } = referenceJob(bench)
    for (const [name, mix] of Object.entries(MIXES)) writeFileSync(join(folder, `${name}.yaml`), mix)
    const options = ['--mix-only', '--no-lock', '--no-cache', '--quiet', '--out', join(folder, 'convolution')]
    const render = (name) => mixwright(folder, 'render', `${name}.yaml`, ...options)
    const ffmpeg = (name) => {
      const inputs = ['-i', 'stems/s00.wav', ...(name === 'wet' ? ['-i', 'ir.wav'] : [])]
      const output = ['-filter_complex', GRAPHS[name], '-map', '[out]', '-c:a', 'pcm_f32le', 'afir.wav']
      return run(folder, 'ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...inputs, ...output])
    }
    const contestants = contest(bench.isQuick ? bench.rounds : 5, {
      mixwright: () => render('wet'),
      'mixwright, bare return': () => render('bare'),
      ...(bench.peers.ffmpeg.version
        ? { 'ffmpeg afir': () => ffmpeg('wet'), 'ffmpeg, no filter': () => ffmpeg('bare') }
        : {}),
    })
    const { mixwright: ours, 'mixwright, bare return': bare } = contestants
    const { 'ffmpeg afir': theirs, 'ffmpeg, no filter': theirBare } = contestants
    const sides = { mixwright: [ours, bare], ...(theirs ? { 'ffmpeg afir': [theirs, theirBare] } : {}) }
    return {
      contestants,
      figures: [
        ...partAlone('convolution', sides, 3),
        ...(theirs ? [plain('times faster than ffmpeg afir, whole command', theirs.medianS / ours.medianS, '×')] : []),
      ],
      note: [
        'compared: the same stem written as 32-bit floats through the response and past it, on both sides; the difference',
        'is the convolution, ours in 64-bit floats, that of afir in 32. The whole commands do different work: ours also',
        'mixes, reads every meter and hashes.',
      ],
    }
  },
}
