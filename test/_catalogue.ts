import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { floatWav, sine } from './_song.ts'
import { ROOT } from './_tools.ts'

const SONG = `mixwright: 1
stems:
  tone: { file: stems/tone.wav, use: ../presets/plain.yaml }
deliver: { archive: {} }
`

/** A workspace of songs that uses this one's program: what a label's repository looks like. */
export class Catalogue {
  readonly root: string

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    this.write('nx.json', readFileSync(join(ROOT, 'nx.json'), 'utf8'))
    this.write('.nxignore', readFileSync(join(ROOT, '.nxignore'), 'utf8'))
    this.write('.gitignore', 'node_modules\nout/\n.mixwright/\n.nx/\nstems/\n')
    this.write('package.json', '{ "name": "songs", "private": true, "workspaces": ["apps/*"] }')
    this.write('apps/cli/package.json', '{ "name": "@mixwright/cli", "scripts": { "build": "node -e 0" } }')
    this.write('apps/cli/bin/mixwright.js', `import(${JSON.stringify(join(ROOT, 'apps/cli/bin/mixwright.js'))})\n`)
    mkdirSync(join(this.root, 'projects'), { recursive: true })
    cpSync(join(ROOT, 'projects/catalogue.mjs'), join(this.root, 'projects/catalogue.mjs'))
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'))
    this.write('projects/presets/plain.yaml', 'gain: -3 dB\n')
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(join(this.root, path, '..'), { recursive: true })
    writeFileSync(join(this.root, path), content)
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  song(name: string, mixFile = SONG): void {
    this.write(`projects/${name}/mix.yaml`, mixFile)
    this.write(`projects/${name}/stems/tone.wav`, floatWav(sine(440, 0.1, 0.5)))
  }

  git(...args: string[]): void {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: this.root, stdio: 'pipe' })
  }

  commit(): void {
    this.git('add', '-A')
    this.git('commit', '-qm', 'change')
  }

  get #env(): NodeJS.ProcessEnv {
    return { ...process.env, NX_CACHE_DIRECTORY: join(this.root, '.nx/cache'), NX_DAEMON: 'false', FORCE_COLOR: '0' }
  }

  /** Runs a script of this repository's own continuous integration, in the place that it has here. */
  script(path: string, ...args: string[]): SpawnSyncReturns<string> {
    this.write(path, readFileSync(join(ROOT, path), 'utf8'))
    chmodSync(join(this.root, path), 0o755)
    return spawnSync(join(this.root, path), args, { cwd: this.root, env: this.#env, encoding: 'utf8' })
  }

  nx(...args: string[]): string {
    try {
      return execFileSync(join(ROOT, 'node_modules/.bin/nx'), args, {
        cwd: this.root,
        env: this.#env,
        encoding: 'utf8',
        stdio: 'pipe',
      })
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      throw new Error(`${stdout}\n${stderr}`)
    }
  }

  /** Songs that were rendered, and those whose render was taken from the cache. */
  render(...args: string[]): { made: string[]; cached: string[] } {
    const text = this.nx(...args, '-t', 'render', '--output-style=static')
    const runs = [...text.matchAll(/> nx run ([\w-]+):render(.*)$/gm)]
    const isCached = (rest: string) => /cache/.test(rest)
    return {
      made: runs
        .filter(([, , rest]) => !isCached(rest!))
        .map(([, name]) => name!)
        .sort(),
      cached: runs
        .filter(([, , rest]) => isCached(rest!))
        .map(([, name]) => name!)
        .sort(),
    }
  }
}
