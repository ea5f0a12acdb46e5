export { ceilToQuantum, msToFrames, QUANTUM_FRAMES, secondsToFrames } from './frames.ts'
export { Random } from './random.ts'
