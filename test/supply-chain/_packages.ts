import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../_tools.ts'

/** A package as the lockfile has it. */
export interface Package {
  name: string
  path: string
  version: string
  license: string
  resolved: string | undefined
  integrity: string | undefined
  isDevelopment: boolean
  hasInstallScript: boolean
}

interface LockEntry {
  version?: string
  license?: string
  resolved?: string
  integrity?: string
  dev?: boolean
  link?: boolean
  hasInstallScript?: boolean
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockEntry>
}

/** Every package that an installation may hold. */
export const PACKAGES: readonly Package[] = Object.entries(packages).flatMap(([path, entry]) => {
  if (!path.includes('node_modules/') || entry.link) return []
  const { version = '', license = '', resolved, integrity, dev = false, hasInstallScript = false } = entry
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  return [{ name, path, version, license, resolved, integrity, isDevelopment: dev, hasInstallScript }]
})

/** A package that one of ours asks for, and where. */
export interface Direct {
  name: string
  version: string
  users: string[]
  isRunTime: boolean
}

/** What our own packages ask for: those of the libraries and the command at run time, the rest to build and test. */
export function directPackages(): Direct[] {
  const found = new Map<string, Direct>()
  for (const [path, entry] of Object.entries(packages)) {
    if (path.includes('node_modules/')) continue
    const runs = { ...entry.dependencies, ...entry.optionalDependencies }
    for (const [name, version] of Object.entries({ ...entry.devDependencies, ...runs })) {
      if (name.startsWith('@mixwright/')) continue
      const direct = found.get(name) ?? { name, version, users: [], isRunTime: false }
      direct.users.push(path === '' ? 'the repository' : path)
      if (/^(?:libs|apps)\//.test(path) && name in runs) direct.isRunTime = true
      found.set(name, direct)
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Size of a package's own files; 0 where it is not installed. bytes */
export function sizeOf(name: string, version: string): number {
  const place = PACKAGES.find((one) => one.name === name && one.version === version)
  return place && existsSync(join(ROOT, place.path)) ? folderBytes(join(ROOT, place.path)) : 0
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name.startsWith('.') ? sum : sum + folderBytes(path)
    return sum + (entry.isFile() ? statSync(path).size : 0)
  }, 0)
}
