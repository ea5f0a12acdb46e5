import {
  type Arena,
  type Curve,
  curveValue,
  curveValueBefore,
  dbToGain,
  forEachSegment,
  type Pointer,
} from '@mixwright/dsp'
import { balanceGains, panGains } from './pan-law.ts'
import type { PanLaw, PanPair, StripPlan } from './plan.ts'

type Matrix = readonly [leftToLeft: number, rightToRight: number, rightToLeft: number, leftToRight: number]
type Reader = (curve: Curve, frame: number) => number

/**
 * Fader, groups, pan and width of a strip as one 2 x 2 matrix.
 *
 * Shape    stereo → stereo, in place          Latency  0 frames
 * Moves    in straight lines between exact matrices at every 64th song frame and at every point of a curve; a line
 *          of 100 dB a second strays from the exact curve by less than 0.001 dB
 * Neutral  0 dB, stereo, centre, width 1 leave every bit as it is
 */
export class Placement {
  readonly #mono: boolean
  readonly #panLaw: PanLaw
  /** The fader, then the groups. Their decibels add up, in this order. */
  readonly #gainsDb: readonly Curve[]
  readonly #pan: Curve | PanPair
  readonly #width: Curve
  readonly #curves: readonly Curve[]
  readonly #standing: Matrix | undefined
  readonly #arena: Arena
  readonly #coefficients: Pointer

  constructor(strip: Pick<StripPlan, 'mono' | 'faderDb' | 'groupsDb' | 'pan' | 'width'>, panLaw: PanLaw, arena: Arena) {
    this.#mono = strip.mono
    this.#panLaw = panLaw
    this.#gainsDb = [strip.faderDb, ...strip.groupsDb]
    this.#pan = strip.pan
    this.#width = strip.width
    this.#curves = [
      ...this.#gainsDb,
      ...(isPair(strip.pan) ? [strip.pan.left, strip.pan.right] : [strip.pan]),
      strip.width,
    ]
    this.#arena = arena
    this.#coefficients = arena.alloc(64)
    const moves = this.#curves.some((curve) => typeof curve !== 'number')
    this.#standing = moves ? undefined : this.#matrix(0, curveValue)
  }

  /** @param songFrame song frame of the first frame of `audio` */
  process(audio: Pointer, frames: number, songFrame: number): void {
    if (this.#standing) this.#stand(this.#standing, audio, frames)
    else this.#move(audio, frames, songFrame)
  }

  #stand([leftToLeft, rightToRight, rightToLeft, leftToRight]: Matrix, audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    if (rightToLeft !== 0 || leftToRight !== 0) {
      kernels.place(audio, frames, leftToLeft, rightToRight, rightToLeft, leftToRight)
    } else if (leftToLeft !== 1 || rightToRight !== 1) {
      kernels.scale(audio, frames, leftToLeft, rightToRight)
    }
  }

  #move(audio: Pointer, frames: number, songFrame: number): void {
    forEachSegment(this.#curves, songFrame, frames, (offset, count, fromFrame, toFrame) => {
      const from = this.#matrix(fromFrame, curveValue)
      const to = this.#matrix(toFrame, curveValueBefore)
      const piece = audio + offset * 16
      if (from.every((gain, i) => gain === to[i])) {
        this.#stand(from, piece, count)
        return
      }
      const coefficients = this.#arena.f64(this.#coefficients, 8)
      for (let i = 0; i < 4; i++) {
        coefficients[i] = from[i]!
        coefficients[4 + i] = to[i]! - from[i]!
      }
      const begun = songFrame + offset - fromFrame
      this.#arena.kernels.placeRamp(piece, count, this.#coefficients, begun, toFrame - fromFrame)
    })
  }

  #matrix(frame: number, read: Reader): Matrix {
    const gain = dbToGain(this.#gainsDb.reduce((sumDb: number, gainDb) => sumDb + read(gainDb, frame), 0))
    const straight = (1 + read(this.#width, frame)) / 2
    const crossed = (1 - read(this.#width, frame)) / 2
    if (isPair(this.#pan)) {
      const l = panGains(this.#panLaw, read(this.#pan.left, frame))
      const r = panGains(this.#panLaw, read(this.#pan.right, frame))
      return [
        gain * (l.left * straight + r.left * crossed),
        gain * (r.right * straight + l.right * crossed),
        gain * (r.left * straight + l.left * crossed),
        gain * (l.right * straight + r.right * crossed),
      ]
    }
    const pan = read(this.#pan, frame)
    if (this.#mono) {
      const { left, right } = panGains(this.#panLaw, pan)
      return [gain * left, gain * right, 0, 0]
    }
    const { left, right } = balanceGains(this.#panLaw, pan)
    return [gain * left * straight, gain * right * straight, gain * left * crossed, gain * right * crossed]
  }
}

function isPair(pan: Curve | PanPair): pan is PanPair {
  return typeof pan === 'object' && 'left' in pan
}
