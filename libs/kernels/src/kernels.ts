import { readFileSync } from 'node:fs'
import type { BufferKernels } from './buffer-kernels.ts'
import type { MathsKernels } from './maths-kernels.ts'

/** Everything the WebAssembly module exports; one interface per file of `assembly/`. */
export interface Kernels extends MathsKernels, BufferKernels {}

let compiled: WebAssembly.Module | undefined

/** The compiled module, shared by all instances of this thread; another thread may be handed it. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(kernelBytes())
  return compiled
}

/** The module's bytes, as built. Their hash names the engine. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL('../build/kernels.wasm', import.meta.url)))
}

/** Uses a module compiled by another thread instead of compiling it here again. */
export function adoptKernelModule(module: WebAssembly.Module): void {
  compiled = module
}

/** A memory that instances in several threads can share. Grows on demand up to 4 GiB. */
export function createMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true })
}

/** An instance of the module working on `memory`. */
export function instantiateKernels(memory: WebAssembly.Memory): Kernels {
  const instance = new WebAssembly.Instance(kernelModule(), { env: { memory } })
  return instance.exports as unknown as Kernels
}
