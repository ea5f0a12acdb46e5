import { isDeepStrictEqual } from 'node:util'
import type { PresetFile, Project } from '@mixwright/project'
import type { Told } from './change.ts'

/** A description, and the files that it was read from. */
export interface WrittenProject {
  project: Project
  /** The mix file, by its name in diagnostics. */
  file: string
  presets: readonly PresetFile[]
}

/**
 * Changes that were made in a preset, told once for all strips that use it. What counts is where the value is written:
 * a strip that has another preset now, or a setting of its own, has changed itself.
 *
 * @param formerNames present names of strips to their former ones
 */
export function oncePerPreset(
  told: readonly Told[],
  from: WrittenProject,
  to: WrittenProject,
  formerNames: ReadonlyMap<string, string>,
): Told[] {
  const kept: Told[] = []
  const shared: { first: Told; at: number; preset: string; users: string[] }[] = []
  for (const one of told) {
    const preset = presetOf(one, from, to, formerNames)
    if (preset === undefined) {
      kept.push(one)
      continue
    }
    const user = String(one.subject)
    const known = shared.find((other) => {
      const isSamePlace = isDeepStrictEqual(restOf(other.first.path), restOf(one.path))
      const isSameChange = isDeepStrictEqual([other.first.from, other.first.to], [one.from, one.to])
      return other.preset === preset && isSamePlace && isSameChange && other.first.said === one.said
    })
    if (known) known.users.push(user)
    else shared.push({ first: one, at: kept.push(one) - 1, preset, users: [user] })
  }
  for (const { first, at, preset, users } of shared) {
    const said = `${first.said} (${users.join(', ')})`
    kept[at] = { ...first, path: [preset, ...restOf(first.path)], subject: `preset ${preset}`, said }
  }
  return kept
}

/** The path within a strip. */
function restOf([role, ...rest]: Told['path']): Told['path'] {
  return role === 'mix' || role === 'master' ? rest : rest.slice(1)
}

/** The preset in which a change was made, from the folder of the mix. */
function presetOf(
  { path }: Told,
  from: WrittenProject,
  to: WrittenProject,
  formerNames: ReadonlyMap<string, string>,
): string | undefined {
  const [role, name] = path
  const former = typeof name === 'string' ? (formerNames.get(name) ?? name) : ''
  const [before, after] = [stripOf(from.project, role, former), stripOf(to.project, role, name)]
  if (after?.use === undefined || after.use !== before?.use) return undefined
  const own = role === 'mix' || role === 'master' ? 1 : 2
  const formerPath = own === 1 ? path : [role!, former, ...path.slice(2)]
  const file = fileOf(to, path, own) ?? fileOf(from, formerPath, own)
  const [written] = [...to.presets, ...from.presets].filter((preset) => preset.file === file)
  return written?.path
}

function stripOf(project: Project, role: unknown, name: unknown): { use?: string } | undefined {
  if (role === 'mix' || role === 'master') return project[role]
  if (role !== 'stems' && role !== 'buses' && role !== 'returns') return undefined
  return project[role].find((strip) => strip.name === name)
}

/** The file in which the value at a path is written, or as much of the path as is written. */
function fileOf({ project }: WrittenProject, path: Told['path'], own: number): string | undefined {
  for (let length = path.length; length > own; length--) {
    const place = project.place(path.slice(0, length))
    if (place) return place.file
  }
  return undefined
}
