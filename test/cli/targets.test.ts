import { PLAYERS, TARGETS } from '@mixwright/session'
import { expect, test } from 'vitest'
import { mixwright } from '../_tools.ts'

test('targets prints every target and player, and --json the table itself', () => {
  const { status, stdout } = mixwright(['targets'])
  expect(status).toBe(0)
  for (const { name } of [...TARGETS, ...PLAYERS]) expect(stdout).toMatch(new RegExp(`^${name} `, 'm'))
  const document = JSON.parse(mixwright(['targets', '--json']).stdout)
  expect(document).toEqual(JSON.parse(JSON.stringify({ targets: TARGETS, players: PLAYERS })))
})

test('targets with names prints these, their players and their sources, and refuses a name that is none', () => {
  const { stdout } = mixwright(['targets', 'apple'])
  expect(stdout).toMatch(/^apple +Apple Music +-16 LUFS/m)
  expect(stdout).toMatch(/^Apple Music: .*Sound Check/m)
  expect(stdout).not.toContain('spotify')
  const wrong = mixwright(['targets', 'spotfy'])
  expect(wrong.status).toBe(2)
  expect(wrong.stderr).toContain('spotify')
})
