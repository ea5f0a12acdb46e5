import { expect, test } from 'vitest'
import { missing, mixwright } from '../_tools.ts'
import { expectToPrint, runSteps, stepsOf } from './_guide.ts'
import { HOW_TOS, songOf } from './_how-to.ts'

interface Rendered {
  diagnostics: { severity: string }[]
  deliveries: { promises: { ok: boolean }[] }[]
}

test.each(HOW_TOS)('the mix of %s renders without a warning, and keeps its promises', (page) => {
  const { stdout, stderr, status } = mixwright(['render', songOf(page), '--json'])
  expect(status, stderr + stdout).toBe(0)
  const { diagnostics, deliveries } = JSON.parse(stdout) as Rendered
  expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  const promises = deliveries.flatMap((delivery) => delivery.promises)
  expect(promises.length).toBeGreaterThan(0)
  expect(promises.filter(({ ok }) => !ok)).toEqual([])
})

const WITH_COMMANDS = HOW_TOS.filter((page) => stepsOf(page).length > 0)

test.skipIf(missing('bash')).each(WITH_COMMANDS)('the commands of %s do what it says', (page) => {
  const steps = stepsOf(page)
  expectToPrint(page, steps, runSteps(steps, songOf(page)))
})
