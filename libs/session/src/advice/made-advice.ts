import type { Diagnostic, Project } from '@mixwright/project'
import { advice } from './advice.ts'
import { lostLow, type Spectrum } from './lost-low.ts'
import { LOUDER_LU, loudMaster, playedLufs } from './written-advice.ts'

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
