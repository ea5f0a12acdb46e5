import { CD_BITS, CD_RATE_HZ } from '@mixwright/audio'
import { type Arena, dbToGain, Quantizer, Resampler, resampledFrames } from '@mixwright/dsp'
import type { AudioSource, MasterSink } from './audio-source.ts'
import { InsertChain } from './insert-chain.ts'
import type { Dither } from './master-plan.ts'

const BLOCK_FRAMES = 4096

export interface DiscAudioJob {
  source: AudioSource
  /** True when the source holds whole 16-bit codes. At 44.1 kHz and 0 dB they pass bit for bit. */
  is16Bit: boolean
  gainDb: number
  dither: Dither
  /** Run of digital silence after which dither pauses; null for never. ms */
  autoBlackMs: number | null
  /** Names the dither's random sequence. */
  seed: string
  sink: MasterSink
  arena: Arena
  onProgress?: (done: number) => void
}

export interface DiscAudio {
  frames: number
  /** Samples of both channels that full scale cut off. */
  clippedSamples: number
  /** Largest sample before it was rounded; 1 is full scale. */
  peak: number
}

/**
 * A finished master as the samples of a disc: rate, gain, one dither, and nothing else. No limiter works here: what
 * passes full scale is cut off and counted, for whoever made the master to decide.
 */
export function convertForDisc(job: DiscAudioJob): DiscAudio {
  const { source, is16Bit, gainDb, autoBlackMs, seed, sink, arena, onProgress } = job
  const mark = arena.mark()
  const rates = { fromHz: source.sampleRateHz, toHz: CD_RATE_HZ }
  const isExact = is16Bit && gainDb === 0 && rates.fromHz === rates.toHz
  const quantizer = new Quantizer(
    { bits: CD_BITS, dither: isExact ? 'none' : job.dither, autoBlackMs, seed },
    arena,
    CD_RATE_HZ,
  )
  const chain = new InsertChain(source, [], arena, BLOCK_FRAMES)
  const resampler = new Resampler(rates, arena)
  const block = arena.allocFrames(BLOCK_FRAMES)
  const gain = dbToGain(gainDb)
  const frames = resampledFrames(source.frames, rates)
  let peak = 0
  chain.reset()
  resampler.reset()
  quantizer.reset()
  sink.restart()
  for (let start = 0; start < frames; start += BLOCK_FRAMES) {
    const piece = Math.min(BLOCK_FRAMES, frames - start)
    resampler.render((from, count, at) => chain.read(from, count, at), start, piece, block)
    if (gain !== 1) arena.kernels.scale(block, piece, gain, gain)
    for (const sample of arena.f64(block, 2 * piece)) peak = Math.max(peak, Math.abs(sample))
    quantizer.process(block, piece)
    sink.write(arena, block, piece)
    onProgress?.((start + piece) / frames)
  }
  const { clippedSamples } = quantizer
  arena.release(mark)
  return { frames, clippedSamples, peak }
}
