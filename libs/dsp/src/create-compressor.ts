import type { Arena } from '@mixwright/kernels'
import { Compressor, type CompressorOptions } from './compressor.ts'
import { createMoving, type Kind } from './create-moving.ts'
import type { MayMove } from './may-move.ts'
import { partsOfCompressor } from './moving-parts.ts'
import type { Processor } from './processor.ts'

export const compressorKind: Kind<CompressorOptions> = { Processor: Compressor, parts: partsOfCompressor }

/** A compressor whose settings may move. */
export function createCompressor(plan: MayMove<CompressorOptions>, arena: Arena, sampleRateHz: number): Processor {
  return createMoving<CompressorOptions>(compressorKind, plan, 0, arena, sampleRateHz)
}
