import { maths } from '@mixwright/kernels'
import { type AnalogSection, analogPower } from './analog-filter.ts'
import {
  FIRST_ORDER_DIRECTIONS,
  FREE_DIRECTIONS,
  isRealizable,
  type Power,
  type PowerFactor,
  type PowerSection,
  powerAt,
  powerOf,
} from './power-section.ts'

/** |H|² that is right at some frequencies: at DC, the section's own and the Nyquist frequency. */
interface Anchors {
  dc: number
  own: number
  nyquist: number
  /** sin²(ω / 2) of the section's own frequency. */
  x: number
}

/**
 * A digital section near an analogue one. Its poles are the analogue poles sampled, z = exp(s); its zeros make the
 * response right at DC, at the section's own frequency and at the Nyquist frequency, as far as they are free: those at
 * DC or on the frequency axis stay there.
 * Source: Vicanek, "Matched second order digital filters", 2016, with other points to match.
 */
export function sampledSection(section: AnalogSection, sampleRateHz: number): PowerSection {
  const omega = (2 * Math.PI * section.freqHz) / sampleRateHz
  const half = maths.sin(omega / 2)
  const x = half * half
  const poles = sampledPoles(section, omega)
  const polePower = powerOf(poles)
  const zeros = matchedZeros(section, {
    dc: analogPower(section, 0) * polePower[0],
    own: analogPower(section, section.freqHz) * powerAt(polePower, x),
    nyquist: analogPower(section, sampleRateHz / 2) * polePower[1],
    x,
  })
  return { zeros, poles }
}

function sampledPoles({ poles: [p0, p1, p2] }: AnalogSection, omega: number): PowerFactor {
  if (p2 === 0) {
    const pole = maths.exp((-omega * p0) / p1)
    return { directions: FIRST_ORDER_DIRECTIONS, weights: [(1 - pole) * (1 - pole), (1 + pole) * (1 + pole)] }
  }
  const natural = omega * Math.sqrt(p0 / p2)
  const damping = p1 / (2 * Math.sqrt(p0 * p2))
  const turn = Math.sqrt(Math.abs(1 - damping * damping)) * natural
  const a1 = -2 * maths.exp(-damping * natural) * (damping <= 1 ? maths.cos(turn) : maths.cosh(turn))
  const a2 = maths.exp(-2 * damping * natural)
  const [dc, nyquist] = [1 + a1 + a2, 1 - a1 + a2]
  return { directions: FREE_DIRECTIONS, weights: [dc * dc, nyquist * nyquist, -4 * a2] }
}

/** Zeros for the kind of section that its numerator says it is. */
function matchedZeros({ zeros: [z0, z1, z2], poles }: AnalogSection, anchors: Anchors): PowerFactor {
  const isFirstOrder = poles[2] === 0
  const isHighPass = z0 === 0 && (isFirstOrder || z1 === 0)
  if (isHighPass) return held(isFirstOrder ? [0, 1, 0] : [0, 1, -0.25], anchors)
  if (z0 === 0) return bandPassZeros(anchors)
  if (z1 === 0 && z2 !== 0) return notchZeros(anchors)
  return freeZeros(isFirstOrder ? FIRST_ORDER_DIRECTIONS : FREE_DIRECTIONS, anchors)
}

/** Zeros that stay where they are; only the gain is free. */
function held(direction: Power, { own, x }: Anchors): PowerFactor {
  return { directions: [direction], weights: [own / powerAt(direction, x)] }
}

/** A pair of zeros on the frequency axis, with the gain right at DC. */
function notchZeros({ dc, x }: Anchors): PowerFactor {
  return { directions: [[x * x, (1 - x) * (1 - x), -0.25]], weights: [dc / (x * x)] }
}

/** One zero stays at DC. */
function bandPassZeros({ own, nyquist, x }: Anchors): PowerFactor {
  const directions: readonly Power[] = [
    [0, 0, 0.25],
    [0, 1, -0.25],
  ]
  const low = (own - nyquist * x * x) / (x * (1 - x))
  return { directions, weights: low > 0 ? [low, nyquist] : [own / x, own / x] }
}

/** Right at all three frequencies, or at the lower two where no real filter does all. */
function freeZeros(directions: readonly Power[], { dc, own, nyquist, x }: Anchors): PowerFactor {
  const bend = (own - dc * (1 - x) - nyquist * x) / (4 * x * (1 - x))
  const exact = { directions, weights: [dc, nyquist, bend] }
  if (directions === FREE_DIRECTIONS && isRealizable(exact)) return exact
  const straight = (own - dc * (1 - x)) / x
  return { directions, weights: [dc, straight > 0 ? straight : nyquist, 0].slice(0, directions.length) }
}
