import { checkMix } from '@mixwright/session'
import { expect, test } from 'vitest'
import { HOW_TOS, songOf } from './_how-to.ts'

test.each(HOW_TOS)('the mix of %s is whole, without a mistake or a warning', async (page) => {
  const { diagnostics } = await checkMix(songOf(page))
  expect(diagnostics).toEqual([])
})
