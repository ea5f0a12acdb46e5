import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AsideFile } from '@mixwright/audio-files'
import type { Diagnostic } from '@mixwright/project'
import { Git } from './git.ts'
import { withAttributes, withoutAttributes } from './git-attributes.ts'
import { isIgnored, removeConfigSection, setConfig } from './git-config.ts'
import { driverSettings, type Launcher } from './git-drivers.ts'

export interface SetupOptions {
  launcher: Launcher
  /** Takes everything back. */
  undo?: boolean | undefined
  /** Also writes what git should not keep into `.gitignore` of the folder. */
  ignore?: boolean | undefined
}

/** The `git setup` document. */
export interface SetupResult {
  /** Top folder of the repository; null where there is none. */
  top: string | null
  /** What was done, a sentence each; nothing when all was as it should be. */
  done: string[]
  /** What is worth knowing. */
  notes: string[]
  diagnostics: Diagnostic[]
}

const IGNORED = ['out/', '.mixwright/']

/**
 * Makes git compare and merge mixes by what they say: entries in `.gitattributes` at the top of the repository, which
 * are to be committed, and drivers in its local config, which is never committed and has to be set once in each clone.
 */
export function setUpGit(dir: string, { launcher, undo = false, ignore = false }: SetupOptions): SetupResult {
  const found = Git.at(resolve(dir))
  if ('diagnostic' in found) return { top: null, done: [], notes: [], diagnostics: [found.diagnostic] }
  const { git } = found
  const [done, notes]: [string[], string[]] = [[], []]
  const attributes = join(git.top, '.gitattributes')
  const before = textOf(attributes)
  if (undo) {
    if (writeIfChanged(attributes, before, withoutAttributes(before))) done.push('took our lines out of .gitattributes')
    const sections = new Set([...driverSettings(launcher).keys()].map((key) => key.slice(0, key.lastIndexOf('.'))))
    if ([...sections].filter((section) => removeConfigSection(git, section)).length > 0)
      done.push('took the drivers out of the git config of this clone')
    return { top: git.top, done, notes, diagnostics: [] }
  }
  const { text, kept } = withAttributes(before)
  if (writeIfChanged(attributes, before, text)) done.push('wrote .gitattributes; commit it')
  notes.push(...kept.map((one) => `.gitattributes: ${one}`))
  const changed = [...driverSettings(launcher)].filter(([key, value]) => setConfig(git, key, value))
  if (changed.length > 0) done.push('set the drivers in the git config of this clone; run this once in each clone')
  const unknown = IGNORED.filter((name) => !isIgnored(resolve(dir), name))
  if (unknown.length > 0 && ignore) {
    const path = join(resolve(dir), '.gitignore')
    const lines = textOf(path)
    const above = lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`
    writeIfChanged(path, lines, `${above}${unknown.join('\n')}\n`)
    done.push(`added ${unknown.join(' and ')} to .gitignore`)
  } else if (unknown.length > 0) {
    notes.push(`git does not ignore ${unknown.join(' and ')}: \`mixwright git setup --ignore\` writes that`)
  }
  return { top: git.top, done, notes, diagnostics: [] }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** A file without text is removed. */
function writeIfChanged(path: string, before: string, after: string): boolean {
  if (before === after) return false
  if (after.trim() === '') {
    rmSync(path)
    return true
  }
  const aside = new AsideFile(path)
  try {
    writeFileSync(aside.path, after)
    aside.commit()
  } finally {
    aside.abort()
  }
  return true
}
