import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** design.md section 4: what each folder may import of the others. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'libs/audio': [],
  'libs/kernels': [],
  'libs/dsp': ['audio', 'kernels'],
  'libs/metering': ['audio', 'kernels'],
  'libs/project': ['audio'],
  'libs/audio-files': ['audio', 'kernels'],
  'libs/mixer': ['audio', 'dsp'],
  'libs/mastering': ['audio', 'dsp', 'metering'],
  'libs/session': ['audio', 'kernels', 'dsp', 'metering', 'project', 'audio-files', 'mixer', 'mastering'],
  'libs/revisions': ['audio', 'kernels', 'dsp', 'metering', 'project', 'audio-files', 'mixer', 'mastering', 'session'],
  'libs/report': ['audio'],
  'apps/cli': ['session', 'revisions', 'report', 'project'],
}

/** Foreign packages that only one lib knows. */
const ONLY_IN: Record<string, readonly string[]> = {
  yaml: ['libs/project'],
  wavefile: ['libs/audio-files'],
  '@ffmpeg/core': ['libs/audio-files'],
  '@observablehq/plot': ['libs/report'],
  linkedom: ['libs/report'],
  commander: ['apps/cli'],
  picocolors: ['apps/cli'],
  'fast-string-width': ['apps/cli'],
}

const MAX_LINES = 350

interface Source {
  path: string
  project: string
  text: string
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? sourcesUnder(path) : path.endsWith('.ts') ? [path] : []
  })
}

const sources: Source[] = Object.keys(MAY_IMPORT).flatMap((project) =>
  sourcesUnder(join(root, project, 'src')).map((path) => ({
    path: relative(root, path),
    project,
    text: readFileSync(path, 'utf8'),
  })),
)

function importsOf({ text }: Source): string[] {
  const statements = /^(?:import|export)\b[^'"`;]*?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/gm
  return [...text.matchAll(statements)].filter(isImport).map((match) => (match[1] ?? match[2])!)
}

/** An export names a lib only behind `from`; otherwise the text is a value of its own. */
function isImport([statement]: RegExpMatchArray): boolean {
  return !statement.startsWith('export') || /\bfrom\s*['"][^'"]+['"]$/.test(statement)
}

function offences(find: (source: Source) => string[]): string[] {
  return sources.flatMap((source) => find(source).map((what) => `${source.path}: ${what}`))
}

/** The code without comments and texts, so that only what runs is judged. */
function codeOf({ text }: Source): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

describe('layers', () => {
  test('there are sources to judge', () => {
    expect(sources.length).toBeGreaterThan(40)
  })

  test('imports between libs only go down', () => {
    const wrong = offences((source) =>
      importsOf(source)
        .filter((name) => name.startsWith('@mixwright/'))
        .filter((name) => !MAY_IMPORT[source.project]!.includes(name.slice('@mixwright/'.length))),
    )
    expect(wrong).toEqual([])
  })

  test('every import of a lib is declared in its package.json', () => {
    const wrong = offences((source) => {
      const manifest = JSON.parse(readFileSync(join(root, source.project, 'package.json'), 'utf8'))
      const declared = { ...manifest.dependencies, ...manifest.optionalDependencies }
      return importsOf(source).filter(
        (name) => !name.startsWith('.') && !name.startsWith('node:') && !(name in declared),
      )
    })
    expect(wrong).toEqual([])
  })

  test('no relative import leaves its package', () => {
    const wrong = offences((source) => importsOf(source).filter((name) => /^\.\.\/.*\.\.\//.test(name)))
    expect(wrong).toEqual([])
  })

  test('each foreign package is known in one place', () => {
    const wrong = offences((source) =>
      importsOf(source).filter((name) => name in ONLY_IN && !ONLY_IN[name]!.includes(source.project)),
    )
    expect(wrong).toEqual([])
  })

  test('files are touched only where files are the business', () => {
    const allowed = ['libs/audio-files', 'libs/session', 'libs/revisions', 'apps/cli']
    const wrong = offences((source) =>
      allowed.includes(source.project) || basename(source.path) === 'kernels.ts'
        ? []
        : importsOf(source).filter((name) => /^node:(fs|child_process|worker_threads|os|http)/.test(name)),
    )
    expect(wrong).toEqual([])
  })

  test('host maths, clocks and host randomness reach no sample', () => {
    const forbidden =
      /Math\.(sin|cos|tan|a?sinh|a?cosh|a?tanh|asin|acos|atan2?|exp|expm1|log|log10|log2|log1p|pow|cbrt|hypot|random|round)\b|\*\*|\bDate\b|performance\./g
    const free = ['apps/cli', 'libs/report', 'libs/revisions', 'libs/session', 'libs/project']
    const judged = sources.filter(({ project }) => !free.includes(project))
    const wrong = judged.flatMap((source) =>
      [...codeOf(source).matchAll(forbidden)].map(([what]) => `${source.path}: ${what}`),
    )
    expect(wrong).toEqual([])
  })

  test('the console belongs to the command line', () => {
    const wrong = offences((source) =>
      source.project === 'apps/cli'
        ? []
        : [...codeOf(source).matchAll(/console\.|process\.exit|process\.stdout/g)].map(([what]) => what),
    )
    expect(wrong).toEqual([])
  })

  test('surfaces are explicit: no export of everything', () => {
    expect(offences((source) => [...codeOf(source).matchAll(/export \*/g)].map(([what]) => what))).toEqual([])
  })

  test(`no file is longer than ${MAX_LINES} lines`, () => {
    expect(
      offences(({ text }) => (text.split('\n').length > MAX_LINES ? [`${text.split('\n').length} lines`] : [])),
    ).toEqual([])
  })
})
