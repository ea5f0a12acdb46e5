import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { inTurn, mixwright, run } from '../command.mjs'
import { contest } from '../contest.mjs'
import { atMost, timesFaster } from '../figure.mjs'
import { finishedMix } from '../jobs.mjs'

export const masters = {
  name: 'masters',
  what: 'Spotify, CD with shaped dither and vinyl of a finished mix',
  run(bench) {
    const mix = finishedMix(bench)
    const { folder, peers, rounds, seconds } = bench
    const out = join(folder, 'masters')
    let timings
    const contestants = contest(rounds, {
      mixwright: () => {
        rmSync(out, { recursive: true, force: true })
        const made = mixwright(
          folder,
          'master',
          mix,
          '--for',
          'spotify,cd,vinyl',
          '--dither',
          'shaped',
          '--out',
          out,
          '--json',
        )
        timings = JSON.parse(made.stdout).timings
        return made
      },
      ...(peers.ffmpeg.version && peers.sox.version
        ? { 'ffmpeg loudnorm and sox': () => inTurn(...loudnorm(folder, mix), compactDisc(folder, mix)) }
        : {}),
    })
    const figures = timesFaster(contestants, 4)
    // The goal is for a mix of 240 s.
    if (seconds === 240) figures.unshift(atMost('all three', contestants.mixwright.medianS, 2.5, 's'))
    return { contestants, timings, figures, note: 'the rivals make no vinyl master' }
  },
}

/** Two passes of ffmpeg's loudnorm to a 24-bit master. */
function loudnorm(folder, mix) {
  const target = 'loudnorm=I=-14:TP=-1:LRA=11'
  const quiet = ['-hide_banner', '-nostdin', '-y', '-i', mix]
  const first = run(folder, 'ffmpeg', [...quiet, '-af', `${target}:print_format=json`, '-f', 'null', '-'])
  const read = JSON.parse(first.stderr.slice(first.stderr.lastIndexOf('{'), first.stderr.lastIndexOf('}') + 1))
  const measured =
    `measured_I=${read.input_i}:measured_TP=${read.input_tp}:measured_LRA=${read.input_lra}:` +
    `measured_thresh=${read.input_thresh}:offset=${read.target_offset}:linear=false`
  const second = ['-af', `${target}:${measured}`, '-ar', '48000', '-c:a', 'pcm_s24le', 'loudnorm.wav']
  return [first, run(folder, 'ffmpeg', [...quiet, '-loglevel', 'error', ...second])]
}

function compactDisc(folder, mix) {
  return run(folder, 'sox', [mix, '-b', '16', 'cd.wav', 'rate', '-v', '44100', 'dither', '-s'])
}
