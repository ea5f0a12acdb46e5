import { expect, test } from 'vitest'
import { writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const COUNT = 20_000
const names = Array.from({ length: COUNT }, (_, i) => `k${i}`)

test.each([
  ['on one line', `stems: { ${names.map((name) => `${name}: {}`).join(', ')} }`],
  ['on a line each', `stems:\n${names.map((name) => `  ${name}: {}`).join('\n')}`],
])('twenty thousand problems %s are told in time, a thousand of them with their lines', (_, stems) => {
  const folder = writeSong(`mixwright: 1\n${stems}\n`, {})
  const { status, stderr } = mixwright(['check', folder], undefined, { timeout: 20_000 })
  expect(status).toBe(1)
  expect(stderr.match(/PROJECT_MISSING_KEY/g)).toHaveLength(1000)
  expect(stderr).toContain(`and ${COUNT - 1000} more: --json tells all`)
  expect(stderr).toContain(`${COUNT} errors`)
  const json = mixwright(['check', folder, '--json'], undefined, { timeout: 20_000 })
  expect(JSON.parse(json.stdout).diagnostics).toHaveLength(COUNT)
})

test('--quiet tells warnings too, and nothing else', () => {
  const folder = writeSong(
    'mixwright: 1\nstems: { a: { file: a.wav, inserts: [ { compressor: { threshold: -20 dB, ratio: 1 } } ] } }\ndeliver: { archive: {} }\n',
    {
      'a.wav': { frames: 4800, at: () => 0.1 },
    },
  )
  const { status, stderr } = mixwright(['check', folder, '--quiet'])
  expect([status, stderr]).toEqual([0, expect.stringMatching(/ warning [A-Z_]+: /)])
  expect(stderr).not.toContain('nothing wrong')
})
