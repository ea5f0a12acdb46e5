import { spawnSync } from 'node:child_process'
import { LIMITER_STYLES } from '@mixwright/audio'
import { Arena, Limiter } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { ARTEFACT_CEILING_DBTP, bursts, clicks, preEchoDb, pumping } from './_artefacts.ts'
import { render } from './_render.ts'

const SAMPLE_RATE_HZ = 48000
/** loudnorm drives its own gain; the target below brings it to within this of 0 dB between bursts. */
const MATCHED_DB = 2.5
const available = spawnSync('ffmpeg', ['-version']).status === 0

describe.skipIf(!available)(
  "pre-echo and pumping beside ffmpeg's limiters, 9 dB into the ceiling (needs ffmpeg)",
  () => {
    test('before a click there is less than from alimiter and loudnorm', () => {
      const signal = clicks(8)
      const figures = {
        ours: preEchoDb(signal, ours),
        alimiter: preEchoDb(signal, alimiter),
        loudnorm: preEchoDb(signal, loudnorm(-20)),
      }
      expect(figures.ours, JSON.stringify(figures)).toBeLessThan(figures.alimiter - 1)
      expect(figures.ours, JSON.stringify(figures)).toBeLessThan(figures.loudnorm - 1)
    })

    test.each([
      [5, -19],
      [50, -9],
      [200, -6],
    ])(
      'bursts of %i ms move and lower a quiet tone less than through alimiter and loudnorm at %d LUFS',
      (burstMs, lufs) => {
        const signal = bursts(burstMs, 8)
        const figures = {
          ours: pumping(signal, ours),
          alimiter: pumping(signal, alimiter),
          loudnorm: pumping(signal, loudnorm(lufs)),
        }
        expect(Math.abs(figures.loudnorm.meanDb), JSON.stringify(figures)).toBeLessThan(MATCHED_DB)
        expect(figures.ours.rmsDb, JSON.stringify(figures)).toBeLessThan(0.9 * figures.alimiter.rmsDb)
        expect(figures.ours.rmsDb, JSON.stringify(figures)).toBeLessThan(0.9 * figures.loudnorm.rmsDb)
        expect(Math.abs(figures.ours.meanDb), JSON.stringify(figures)).toBeLessThan(
          0.9 * Math.abs(figures.alimiter.meanDb),
        )
        expect(Math.abs(figures.ours.meanDb), JSON.stringify(figures)).toBeLessThan(
          0.9 * Math.abs(figures.loudnorm.meanDb),
        )
      },
    )
  },
)

function ours(samples: Float64Array): Float64Array {
  const padded = new Float64Array(Math.ceil((samples.length + 1024) / 64) * 64)
  padded.set(samples)
  const arena = new Arena()
  const options = { ceilingDbtp: ARTEFACT_CEILING_DBTP, ...LIMITER_STYLES.transparent }
  const limiter = new Limiter(options, arena, SAMPLE_RATE_HZ)
  limiter.reset()
  const out = render(limiter, arena, { left: padded, right: padded.slice() })
  return out.left.slice(limiter.latencyFrames, limiter.latencyFrames + samples.length)
}

/** Default attack and release; `level` would raise the result to full scale. Late by its attack. */
function alimiter(samples: Float64Array): Float64Array {
  const lateFrames = 239
  const out = ffmpeg(`alimiter=limit=${10 ** (ARTEFACT_CEILING_DBTP / 20)}:level=false`, samples)
  return samples.map((_, n) => out[n + lateFrames] ?? 0)
}

function loudnorm(lufs: number): (samples: Float64Array) => Float64Array {
  return (samples) => ffmpeg(`loudnorm=I=${lufs}:TP=${ARTEFACT_CEILING_DBTP}:LRA=50:linear=false`, samples)
}

function ffmpeg(filter: string, samples: Float64Array): Float64Array {
  const format = ['-ar', String(SAMPLE_RATE_HZ), '-f', 'f64le']
  const args = [
    '-v',
    'error',
    ...format,
    '-ac',
    '1',
    '-i',
    '-',
    '-af',
    `pan=stereo|c0=c0|c1=c0,${filter}`,
    ...format,
    '-',
  ]
  const { stdout } = spawnSync('ffmpeg', args, { input: Buffer.from(samples.buffer), maxBuffer: 1 << 28 })
  return Float64Array.from({ length: stdout.length / 16 }, (_, n) => stdout.readDoubleLE(16 * n))
}
