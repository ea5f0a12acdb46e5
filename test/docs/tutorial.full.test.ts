import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../_song.ts'
import { missing, ROOT } from '../_tools.ts'
import { blocksOf, expectToPrint, runSteps, stepsOf } from './_guide.ts'

const PAGE = 'tutorial.md'

/** A checkout to be written in: all but the songs is that of the repository. */
function checkout(): string {
  const folder = join(temporaryFolder(), 'mixwright')
  mkdirSync(folder)
  for (const name of readdirSync(ROOT)) {
    if (name !== 'projects' && name !== '.git') symlinkSync(join(ROOT, name), join(folder, name))
  }
  const left = new Set(['out', '.mixwright'])
  cpSync(join(ROOT, 'projects'), join(folder, 'projects'), {
    recursive: true,
    filter: (path) => !left.has(path.split('/').at(-1)!),
  })
  return folder
}

test.skipIf(missing('bash', 'git'))('every step of the tutorial does what the page says', { timeout: 300_000 }, () => {
  const steps = stepsOf(PAGE)
  const folder = checkout()
  const ran = runSteps(steps, folder)
  expect(steps.length).toBeGreaterThanOrEqual(9)
  expectToPrint(PAGE, steps, ran)
  // What the page quotes of the first mix is there to the letter, but for the fader that was moved since.
  const written = readFileSync(join(folder, '..', 'my-song', 'mix.yaml'), 'utf8')
  const quoted = blocksOf(PAGE).filter(({ info }) => info === 'yaml')
  expect(quoted).toHaveLength(1)
  expect(written).toContain(quoted[0]!.text.replace('gain: -2 dB\n    sends', 'gain: -0.5 dB\n    sends'))
})
