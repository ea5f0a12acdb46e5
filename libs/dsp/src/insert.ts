import type { Arena } from '@mixwright/kernels'
import { Chorus, type ChorusOptions } from './chorus.ts'
import { Clipper, type ClipperOptions } from './clipper.ts'
import { Compressor, type CompressorOptions } from './compressor.ts'
import { Convolution, type ConvolutionOptions } from './convolution.ts'
import { Deesser, type DeesserOptions } from './deesser.ts'
import { Delay, type DelayOptions } from './delay.ts'
import { Equalizer } from './eq.ts'
import type { EqOptions } from './eq-band.ts'
import { Exciter, type ExciterOptions } from './exciter.ts'
import { Expander, type ExpanderOptions } from './expander.ts'
import { Gate, type GateOptions } from './gate.ts'
import { Imager, type ImagerOptions } from './imager.ts'
import { Limiter, type LimiterOptions } from './limiter.ts'
import { Multiband, type MultibandOptions } from './multiband.ts'
import type { Processor } from './processor.ts'
import { Reverb, type ReverbOptions } from './reverb.ts'
import { Saturation, type SaturationOptions } from './saturation.ts'
import { StereoImage, type StereoOptions } from './stereo.ts'
import { type TransientOptions, TransientShaper } from './transient.ts'

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
  | ({ kind: 'saturation' } & SaturationOptions)
  | ({ kind: 'clipper' } & ClipperOptions)
  | ({ kind: 'exciter' } & ExciterOptions)
  | ({ kind: 'imager' } & ImagerOptions)
  | ({ kind: 'gate' } & GateOptions)
  | ({ kind: 'expander' } & ExpanderOptions)
  | ({ kind: 'transient' } & TransientOptions)
  | ({ kind: 'chorus' } & ChorusOptions)

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
    case 'saturation':
      return new Saturation(insert, arena, sampleRateHz)
    case 'clipper':
      return new Clipper(insert, arena)
    case 'exciter':
      return new Exciter(insert, arena, sampleRateHz)
    case 'imager':
      return new Imager(insert, arena, sampleRateHz)
    case 'gate':
      return new Gate(insert, arena, sampleRateHz)
    case 'expander':
      return new Expander(insert, arena, sampleRateHz)
    case 'transient':
      return new TransientShaper(insert, arena, sampleRateHz)
    case 'chorus':
      return new Chorus(insert, arena, sampleRateHz)
  }
}
