import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../_tools.ts'
import { expectWritten } from '../docs/_written.ts'
import { directPackages, PACKAGES, sizeOf } from './_packages.ts'

/** Size of each package that we ask for, MB, and why we have it. */
const REASONS: Record<string, readonly [sizeMb: number, reason: string]> = {
  '@biomejs/biome': [0.78, 'layout and lint of all code, in one program'],
  '@ffmpeg/core': [
    64.69,
    'decodes and encodes every compressed format, the same on every machine; optional, and loaded only then',
  ],
  '@ffmpeg/ffmpeg': [0.07, 'the tests run its web worker as a second reader'],
  '@observablehq/plot': [1.53, 'draws the plots of reports'],
  '@types/node': [2.27, 'types of Node'],
  assemblyscript: [7.85, 'compiles the kernels to WebAssembly'],
  buffer: [0.09, 'Buffer for the tests in a browser'],
  commander: [0.21, 'arguments, help and completion of the command line'],
  esbuild: [0.15, 'bundles the command and its worker, so that it starts fast'],
  'fast-check': [1.52, 'property tests and fuzzers, with seeds'],
  'fast-string-width': [0.01, 'how many columns a text takes on a terminal'],
  linkedom: [1.19, 'the document that plots are drawn in, without a browser'],
  nx: [18.3, 'builds and renders what changed, and caches the rest'],
  picocolors: [0.01, 'colours of the terminal'],
  typescript: [24.35, 'the types'],
  vite: [2.41, 'the tests run on it'],
  vitest: [1.91, 'runs the tests'],
  wavefile: [0.31, 'reads and writes WAV chunks of broadcast data'],
  yaml: [0.69, 'reads and writes YAML 1.2, with comments and places'],
}

const RUN_TIME = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'Unlicense']
const BUILD_TIME = [...RUN_TIME, 'MPL-2.0', 'BlueOak-1.0.0', 'Python-2.0', 'MIT OR Apache-2.0']

test('every package has a licence that we may use', () => {
  expect(PACKAGES.length).toBeGreaterThan(100)
  const foreign = PACKAGES.filter(
    ({ license, isDevelopment }) => !(isDevelopment ? BUILD_TIME : RUN_TIME).includes(license),
  )
  // ffmpeg is a program of its own that is called, optional, and never part of what we give away.
  expect(foreign.map(({ name, license }) => `${name}: ${license}`)).toEqual(['@ffmpeg/core: GPL-2.0-or-later'])
})

test('every package comes from the registry and is held to its bytes', () => {
  const loose = PACKAGES.filter(({ resolved, integrity }) => {
    const isElsewhere = resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')
    return isElsewhere || !integrity?.startsWith('sha512-')
  })
  expect(loose.map(({ name }) => name)).toEqual([])
})

test('no package that runs with us has an install script, and those of the build are not allowed theirs', () => {
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const scripted = PACKAGES.filter(({ hasInstallScript }) => hasInstallScript)
  expect(scripted.filter(({ isDevelopment }) => !isDevelopment)).toEqual([])
  for (const { name } of scripted) expect([name, allowScripts[name]]).toEqual([name, false])
})

test('docs/dependencies.md names each package that we ask for, with its reason', () => {
  const direct = directPackages()
  expect(direct.map(({ name }) => name)).toEqual(Object.keys(REASONS).sort((a, b) => (a < b ? -1 : 1)))
  const row = ({ name, version, users }: (typeof direct)[number]) => {
    const { license } = PACKAGES.find((one) => one.name === name && one.version === version)!
    const [sizeMb, reason] = REASONS[name]!
    const measuredMb = sizeOf(name, version) / 1e6
    if (measuredMb > 0) expect(Math.abs(measuredMb - sizeMb), name).toBeLessThan(Math.max(0.01, sizeMb / 2))
    return `| \`${name}\` | ${version} | ${license} | ${sizeMb} MB | ${users.join(', ')} | ${reason} |`
  }
  const head = '| package | version | licence | size | used by | what for |\n| --- | --- | --- | --- | --- | --- |'
  const [running, building] = [true, false].map((isRunTime) => direct.filter((one) => one.isRunTime === isRunTime))
  const carried = PACKAGES.filter(({ isDevelopment }) => !isDevelopment).length
  expectWritten(
    'dependencies.md',
    `# Dependencies

Few, each at one exact version, each for a reason. A test holds this page to the lockfile, and the licences of all
packages, those of packages included, to the lists in \`test/supply-chain\`: MIT, ISC, BSD, Apache-2.0 and their like.

## At run time

With the packages that they need: ${carried}. Nothing reaches for the network: a test runs the commands where that ends
the process, and one without any network.

${head}
${running!.map(row).join('\n')}

\`@ffmpeg/core\` is GPL-2.0-or-later: a program of its own that Mixwright calls with files in and files out. It is an
optional dependency; \`npm install --omit=optional\` leaves it out, and WAV works without it.

## To build and test

${head}
${building!.map(row).join('\n')}

No install script is needed: \`npm ci --ignore-scripts && npm run build\` builds everything. \`npm run audit\` asks
the registry for known holes and fails for each that has a fix; where the registry does not answer that question it says
so. \`.ci/run\` runs it first. Every package in the lockfile comes from the registry with its SHA-512.
`,
  )
})
