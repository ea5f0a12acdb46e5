import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mixwright, run } from '../command.mjs'
import { contest } from '../contest.mjs'
import { atLeast, plain } from '../figure.mjs'
import { tone } from '../tone.mjs'
import { writeWav } from '../write-wav.mjs'

const FROM_HZ = 44_100
const TO_HZ = 48_000

export const resampling = {
  name: 'resampling',
  what: 'one stereo file from 44.1 to 48 kHz',
  run({ folder: parent, peers, isQuick, rounds, seconds }) {
    const folder = join(parent, 'resampling')
    mkdirSync(folder, { recursive: true })
    writeWav(join(folder, 'slow.wav'), seconds * FROM_HZ, FROM_HZ, tone(FROM_HZ))
    writeWav(join(folder, 'fast.wav'), seconds * TO_HZ, TO_HZ, tone(TO_HZ))
    const mixOf = (file) => `mixwright: 1\nsampleRate: 48 kHz\nstems: { one: { file: ${file}.wav } }\n`
    for (const file of ['slow', 'fast']) writeFileSync(join(folder, `${file}.yaml`), mixOf(file))
    const render = (file) =>
      mixwright(folder, 'render', `${file}.yaml`, '--mix-only', '--no-lock', '--no-cache', '--quiet')
    const contestants = contest(isQuick ? rounds : 5, {
      mixwright: () => render('slow'),
      'mixwright, nothing to convert': () => render('fast'),
      ...(peers.sox.version
        ? {
            'sox rate -v': () =>
              run(folder, 'sox', ['slow.wav', '-e', 'float', '-b', '32', 'sox.wav', 'rate', '-v', String(TO_HZ)]),
            'sox copy': () => run(folder, 'sox', ['slow.wav', '-e', 'float', '-b', '32', 'sox.wav']),
          }
        : {}),
    })
    const { mixwright: ours, 'mixwright, nothing to convert': idle, 'sox rate -v': sox, 'sox copy': copy } = contestants
    const figures = [plain('conversion alone', ours.medianS - idle.medianS, 's')]
    if (sox) {
      figures.push(
        plain('conversion alone, sox', sox.medianS - copy.medianS, 's'),
        atLeast('times faster than sox, whole command', sox.medianS / ours.medianS, 1),
      )
    }
    return { contestants, figures, note: 'our command also mixes and reads every meter' }
  },
}
