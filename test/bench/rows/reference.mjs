import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { forget, mixwright, run } from '../command.mjs'
import { contest } from '../contest.mjs'
import { atMost, timesFaster } from '../figure.mjs'
import { referenceJob } from '../jobs.mjs'
import { webAudioScript } from '../web-audio-job.mjs'

export const reference = {
  name: 'reference',
  what: '24 stems to one master, first render',
  run(bench) {
    const { folder, ffmpegArgs } = referenceJob(bench)
    const { ffmpeg, webAudio } = bench.peers
    let timings
    const first = (...options) => {
      forget(folder)
      const made = mixwright(folder, 'render', '.', '--json', ...options)
      if (options.length === 0) timings = JSON.parse(made.stdout).timings
      return made
    }
    const rivals = {}
    if (ffmpeg.version) rivals.ffmpeg = () => run(folder, 'ffmpeg', ffmpegArgs)
    if (webAudio.version) {
      writeFileSync(join(folder, 'web-audio.mjs'), webAudioScript(webAudio.url, bench.seconds))
      rivals[webAudio.name] = () => run(folder, process.execPath, ['web-audio.mjs'])
    }
    const contestants = contest(bench.rounds, {
      mixwright: () => first(),
      ...rivals,
      'mixwright --no-lock': () => first('--no-lock'),
    })
    const { 'mixwright --no-lock': unlocked, ...race } = contestants
    bench.firstS = contestants.mixwright.medianS
    const peak = contestants.mixwright.peakMiB
    return {
      contestants,
      timings,
      figures: [
        ...timesFaster(race, 12),
        ...timesFaster({ ...race, mixwright: unlocked }, 12).map((one) => ({ ...one, what: `--no-lock, ${one.what}` })),
        ...(peak === null ? [] : [atMost('peak memory', peak, 512, 'MiB')]),
      ],
      note: 'without --no-lock, the first render also hashes and measures every stem for mix.lock',
    }
  },
}
