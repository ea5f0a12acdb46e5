import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mixwright } from '../command.mjs'
import { contest } from '../contest.mjs'
import { atMost, plain } from '../figure.mjs'
import { tone } from '../tone.mjs'
import { writeWav } from '../write-wav.mjs'

const STEMS = 8
const RATE_HZ = 48_000

export const long = {
  name: 'long',
  what: 'memory of a programme of 2 hours and 8 stems (10 minutes with --quick)',
  run({ folder: parent, isQuick }) {
    const folder = join(parent, 'programme')
    const seconds = isQuick ? 600 : 7200
    mkdirSync(join(folder, 'stems'), { recursive: true })
    const stem = (index) => join(folder, 'stems', `s${index}.wav`)
    writeWav(stem(0), seconds * RATE_HZ, RATE_HZ, tone(RATE_HZ))
    for (let index = 1; index < STEMS; index++) linkSync(stem(0), stem(index))
    const strips = Array.from(
      { length: STEMS },
      (_, index) => `  s${index}: { file: stems/s${index}.wav, gain: -18 dB }\n`,
    )
    const deliver = 'deliver: { archive: { format: wav 24, loudness: as mixed } }\n'
    writeFileSync(join(folder, 'mix.yaml'), `mixwright: 1\nsampleRate: 48 kHz\nstems:\n${strips.join('')}${deliver}`)
    const contestants = contest(1, {
      mixwright: () => mixwright(folder, 'render', '.', '--quiet', '--no-lock', '--no-cache'),
    })
    rmSync(folder, { recursive: true })
    const { medianS, peakMiB } = contestants.mixwright
    const memory = peakMiB === null ? [] : [atMost('peak memory', peakMiB, 512, 'MiB')]
    return { contestants, figures: [plain('times real time', seconds / medianS, '×'), ...memory] }
  },
}
