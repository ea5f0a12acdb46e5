import { mixwright, run } from '../command.mjs'
import { contest } from '../contest.mjs'
import { atMost, plain, timesFaster } from '../figure.mjs'
import { finishedMix } from '../jobs.mjs'

export const measure = {
  name: 'measure',
  what: 'every meter on a finished mix',
  run(bench) {
    const mix = finishedMix(bench)
    const { folder, peers, isQuick, rounds } = bench
    let ours
    let theirs
    const contestants = contest(isQuick ? rounds : 5, {
      mixwright: () => {
        const made = mixwright(folder, 'measure', mix, '--json')
        ours = JSON.parse(made.stdout).files[0]
        return made
      },
      ...(peers.ffmpeg.version
        ? {
            ffmpeg: () => {
              const args = ['-hide_banner', '-nostdin', '-i', mix, '-af', 'ebur128=peak=true', '-f', 'null', '-']
              const made = run(folder, 'ffmpeg', args)
              theirs = readingsOf(made.stderr)
              return made
            },
          }
        : {}),
    })
    const apart = theirs
      ? [
          atMost('integrated loudness, apart', Math.abs(ours.integratedLufs - theirs.integratedLufs), 0.1, 'LU'),
          atMost('loudness range, apart', Math.abs(ours.loudnessRangeLu - theirs.loudnessRangeLu), 0.1, 'LU'),
          plain('true peak over theirs', ours.truePeakDbtp - theirs.truePeakDbtp, 'dB'),
        ]
      : []
    const note =
      'compared: whole commands; both read loudness, range and true peak, ours also spectrum, width, clipping and PSR'
    return { contestants, figures: [...timesFaster(contestants, 3), ...apart], note }
  },
}

/** The summary that ebur128 prints, rounded to 0.1. */
function readingsOf(text) {
  const summary = text.slice(text.lastIndexOf('Summary:'))
  const figure = (name) => Number(new RegExp(`${name}:\\s+(-?[\\d.]+)`).exec(summary)[1])
  return { integratedLufs: figure('I'), loudnessRangeLu: figure('LRA'), truePeakDbtp: figure('Peak') }
}
