import { createHash } from 'node:crypto'
import type { Project, Variant } from '@mixwright/project'

/** Hashes of a song: of the mix as `descriptionHashes`, and for each variant one of the parts that differ from the mix's. */
export function songHashes(project: Project, variants: readonly Variant[]): Record<string, string> {
  const hashes = descriptionHashes(project)
  const others = variants.map(({ name, project: changed }) => {
    const own = descriptionHashes(changed)
    const parts = [...new Set([...Object.keys(hashes), ...Object.keys(own)])].filter(
      (part) => hashes[part] !== own[part],
    )
    return [`variants.${name}`, textHash(canonicalText(parts.sort().map((part) => [part, own[part] ?? null])))]
  })
  return { ...hashes, ...Object.fromEntries(others) }
}

/**
 * SHA-256 of each part of a description, so that what changed can be named: one for each stem, bus, return and
 * delivery, one for each other map or list, and `song` for all single values. Comments, layout, the order of keys and
 * the way a value is written do not matter.
 */
function descriptionHashes(project: Project): Record<string, string> {
  const parts: Record<string, unknown> = {}
  const song: Record<string, unknown> = {}
  // What is expected of a sound, and what is not to be said of it, changes none.
  const { expect, allow, ...described } = project
  for (const [key, value] of Object.entries(described)) {
    if (isNamedList(value)) for (const item of value) parts[`${key}.${item.name}`] = item
    else if (typeof value === 'object' && value !== null) {
      if (!Array.isArray(value) || value.length > 0) parts[key] = value
    } else song[key] = value
  }
  const hashed = Object.entries({ song, ...parts }).map(([name, part]) => [name, textHash(canonicalText(part))])
  return Object.fromEntries(hashed)
}

function isNamedList(value: unknown): value is readonly { name: string }[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item?.name === 'string')
}

/** JSON with sorted keys, in which every number has its own text. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'number') return Number.isFinite(item) ? item : String(item)
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** SHA-256 of a text in UTF-8, in lower-case hex. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
