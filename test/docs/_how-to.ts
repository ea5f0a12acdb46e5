import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeSong } from '../_song.ts'
import { blocksOf } from './_guide.ts'
import { RECORDINGS } from './_recordings.ts'
import { DOCS } from './_written.ts'

export const HOW_TOS = readdirSync(join(DOCS, 'how-to')).map((name) => `how-to/${name}`)

/** Writes the one mix of a page, and recordings by the names it gives, into a temporary folder. */
export function songOf(page: string): string {
  const [mix, ...others] = blocksOf(page).filter(({ info }) => info === 'yaml')
  if (!mix || others.length > 0) throw new Error(`docs/${page} does not hold one mix`)
  const named = [...mix.text.matchAll(/file: (stems\/(\w+)\.wav)/g)]
  return writeSong(mix.text, Object.fromEntries(named.map(([, path, name]) => [path!, recording(name!)])))
}

function recording(name: string) {
  const found = RECORDINGS[name]
  if (!found) throw new Error(`there is no recording of a ${name}`)
  return found
}
