import { isLatin1 } from '@mixwright/audio'
import { type Disc, type DiscText, probeWav } from '@mixwright/audio-files'
import { layOutDisc } from '@mixwright/mastering'
import { type Delivery, type Diagnostic, foreignTo, latinFix } from '@mixwright/project'
import { hasErrors } from '../has-errors.ts'
import type { DeliveryOrder, PlannedDelivery } from '../master/plan-delivery.ts'
import type { Tagging } from '../master/tagging.ts'
import type { Staging } from '../output/staging.ts'
import { type JobOptions, runJob } from '../threads.ts'
import { type DiscImage, discFileNames, discFilePaths } from './disc-outputs.ts'
import { discProblems, type ToldDisc } from './disc-problems.ts'

/** Texts of a disc by the keys of release data. */
const TEXT_KEYS = {
  title: 'title',
  performer: 'artist',
  songwriter: 'songwriter',
  composer: 'composer',
} as const satisfies Partial<Record<keyof DiscText, keyof Tagging['tags']>>

/** The image that a delivery asks for. */
export function imageOf({ image }: Delivery): DiscImage | undefined {
  return image === 'none' ? undefined : image
}

/** Texts that a disc made of a delivery cannot carry. */
export function foreignDiscTexts(order: DeliveryOrder, delivery: Delivery, { tags }: Tagging): Diagnostic[] {
  if (imageOf(delivery) === undefined) return []
  return Object.values(TEXT_KEYS).flatMap((key): Diagnostic[] => {
    const text = tags[key]?.normalize('NFC')
    if (text === undefined || isLatin1(text)) return []
    const { name } = delivery
    const subject = `delivery '${name}'`
    const place = order.place(['deliver', name, 'metadata', key]) ?? order.place(['deliver', name, 'image'])
    // What was asked for on the command line has no place.
    const remedy = place ? 'give the delivery a `metadata` of its own' : `write another with --${key}`
    const fix = `${remedy}: ${latinFix(text)}`
    return [
      {
        code: 'DISC_TEXT',
        severity: 'error',
        message: `${subject} ${key}: ${foreignTo(text)}`,
        subject,
        fix,
        ...place,
      },
    ]
  })
}

/** Writes a finished CD master as a disc of one track; names of what was written beside it, and what is to be said. */
export async function writeDiscOf(
  order: DeliveryOrder,
  { name, outputName, delivery, tagging }: PlannedDelivery,
  staging: Staging,
  options: JobOptions,
): Promise<{ names: string[]; diagnostics: Diagnostic[] }> {
  const image = imageOf(delivery)
  if (image === undefined) return { names: [], diagnostics: [] }
  const probed = probeWav(staging.path(outputName))
  if ('problem' in probed) throw new Error(`a CD master cannot be read back: ${probed.problem.message}`)
  const audio = probed.info
  const layout = layOutDisc([{ frames: audio.frames, gapS: 0, indexAtS: [] }])
  const text = discText(tagging)
  const { isrc, upc } = tagging.tags
  const [place] = layout.tracks
  const disc: Disc = {
    sectors: layout.sectors,
    tracks: [{ ...place!, isrc, flags: [], text }],
    upc: upc?.padStart(13, '0'),
    text,
    language: 'english',
  }
  const subject = `delivery '${name}'`
  const told: ToldDisc = { disc: subject, track: () => subject, place: () => order.place(['deliver', name]) }
  const diagnostics = discProblems(layout, disc, told)
  if (hasErrors(diagnostics)) return { names: [], diagnostics }
  const base = outputName.replace(/\.wav$/, '')
  const paths = discFilePaths(staging, base, image)
  const result = await runJob({ kind: 'discFiles', audio, disc, paths }, options)
  if ('problem' in result) throw new Error(`a CD master cannot be read back: ${result.problem.message}`)
  return { names: discFileNames(base, image, result.files), diagnostics }
}

function discText({ tags }: Tagging): DiscText {
  return Object.fromEntries(Object.entries(TEXT_KEYS).map(([kind, key]) => [kind, tags[key]?.normalize('NFC')]))
}
