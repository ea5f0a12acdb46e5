export { Arena, type Pointer } from './arena.ts'
export { adoptKernelModule, createMemory, type Kernels, kernelBytes, kernelModule } from './kernels.ts'
export { dbToGain, gainToDb, maths } from './maths.ts'
