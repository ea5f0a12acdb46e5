export { Arena } from './arena.ts'
export { createMemory, type Kernels, kernelBytes, kernelModule } from './kernels.ts'
export { dbToGain, gainToDb, maths } from './maths.ts'
export type { Pointer } from './pointer.ts'
