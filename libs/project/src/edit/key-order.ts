import { albumFields } from '../album-fields.ts'
import { stemFields } from '../stem.ts'
import { stripFields } from '../strip.ts'
import { languageFields } from '../variant-fields.ts'
import type { Step } from './edit-path.ts'

/** The languages whose files are edited. */
export type Language = 'mix' | 'album' | 'preset'

/** The order in which the keys of a place are documented, which is that of the signal. */
function orderAt(path: readonly Step[], language: Language): readonly string[] {
  if (language === 'album') return path.length === 0 ? Object.keys(albumFields) : []
  if (language === 'preset') return path.length === 0 ? Object.keys(stemFields) : []
  if (path.length === 0) return Object.keys(languageFields)
  if (path.length !== 2) return []
  if (path[0] === 'stems') return Object.keys(stemFields)
  return path[0] === 'buses' || path[0] === 'returns' ? Object.keys(stripFields) : []
}

/** Index of the first of the written keys that a new one is to stand above; -1 where it is to be the last. */
export function followingKey(
  path: readonly Step[],
  written: readonly string[],
  key: string,
  language: Language,
): number {
  const order = orderAt(path, language)
  const rank = order.indexOf(key)
  if (rank < 0) return -1
  const last = written.findLastIndex((one) => order.indexOf(one) >= 0 && order.indexOf(one) < rank)
  return last < 0 || last === written.length - 1 ? -1 : last + 1
}
