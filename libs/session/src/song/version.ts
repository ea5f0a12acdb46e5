import type { Diagnostic, Project, Variant } from '@mixwright/project'
import { readArtworks } from '../master/artwork.ts'
import { type PlannedDelivery, planDeliveries } from '../master/plan-delivery.ts'
import type { Song } from './song.ts'

/** The mix itself or a variant of it, and its deliveries: what a render makes in one folder. */
export interface Version {
  /** null for the mix itself. */
  variant: string | null
  project: Project
  deliveries: readonly PlannedDelivery[]
}

/** The mix and all its variants; what cannot be delivered is a diagnostic. */
export function versionsOf(song: Song): { versions: Version[]; diagnostics: Diagnostic[] } {
  const { project } = song
  if (!project) return { versions: [], diagnostics: [] }
  const written: Pick<Variant, 'project'>[] = [{ project }, ...song.variants]
  const planned = written.map((one, index) => planVersion(song, one.project, song.variants[index - 1]?.name ?? null))
  return {
    versions: planned.map(({ version }) => version),
    diagnostics: planned.flatMap(({ diagnostics }) => diagnostics),
  }
}

function planVersion(song: Song, project: Project, variant: string | null) {
  const pictures = readArtworks(song, project)
  const { planned, diagnostics } = planDeliveries(project, pictures.artworks)
  return {
    version: { variant, project, deliveries: planned.map((one) => inFolder(one, variant)) },
    diagnostics: [...diagnostics, ...pictures.diagnostics],
  }
}

/** A delivery whose output lies in the folder of its variant. */
function inFolder(planned: PlannedDelivery, variant: string | null): PlannedDelivery {
  return { ...planned, outputName: outputIn({ variant }, planned.outputName) }
}

/** Path of an output of a version in the output folder. */
export function outputIn({ variant }: Pick<Version, 'variant'>, name: string): string {
  return variant === null ? name : `${variant}/${name}`
}
