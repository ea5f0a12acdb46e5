/**
 * Error-feedback filters for noise-shaped dither, as published.
 *
 * Sign convention: the shaped error has the spectrum of |1 - sum C[k] z^-k| or, where `outputs` D is given,
 * |(1 + sum D[k] z^-k - sum C[k] z^-k) / (1 + sum D[k] z^-k)|, over that of plain triangular dither.
 *
 * Sources:
 *   lipshitz5                        Lipshitz, Vanderkooy, Wannamaker, JAES 39(11), 1991
 *   wannamaker3, 9, 24, modE9, imprE9  Wannamaker, JAES 40(7/8), 1992, with the E-weighted variants after it
 *   shibata, lowShibata              Naoki Shibata, SSRC
 *   gesemann                         Sebastian Gesemann
 */
export interface NoiseShape {
  /** Rates that the filter is meant for. Hz. */
  readonly ratesHz: readonly number[]
  /** Weights C of the last errors, newest first. */
  readonly errors: readonly number[]
  /** Weights D of the last fed-back values, newest first; none makes the filter FIR. */
  readonly outputs: readonly number[]
}

export type NoiseShapeName = keyof typeof NOISE_SHAPES

const CD_HZ = [44100]
const DAT_HZ = [48000]
const BOTH_HZ = [44100, 48000]

/** By name, one filter for each rate that one was published for. */
export const NOISE_SHAPES = {
  lipshitz5: [fir(CD_HZ, [2.033, -2.165, 1.959, -1.59, 0.6149])],
  wannamaker3: [fir(CD_HZ, [1.623, -0.982, 0.109])],
  wannamaker9: [fir(BOTH_HZ, [2.412, -3.37, 3.937, -4.174, 3.353, -2.205, 1.281, -0.569, 0.0847])],
  wannamaker24: [
    fir(
      CD_HZ,
      [
        2.391510032751124, -3.284444044979632, 3.679506050389904, -3.635044049781009, 2.524185034568077,
        -1.146701015703782, 0.115354001579743, 0.51374500703561, -0.749277010261162, 0.512386007016999,
        -0.188997002588268, -0.043705000598528, 0.149843002052063, -0.151186002070453, 0.076302001044937,
        -0.012070000165296, -0.021127000289329, 0.025232000345547, -0.016121000220773, 0.004453000060982,
        0.000876000011999, -0.001799000024635, 0.0007740000106, -0.000128000001755,
      ],
    ),
  ],
  modE9: [fir(BOTH_HZ, [1.662, -1.263, 0.4827, -0.2913, 0.1268, -0.1124, 0.03252, -0.01265, -0.03524])],
  imprE9: [fir(BOTH_HZ, [2.847, -4.685, 6.214, -7.184, 6.639, -5.032, 3.263, -1.632, 0.4191])],
  shibata: [
    fir(
      CD_HZ,
      [
        2.6773197651, -4.8308925629, 6.570110321, -7.4572014809, 6.7263274193, -4.8481650353, 2.0412089825, 0.70063591,
        -2.9537565708, 4.0800385475, -4.1845216751, 3.3311812878, -2.1179926395, 0.8793029785, -0.0317591466,
        -0.4238278866, 0.4788210392, -0.3549081385, 0.1749683917, -0.0609081686,
      ],
    ),
    fir(
      DAT_HZ,
      [
        2.8720729351, -5.041323185, 6.2442994118, -5.8483986855, 3.7067542076, -1.0495119095, -1.1830236912,
        2.1126792431, -1.9094531536, 0.9991308451, -0.1709081636, -0.3261560202, 0.391276449, -0.2687646151,
        0.0976761058, -0.0234738458,
      ],
    ),
  ],
  lowShibata: [
    fir(
      CD_HZ,
      [
        2.0833916664, -3.0418450832, 3.2047898769, -2.7571926117, 1.4978630543, -0.3427594602, -0.7173374891,
        1.0737057924, -1.0225815773, 0.5664999485, -0.2096869201, -0.0653785318, 0.1032243818, -0.067442022,
        -0.0049519734,
      ],
    ),
    fir(
      DAT_HZ,
      [
        2.3925774097, -3.4350297451, 3.1853709221, -1.8117271662, -0.201247707, 1.4759907722, -1.721090436,
        0.9774670005, -0.1379013807, -0.3818590343, 0.2742124197, 0.0665842146, -0.3522330225, 0.3767234385,
        -0.2396427691, 0.0686748251,
      ],
    ),
  ],
  gesemann: [
    iir(CD_HZ, [2.2061, -0.4706, -0.2534, -0.6214], [1.0587, 0.0676, -0.6054, -0.2738]),
    iir(DAT_HZ, [2.2374, -0.7339, -0.1251, -0.6033], [0.903, 0.0116, -0.5853, -0.2571]),
  ],
} satisfies Record<string, readonly NoiseShape[]>

/** The filter of that name for a rate, if there is one. */
export function noiseShape(name: NoiseShapeName, sampleRateHz: number): NoiseShape | undefined {
  return NOISE_SHAPES[name].find((shape) => shape.ratesHz.includes(sampleRateHz))
}

function fir(ratesHz: readonly number[], errors: readonly number[]): NoiseShape {
  return { ratesHz, errors, outputs: [] }
}

function iir(ratesHz: readonly number[], errors: readonly number[], outputs: readonly number[]): NoiseShape {
  return { ratesHz, errors, outputs }
}
