import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'

/**
 * Makes every folder under projects/ that holds a mix.yaml an Nx project with the cached targets `check`, `render` and
 * `test`. What a song reads is found in its text, without parsing it, so that a malformed song cannot stop the others.
 */
export const name = 'mixwright-catalogue'

export const createNodesV2 = [
  'projects/*/mix.yaml',
  (files, _options, { workspaceRoot }) => files.map((file) => [file, { projects: songProject(file, workspaceRoot) }]),
]

const CLI = '@mixwright/cli'
const MOST_PRESETS = 200

function songProject(mixFile, workspaceRoot) {
  const root = dirname(mixFile)
  const reads = filesRead(mixFile, workspaceRoot)
  const inputs = [
    `{projectRoot}/${basename(mixFile)}`,
    ...reads.inside.map((path) => inputOf(path, root)),
    { dependentTasksOutputFiles: '**/*.{js,wasm,wav}', transitive: true },
    { externalDependencies: codecsOf(workspaceRoot) },
  ]
  const dependsOn = ['stems', { projects: [CLI], target: 'build' }]
  const target = (command, extra = {}) => ({
    executor: 'nx:run-commands',
    // What lies outside the workspace cannot be part of a key.
    cache: reads.outside.length === 0,
    dependsOn,
    inputs,
    outputs: [],
    // A shell reads the command: the name of the folder is no part of it.
    options: { command: `node ${posix.relative(root, 'apps/cli/bin/mixwright.js')} ${command}`, cwd: root },
    ...extra,
  })
  return {
    [root]: {
      name: `song-${basename(root)}`,
      root,
      projectType: 'application',
      tags: ['type:song'],
      implicitDependencies: [CLI],
      targets: {
        check: target('check'),
        render: target('render', { outputs: ['{projectRoot}/out', '{projectRoot}/mix.lock'] }),
        test: target('test'),
      },
    },
  }
}

/** Packages whose version decides the bytes; Nx refuses names that are in no lockfile. */
function codecsOf(workspaceRoot) {
  const isLocked = textOf(join(workspaceRoot, 'package-lock.json')).includes('"node_modules/@ffmpeg/core"')
  return isLocked ? ['@ffmpeg/core'] : []
}

/** Paths from the workspace's root of all audio, artwork and presets that a song names; those elsewhere apart. */
function filesRead(mixFile, workspaceRoot) {
  const inside = new Set()
  const outside = []
  const texts = [mixFile]
  const seen = new Set(texts)
  for (let next = texts.shift(); next !== undefined && seen.size < MOST_PRESETS; next = texts.shift()) {
    for (const [, key, value] of textOf(join(workspaceRoot, next)).matchAll(NAMED_FILE)) {
      const written = value.trim().replace(/^(["'])(.*)\1$/, '$2')
      const path = posix.normalize(posix.join(dirname(next), written))
      if (written.startsWith('/') || path.startsWith('..')) {
        outside.push(written)
        continue
      }
      inside.add(path)
      if (key === 'use' && !seen.has(path)) {
        seen.add(path)
        texts.push(path)
      }
    }
  }
  return { inside: [...inside].sort(), outside }
}

const NAMED_FILE = /(?:^|[\s{,])(file|use|artwork)\s*:\s*("[^"\n]*"|'[^'\n]*'|[^\s,}#][^,}#\n]*)/g

function textOf(path) {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}

/** A path as an input: a glob that matches nothing else. */
function inputOf(path, root) {
  const glob = path.replace(/[[\](){}!*?+@\\]/g, '?')
  return glob.startsWith(`${root}/`) ? `{projectRoot}/${glob.slice(root.length + 1)}` : `{workspaceRoot}/${glob}`
}
