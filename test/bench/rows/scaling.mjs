import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mixwright } from '../command.mjs'
import { contest } from '../contest.mjs'
import { atLeast, atMost } from '../figure.mjs'
import { referenceJob } from '../jobs.mjs'
import { mixFile } from '../reference-job.mjs'

const STEMS = 24

export const scaling = {
  name: 'scaling',
  what: 'the reference job with twice the stems, at twice the length, and on one thread',
  run(bench) {
    const { folder } = referenceJob(bench)
    const [wide, long] = [join(bench.folder, 'wide'), join(bench.folder, 'long')]
    for (const one of [wide, long]) {
      mkdirSync(join(one, 'stems'), { recursive: true })
      copyFileSync(join(folder, 'ir.wav'), join(one, 'ir.wav'))
    }
    writeFileSync(join(wide, 'mix.yaml'), mixFile(2 * STEMS))
    writeFileSync(join(long, 'mix.yaml'), mixFile(STEMS))
    readdirSync(join(folder, 'stems'))
      .sort()
      .forEach((name, index) => {
        const stem = join(folder, 'stems', name)
        linkSync(stem, join(wide, 'stems', name))
        linkSync(stem, join(wide, 'stems', `s${index + STEMS}.wav`))
        writeFileSync(join(long, 'stems', name), twiceAsLong(readFileSync(stem)))
      })
    const render = (where, ...options) =>
      mixwright(where, 'render', '.', '--quiet', '--no-lock', '--no-cache', ...options)
    const contestants = contest(Math.min(3, bench.rounds), {
      'two threads': () => render(folder, '--jobs', '2'),
      'one thread': () => render(folder, '--jobs', '1'),
      '48 stems': () => render(wide, '--jobs', '2'),
      'twice as long': () => render(long, '--jobs', '2'),
    })
    rmSync(wide, { recursive: true })
    rmSync(long, { recursive: true })
    const ratio = (what, by) => contestants[what].medianS / contestants[by].medianS
    return {
      contestants,
      figures: [
        atMost('48 stems beside 24', ratio('48 stems', 'two threads'), 2.1, '×'),
        atMost('twice as long', ratio('twice as long', 'two threads'), 2.1, '×'),
        atLeast('two threads beside one', ratio('one thread', 'two threads'), 1.8),
      ],
    }
  },
}

/** A WAV file of ours with its samples twice. */
function twiceAsLong(bytes) {
  const [header, samples] = [Buffer.from(bytes.subarray(0, 44)), bytes.subarray(44)]
  header.writeUInt32LE(36 + 2 * samples.length, 4)
  header.writeUInt32LE(2 * samples.length, 40)
  return Buffer.concat([header, samples, samples])
}
