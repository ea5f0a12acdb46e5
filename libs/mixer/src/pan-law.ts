import { maths } from '@mixwright/dsp'
import type { PanLaw } from './plan.ts'

/** Linear gains of the two sides. */
export interface Sides {
  left: number
  right: number
}

/**
 * Gains that place a mono signal. Source: standards of practice, sine law cos/sin(p·π/2) at -3 dB, straight line at
 * -6 dB, their geometric mean at -4.5 dB; 0 dB turns down the far side only.
 *
 * @param pan -1 (left) to 1 (right)
 */
export function panGains(law: PanLaw, pan: number): Sides {
  return { left: sideGain(law, (1 - pan) / 2), right: sideGain(law, (1 + pan) / 2) }
}

/**
 * Gains that tilt a stereo signal: the pan law relative to its centre, never above 1. The centre is exactly 1 on both
 * sides, and only the far side is turned down.
 */
export function balanceGains(law: PanLaw, pan: number): Sides {
  const centre = sideGain(law, 0.5)
  const { left, right } = panGains(law, pan)
  return { left: Math.min(1, left / centre), right: Math.min(1, right / centre) }
}

/** @param share 0 (far side) to 1 (this side) */
function sideGain(law: PanLaw, share: number): number {
  switch (law) {
    case -3:
      return maths.sin((share * Math.PI) / 2)
    case -4.5:
      return Math.sqrt(share * maths.sin((share * Math.PI) / 2))
    case -6:
      return share
    case 0:
      return Math.min(1, 2 * share)
  }
}
