import type { Arena, Pointer } from '@mixwright/kernels'
import { analogSections } from './analog-filter.ts'
import { bandSections, CORRECTION_SECTIONS } from './band-sections.ts'
import { type Biquad, UNITY } from './biquad.ts'
import { BiquadChain } from './biquad-chain.ts'
import { type EqBand, isFlat, isMoving, isSwept, type MovableBand, type MovingBand } from './eq-band.ts'

/** What the two lanes of a frame hold while bands work on them. */
export type Lanes = 'leftRight' | 'midSide'

/** Bands that follow each other on the same two lanes, each lane with its own filters. */
export class EqStage {
  readonly lanes: Lanes
  readonly #bands: readonly EqBand[]
  readonly #sampleRateHz: number
  readonly #chain: BiquadChain

  constructor({ lanes, bands }: StagePlan, arena: Arena, sampleRateHz: number) {
    this.lanes = lanes
    this.#bands = bands
    this.#sampleRateHz = sampleRateHz
    const most = bands.reduce((sum, band) => sum + analogSections(band).length + CORRECTION_SECTIONS, 0)
    this.#chain = new BiquadChain(arena, most)
  }

  reset(): void {
    const first: Biquad[] = []
    const second: Biquad[] = []
    for (const band of this.#bands) {
      const sections = bandSections(band, this.#sampleRateHz)
      if (band.on !== 'right' && band.on !== 'side') first.push(...sections)
      if (band.on !== 'left' && band.on !== 'mid') second.push(...sections)
    }
    const longest = Math.max(first.length, second.length)
    this.#chain.reset(padded(first, longest), padded(second, longest))
  }

  process(audio: Pointer, frames: number): void {
    this.#chain.process(audio, frames)
  }

  isAtRest(): boolean {
    return this.#chain.isAtRest()
  }
}

/**
 * Bands that one `EqStage` takes; `moving` is set on a lone band whose gain follows the level, for a `MovingStage`, and
 * `swept` on one whose settings move over song time, for a `SweptStage`.
 */
export interface StagePlan {
  lanes: Lanes
  bands: EqBand[]
  moving?: MovingBand
  swept?: MovableBand
}

/**
 * Cuts the bands into stages, in order. A band on both lanes works in either pair: it joins the stage before it. One
 * that moves by the louder of left and right does not.
 */
export function planStages(bands: readonly MovableBand[]): StagePlan[] {
  const stages: StagePlan[] = []
  for (const band of bands) {
    if (isSwept(band) && !isFlat(band)) {
      stages.push({ lanes: lanesOf(band) ?? 'leftRight', bands: [], swept: band })
    } else if (!isFlat(band)) {
      const last = stages.at(-1)
      const lanes = lanesOf(band) ?? last?.lanes ?? 'leftRight'
      if (last?.lanes === lanes && !last.moving && !last.swept) last.bands.push(band as EqBand)
      else stages.push({ lanes, bands: [band as EqBand] })
    }
    if (isMoving(band)) stages.push({ lanes: lanesOf(band) ?? 'leftRight', bands: [], moving: band })
  }
  return stages
}

function lanesOf({ on = 'stereo' }: MovableBand): Lanes | undefined {
  if (on === 'stereo') return undefined
  return on === 'mid' || on === 'side' ? 'midSide' : 'leftRight'
}

function padded(sections: readonly Biquad[], length: number): Biquad[] {
  return [...sections, ...Array.from({ length: length - sections.length }, () => UNITY)]
}
