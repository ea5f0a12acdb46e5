import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mixwright, run } from '../command.mjs'
import { contest } from '../contest.mjs'
import { partAlone, plain } from '../figure.mjs'
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
    writeWav(join(folder, 'one.wav'), seconds * FROM_HZ, FROM_HZ, tone(FROM_HZ))
    for (const rateHz of [FROM_HZ, TO_HZ]) {
      writeFileSync(
        join(folder, `${rateHz}.yaml`),
        `mixwright: 1\nsampleRate: ${rateHz}\nstems: { one: { file: one.wav } }\n`,
      )
    }
    const render = (rateHz) =>
      mixwright(folder, 'render', `${rateHz}.yaml`, '--mix-only', '--no-lock', '--no-cache', '--quiet')
    const sox = (...effect) => run(folder, 'sox', ['one.wav', '-e', 'float', '-b', '32', 'sox.wav', ...effect])
    const contestants = contest(isQuick ? rounds : 5, {
      mixwright: () => render(TO_HZ),
      'mixwright, left at its rate': () => render(FROM_HZ),
      ...(peers.sox.version
        ? { 'sox rate -v': () => sox('rate', '-v', String(TO_HZ)), 'sox, left at its rate': () => sox() }
        : {}),
    })
    const { mixwright: ours, 'mixwright, left at its rate': idle } = contestants
    const { 'sox rate -v': theirs, 'sox, left at its rate': theirIdle } = contestants
    const sides = { mixwright: [ours, idle], ...(theirs ? { 'sox rate -v': [theirs, theirIdle] } : {}) }
    return {
      contestants,
      figures: [
        ...partAlone('conversion', sides, 1),
        ...(theirs ? [plain('times faster than sox, whole command', theirs.medianS / ours.medianS, '×')] : []),
      ],
      note: [
        'compared: the same file written as 32-bit floats at 48 kHz and at its own rate, on both sides; the difference is',
        'the conversion. The whole commands do different work: ours also mixes, reads every meter and hashes.',
      ],
    }
  },
}
