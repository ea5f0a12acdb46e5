import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { forget, mixwright } from '../command.mjs'
import { contest } from '../contest.mjs'
import { atMost } from '../figure.mjs'
import { referenceJob } from '../jobs.mjs'
import { mixFile } from '../reference-job.mjs'

const STEMS = 24

export const incremental = {
  name: 'incremental',
  what: 'the reference job again after a change, beside its first render',
  run(bench) {
    const { folder } = referenceJob(bench)
    // Every change is a new one, or its result would be in the cache.
    let turn = 0
    const render = (settings) => {
      writeFileSync(join(folder, 'mix.yaml'), mixFile(STEMS, { master: '0.5 dB', ...settings }))
      return mixwright(folder, 'render', '.', '--quiet')
    }
    const again = (settings) => {
      render({})
      return render(settings)
    }
    const contestants = contest(Math.min(3, bench.rounds), {
      'first render': () => {
        turn++
        forget(folder)
        return render({})
      },
      'nothing changed': () => again({}),
      'gain changed': () => again({ gain: `${-9.1 - turn / 10} dB` }),
      'pan changed': () => again({ pan: -0.7 + turn / 100 }),
      'EQ changed': () => again({ bell: `${-3.1 - turn / 10} dB` }),
      'master changed': () => again({ master: `${0.6 + turn / 10} dB` }),
    })
    writeFileSync(join(folder, 'mix.yaml'), mixFile(STEMS))
    forget(folder)
    const share = (what) => (100 * contestants[what].medianS) / contestants['first render'].medianS
    return {
      contestants,
      figures: [
        atMost('nothing changed', share('nothing changed'), 5, '% of the first render'),
        atMost('gain changed', share('gain changed'), 15, '% of the first render'),
        atMost('pan changed', share('pan changed'), 15, '% of the first render'),
        atMost('EQ changed', share('EQ changed'), 15, '% of the first render'),
        atMost('master changed', share('master changed'), 25, '% of the first render'),
      ],
    }
  },
}
