import { readFileSync } from 'node:fs'
import type { BiquadKernels } from './biquad-kernels.ts'
import type { BufferKernels } from './buffer-kernels.ts'
import type { ChecksumKernels } from './checksum-kernels.ts'
import type { ChorusKernels } from './chorus-kernels.ts'
import type { CompressorKernels } from './compressor-kernels.ts'
import type { ConvolutionKernels } from './convolution-kernels.ts'
import type { CourseKernels } from './course-kernels.ts'
import type { DelayKernels } from './delay-kernels.ts'
import type { FftKernels } from './fft-kernels.ts'
import type { GateKernels } from './gate-kernels.ts'
import type { GrooveKernels } from './groove-kernels.ts'
import type { LimiterKernels } from './limiter-kernels.ts'
import type { LoudnessKernels } from './loudness-kernels.ts'
import type { MathsKernels } from './maths-kernels.ts'
import type { MixingKernels } from './mixing-kernels.ts'
import type { MovingFilterKernels } from './moving-filter-kernels.ts'
import type { OversamplerKernels } from './oversampler-kernels.ts'
import type { PcmKernels } from './pcm-kernels.ts'
import type { QuantizerKernels } from './quantizer-kernels.ts'
import type { ResamplerKernels } from './resampler-kernels.ts'
import type { ReverbKernels } from './reverb-kernels.ts'
import type { SaturationKernels } from './saturation-kernels.ts'
import type { SpectrumKernels } from './spectrum-kernels.ts'
import type { StereoLinkKernels } from './stereo-link-kernels.ts'
import type { SweptDelayKernels } from './swept-delay-kernels.ts'
import type { SweptFilterKernels } from './swept-filter-kernels.ts'
import type { TransientKernels } from './transient-kernels.ts'
import type { TruePeakKernels } from './true-peak-kernels.ts'

/** Everything the WebAssembly module exports; one interface per file of `assembly/`. */
export interface Kernels
  extends MathsKernels,
    BufferKernels,
    ChecksumKernels,
    MixingKernels,
    LoudnessKernels,
    PcmKernels,
    SpectrumKernels,
    TruePeakKernels,
    QuantizerKernels,
    FftKernels,
    ResamplerKernels,
    ConvolutionKernels,
    CourseKernels,
    DelayKernels,
    SweptDelayKernels,
    BiquadKernels,
    CompressorKernels,
    LimiterKernels,
    ReverbKernels,
    OversamplerKernels,
    SaturationKernels,
    GateKernels,
    StereoLinkKernels,
    TransientKernels,
    ChorusKernels,
    MovingFilterKernels,
    SweptFilterKernels,
    GrooveKernels {}

let compiled: WebAssembly.Module | undefined

/** The compiled module, shared by all instances of this thread. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(kernelBytes())
  return compiled
}

/** The module's bytes, as built. Their hash names the engine. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL('../build/kernels.wasm', import.meta.url)))
}

const PAGE_BYTES = 1 << 16
const MOST_PAGES = 1 << 16

/** A memory that instances in several threads can share. Grows on demand up to `mostBytes`, 1 MiB to 4 GiB. */
export function createMemory(mostBytes: number): WebAssembly.Memory {
  const maximum = Math.min(MOST_PAGES, Math.floor(mostBytes / PAGE_BYTES))
  return new WebAssembly.Memory({ initial: 16, maximum, shared: true })
}

/** An instance of the module working on `memory`. */
export function instantiateKernels(memory: WebAssembly.Memory): Kernels {
  const instance = new WebAssembly.Instance(kernelModule(), { env: { memory } })
  return instance.exports as unknown as Kernels
}
