import { BANDS, type Measurement } from '@mixwright/metering'
import type { Diagnostic, Project } from '@mixwright/project'
import { advice } from './advice.ts'
import { LOUDER_LU, loudMaster, playedLufs } from './written-advice.ts'

/** A band counts as part of the sound that is no more than this under the strongest. dB */
const STRONG_DB = 12

/** Octaves that mono takes away from when the sides are out of phase. */
const LOWS = ['31.5 Hz', '63 Hz', '125 Hz'] as const
/** Share of the side from which more is lost in mono than stays. */
const MOSTLY_SIDE = 0.6

type Spectrum = Pick<Measurement, 'bandsWidth'> & { bandsDb: Readonly<Record<string, number | null>> }

/** The loudest low octave that is mostly side, when it matters beside the rest of the sound. */
function lostLow({ bandsDb, bandsWidth }: Spectrum): (typeof LOWS)[number] | undefined {
  const level = (name: string) => bandsDb[name] ?? -Infinity
  const strongest = Math.max(...BANDS.map(({ name }) => level(name)))
  const lost = LOWS.filter((name) => (bandsWidth[name] ?? 0) > MOSTLY_SIDE && level(name) > strongest - STRONG_DB)
  return lost.sort((a, b) => level(b) - level(a))[0]
}

/** Advice on a mix that was made, and its masters. */
export function madeAdvice(
  project: Project,
  mix: Spectrum,
  deliveries: readonly { name: string; integratedLufs: number }[],
): Diagnostic[] {
  const low = lostLow(mix)
  const lost =
    low &&
    advice(project, {
      code: 'ADVICE_LOWS_OUT_OF_PHASE',
      subject: 'mix',
      message: `left and right are out of phase around ${low}, which is lost in mono`,
      fix: 'add `stereo: { monoBelow: 120 Hz }` to the mix bus, or turn the stem that causes it',
      at: project.place(['mix']) ? ['mix'] : ['stems'],
    })
  const loud = deliveries.flatMap(({ name, integratedLufs }) => {
    const { target, loudnessLufs } = project.deliver.find((one) => one.name === name)!
    const played = playedLufs(target)
    if (played === undefined || loudnessLufs !== 'as mixed' || integratedLufs <= played + LOUDER_LU) return []
    return [loudMaster(project, name, integratedLufs, played)]
  })
  return [...(lost ? [lost] : []), ...loud]
}
