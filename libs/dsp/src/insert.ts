import type { Arena } from '@mixwright/kernels'
import { Compressor, type CompressorOptions } from './compressor.ts'
import { Convolution, type ConvolutionOptions } from './convolution.ts'
import { Deesser, type DeesserOptions } from './deesser.ts'
import { Delay, type DelayOptions } from './delay.ts'
import { Equalizer } from './eq.ts'
import type { EqOptions } from './eq-band.ts'
import { Limiter, type LimiterOptions } from './limiter.ts'
import { Multiband, type MultibandOptions } from './multiband.ts'
import type { Processor } from './processor.ts'
import { Reverb, type ReverbOptions } from './reverb.ts'
import { StereoImage, type StereoOptions } from './stereo.ts'

/** A processor's kind and all of its settings. */
export type InsertPlan =
  | ({ kind: 'eq' } & EqOptions)
  | ({ kind: 'compressor' } & CompressorOptions)
  | ({ kind: 'limiter' } & LimiterOptions)
  | ({ kind: 'stereo' } & StereoOptions)
  | ({ kind: 'deesser' } & DeesserOptions)
  | ({ kind: 'multiband' } & MultibandOptions)
  | ({ kind: 'convolution' } & ConvolutionOptions)
  | ({ kind: 'delay' } & DelayOptions)
  | ({ kind: 'reverb' } & ReverbOptions)

/** Builds the processor that an insert plan describes. */
export function createProcessor(insert: InsertPlan, arena: Arena, sampleRateHz: number): Processor {
  switch (insert.kind) {
    case 'eq':
      return new Equalizer(insert, arena, sampleRateHz)
    case 'compressor':
      return new Compressor(insert, arena, sampleRateHz)
    case 'limiter':
      return new Limiter(insert, arena, sampleRateHz)
    case 'stereo':
      return new StereoImage(insert, arena, sampleRateHz)
    case 'deesser':
      return new Deesser(insert, arena, sampleRateHz)
    case 'multiband':
      return new Multiband(insert, arena, sampleRateHz)
    case 'convolution':
      return new Convolution(insert, arena, sampleRateHz)
    case 'delay':
      return new Delay(insert, arena, sampleRateHz)
    case 'reverb':
      return new Reverb(insert, arena, sampleRateHz)
  }
}
