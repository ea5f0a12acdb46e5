import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const LIBS = fileURLToPath(new URL('..', import.meta.url))
const LISTS = /^(import|export) (type )?\{([^}]*)\} from '([^']+)'/gm

/**
 * For esbuild: imports from `@mixwright/…` go straight to the files that hold the names. Through the index of a library
 * every command would load all of it, since code is split by whole files.
 */
export const directImports = {
  name: 'direct-imports',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(LISTS, (whole, verb, type, list, from) => {
        if (!from.startsWith('@mixwright/') || type) return whole
        const holders = holdersOf(from)
        return namesOf(list)
          .map((name) => `${verb} { ${name} } from ${JSON.stringify(holders.get(name.split(' as ')[0]))}`)
          .join(';')
      }),
      loader: 'ts',
    }))
  },
}

const known = new Map()

/** The file that holds each name which a library exports. */
function holdersOf(library) {
  if (!known.has(library)) {
    const index = resolve(LIBS, library.slice('@mixwright/'.length), 'src/index.ts')
    const holders = new Map()
    for (const [, , type, list, from] of readFileSync(index, 'utf8').matchAll(LISTS)) {
      if (type) continue
      for (const name of namesOf(list)) {
        const [held, shown = held] = name.split(' as ')
        holders.set(shown, from.startsWith('.') ? resolve(dirname(index), from) : holdersOf(from).get(held))
      }
    }
    known.set(library, holders)
  }
  return known.get(library)
}

/** Values in a list of imports; types are nothing at run time. */
function namesOf(list) {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
}
