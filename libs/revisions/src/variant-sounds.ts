import type { Measurement } from '@mixwright/metering'
import type { Diagnostic } from '@mixwright/project'
import { type Audition, type AuditionedSong, deliveryKey, mixKey } from '@mixwright/session'
import { pairAuditions } from './audition-pair.ts'
import { UNASKED_AUDIO_S } from './causes.ts'
import { compareFigures, compareNamed, tailRise } from './figure-change.ts'
import { type HeardVersion, type HearOptions, hearVersion, lengthsOf } from './heard-song.ts'
import type { RevisionNames } from './revision-names.ts'
import type { VariantChange } from './sound-document.ts'

export interface VariantOptions extends HearOptions {
  /** `auto` hears the variants while that takes no more than half an hour of music. */
  variants: boolean | 'auto'
}

/** The mix of a revision as it was heard, and its variants. */
export interface VariedSong {
  /** What the revision is called. */
  name: string
  /** How its files are called, where they lie elsewhere than they are called. */
  names?: RevisionNames | undefined
  heard: HeardVersion
  variants: AuditionedSong['variants']
}

/** A variant before and after, where there is one. */
interface VariantPair {
  name: string
  from: Audition | undefined
  to: Audition | undefined
}

/** Renders and measures those variants that are made otherwise than before. */
export async function hearVariants(
  from: VariedSong,
  to: VariedSong,
  options: VariantOptions,
): Promise<{ variants: Record<string, VariantChange>; notes: string[]; diagnostics: Diagnostic[] }> {
  const variants: Record<string, VariantChange> = {}
  const diagnostics: Diagnostic[] = []
  const changed = pairs(from, to).filter(isChanged)
  if (options.variants === false) return { variants, notes: [], diagnostics }
  const audioS = 2 * changed.length * to.heard.mix.measurement.durationS
  if (options.variants === 'auto' && audioS > UNASKED_AUDIO_S) {
    const minutes = Math.floor(audioS / 60 + 0.5)
    const which = changed.length === 1 ? '1 variant was' : `${changed.length} variants were`
    const note = `${which} not heard: ${minutes} min of music, --variants renders them`
    return { variants, notes: [note], diagnostics }
  }
  for (const pair of changed) {
    const hear = async (audition: Audition | undefined, { name, names }: VariedSong) => {
      if (!audition) return undefined
      const { heard, diagnostics: found } = await hearVersion(audition, `${pair.name} of ${name}`, options)
      const called = names?.of({ diagnostics: found, texts: new Map() }).diagnostics ?? found
      diagnostics.push(...called.map((one) => ({ ...one, message: `variant '${pair.name}' ${one.message}` })))
      return heard
    }
    const [before, after] = [await hear(pair.from, from), await hear(pair.to, to)]
    const isWhole = (before || !pair.from) && (after || !pair.to)
    // A fader of what the variant mutes changes nothing in it.
    const isHeard = before?.mix.pcmSha256 !== after?.mix.pcmSha256 || isDeliveredAnew(pair)
    if (isWhole && isHeard) variants[pair.name] = await changeOf(pair, before, after)
  }
  return { variants, notes: [], diagnostics }
}

/** Variants of the later revision in their order, then those that are gone. */
function pairs({ variants: from }: VariedSong, { variants: to }: VariedSong): VariantPair[] {
  const names = new Set([...to.keys(), ...from.keys()])
  return [...names].map((name) => ({ name, from: from.get(name), to: to.get(name) }))
}

/** True where the mix or a delivery is made from anything else. */
function isChanged(pair: VariantPair): boolean {
  const { from, to } = pair
  const keys = [from, to].map((audition) => audition && mixKey(audition.project, audition.engine))
  return keys[0] !== keys[1] || isDeliveredAnew(pair)
}

/** True where one mix would give other deliveries. */
function isDeliveredAnew({ from, to }: VariantPair): boolean {
  if (!from || !to) return true
  const keys = (audition: Audition) => audition.deliveries.map(({ name }) => deliveryKey(audition, name, '')).sort()
  return keys(from).join() !== keys(to).join()
}

async function changeOf(
  { name, from, to }: VariantPair,
  before: HeardVersion | undefined,
  after: HeardVersion | undefined,
): Promise<VariantChange> {
  const tailRiseDb = before && after ? tailRise(lengthsOf(before.mix), lengthsOf(after.mix)) : 0
  const renames = from && to ? (await pairAuditions(from, to, name)).renames.deliveries : undefined
  const figures = (heard: HeardVersion | undefined): Record<string, Measurement> => heard?.deliveries ?? {}
  return {
    mix: compareFigures(before?.mix.measurement, after?.mix.measurement, tailRiseDb),
    deliveries: compareNamed(figures(before), figures(after), { renames, tailRiseDb }),
  }
}
