import type { Arena } from '@mixwright/kernels'
import { Compressor, type CompressorOptions } from './compressor.ts'
import { createMoving, type Kind } from './create-moving.ts'
import type { MayMove } from './may-move.ts'
import type { Processor } from './processor.ts'
import { rigCompressor } from './rigs.ts'

export const compressorKind: Kind<CompressorOptions> = { Processor: Compressor, rig: rigCompressor }

/** A compressor whose settings may move. */
export function createCompressor(plan: MayMove<CompressorOptions>, arena: Arena, sampleRateHz: number): Processor {
  return createMoving<CompressorOptions>(compressorKind, plan, 0, arena, sampleRateHz)
}
