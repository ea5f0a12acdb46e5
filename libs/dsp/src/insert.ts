import type { Arena } from '@mixwright/kernels'
import { Chorus, type ChorusOptions } from './chorus.ts'
import { Clipper, type ClipperOptions } from './clipper.ts'
import type { CompressorOptions } from './compressor.ts'
import { Convolution, type ConvolutionOptions } from './convolution.ts'
import { compressorKind } from './create-compressor.ts'
import { createMoving, type Kind } from './create-moving.ts'
import type { Curve } from './curve.ts'
import { Deesser, type DeesserOptions } from './deesser.ts'
import { Delay, type DelayOptions } from './delay.ts'
import { type EqPlan, Equalizer } from './eq.ts'
import { Exciter, type ExciterOptions } from './exciter.ts'
import { Expander, type ExpanderOptions } from './expander.ts'
import { Gate, type GateOptions } from './gate.ts'
import { Imager, type ImagerOptions } from './imager.ts'
import { Limiter, type LimiterOptions } from './limiter.ts'
import type { MayMove } from './may-move.ts'
import { MovingDelay } from './moving-delay.ts'
import { MovingInsert } from './moving-insert.ts'
import {
  bypassed,
  partsOfClipper,
  partsOfConvolution,
  partsOfDeesser,
  partsOfExciter,
  partsOfGate,
  partsOfImager,
  partsOfLimiter,
  partsOfMix,
  partsOfReverb,
  partsOfSaturation,
  partsOfStereo,
  still,
} from './moving-parts.ts'
import { Multiband, type MultibandPlan } from './multiband.ts'
import type { Processor } from './processor.ts'
import { Reverb, type ReverbOptions } from './reverb.ts'
import { Saturation, type SaturationOptions } from './saturation.ts'
import { StereoImage, type StereoOptions } from './stereo.ts'
import { type TransientOptions, TransientShaper } from './transient.ts'

/** The settings of each kind of processor that are told from outside how to move. */
interface Settings {
  compressor: CompressorOptions
  limiter: LimiterOptions
  stereo: StereoOptions
  deesser: DeesserOptions
  convolution: ConvolutionOptions
  delay: DelayOptions
  reverb: ReverbOptions
  saturation: SaturationOptions
  clipper: ClipperOptions
  exciter: ExciterOptions
  imager: ImagerOptions
  gate: GateOptions
  expander: ExpanderOptions
  transient: TransientOptions
  chorus: ChorusOptions
}

/** A processor's kind and all of its settings, where numbers may move over song time. */
export type InsertPlan = (
  | { [K in keyof Settings]: { kind: K } & MayMove<Settings[K]> }[keyof Settings]
  | ({ kind: 'eq' } & EqPlan)
  | ({ kind: 'multiband' } & MultibandPlan)
) & {
  /** From 0 (heard) to 1 (passed by, in time with what it would have been). Default 0. */
  bypass?: Curve | undefined
}

const kinds: { readonly [K in keyof Settings]: Kind<Settings[K]> } = {
  compressor: compressorKind,
  limiter: { Processor: Limiter, parts: partsOfLimiter },
  stereo: { Processor: StereoImage, parts: partsOfStereo },
  deesser: { Processor: Deesser, parts: partsOfDeesser },
  convolution: { Processor: Convolution, parts: partsOfConvolution },
  delay: { Processor: Delay, Moving: MovingDelay, parts: partsOfMix<DelayOptions> },
  reverb: { Processor: Reverb, parts: partsOfReverb },
  saturation: { Processor: Saturation, parts: partsOfSaturation },
  clipper: { Processor: Clipper, parts: partsOfClipper },
  exciter: { Processor: Exciter, parts: partsOfExciter },
  imager: { Processor: Imager, parts: partsOfImager },
  gate: { Processor: Gate, parts: partsOfGate<GateOptions> },
  expander: { Processor: Expander, parts: partsOfGate<ExpanderOptions> },
  transient: { Processor: TransientShaper, parts: still<TransientOptions> },
  chorus: { Processor: Chorus, parts: partsOfMix<ChorusOptions> },
}

/** Builds the processor that an insert plan describes. Its settings move with the song frame that it is told. */
export function createProcessor(insert: InsertPlan, arena: Arena, sampleRateHz: number): Processor {
  const { bypass = 0 } = insert
  if (insert.kind === 'eq' || insert.kind === 'multiband') {
    const Processor = insert.kind === 'eq' ? Equalizer : Multiband
    const processor = new Processor(insert as never, arena, sampleRateHz)
    return bypass === 0 ? processor : new MovingInsert(processor, {}, bypassed({}, bypass), arena, sampleRateHz)
  }
  const kind: Kind<object> = kinds[insert.kind] as never
  const { bypass: _, ...plan } = insert
  return createMoving(kind, plan, bypass, arena, sampleRateHz)
}
