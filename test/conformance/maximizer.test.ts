import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { noise, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const STYLES = ['transparent', 'loud', 'punch', 'wide', 'deess']
const STEMS = { 'a.wav': noise(3, 0.4, 1) }

function songOf(insertsOf: (style: string) => string): string {
  const deliveries = STYLES.map((style) => `  ${style}:\n    target: archive\n    inserts:\n${insertsOf(style)}`)
  return `mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver:\n  plain: { target: archive }\n${deliveries.join('\n')}\n`
}

function hashes(folder: string): Record<string, string> {
  const { status, stdout } = mixwright(['render', folder, '--json'])
  expect(status).toBe(0)
  const { deliveries } = JSON.parse(stdout) as { deliveries: { name: string; pcmSha256: string }[] }
  return Object.fromEntries(deliveries.map(({ name, pcmSha256 }) => [name, pcmSha256]))
}

describe('maximizer', () => {
  test('renders the bytes of the inserts that expand prints, in every style, and each differs', () => {
    const folder = writeSong(
      songOf((style) => `      - maximizer: { style: ${style}, amount: 55 % }`),
      STEMS,
    )
    const { status, stdout } = mixwright(['expand', folder, '--json'])
    expect(status).toBe(0)
    const { expansions } = JSON.parse(stdout) as { expansions: { path: unknown[]; style: string; yaml: string }[] }
    expect(expansions.map(({ path }) => path)).toEqual(STYLES.map((style) => ['deliver', style, 'inserts', 0]))
    const yamlOf = (style: string) => expansions.find((one) => one.style === style)!.yaml.replace(/^(?=.)/gm, '      ')
    const explicit = writeSong(songOf(yamlOf), STEMS)
    expect(readFileSync(join(explicit, 'mix.yaml'), 'utf8')).not.toContain('maximizer')
    const rendered = hashes(folder)
    expect(hashes(explicit)).toEqual(rendered)
    expect(new Set(Object.values(rendered)).size).toBe(STYLES.length + 1)
  })

  test('at 0 % changes no bit, on a strip, the mix, the master and a delivery', () => {
    const nothing = '[ { maximizer: { style: loud } } ]'
    const text = (inserts: string) => `mixwright: 1
stems: { a: { file: a.wav, inserts: ${inserts} } }
mix: { inserts: ${inserts} }
master: { inserts: ${inserts} }
deliver: { plain: { target: archive, inserts: ${inserts} } }
`
    expect(hashes(writeSong(text(nothing), STEMS))).toEqual(hashes(writeSong(text('[]'), STEMS)))
  })

  test('expand shows where each stands, and says so when there is none', () => {
    const folder = writeSong(
      'mixwright: 1\nstems: { a: { file: a.wav } }\nmaster: { inserts: [ { maximizer: { style: punch, amount: 50 % } } ] }\n',
      STEMS,
    )
    expect(mixwright(['expand', folder]).stdout).toBe(`# master inserts 1: maximizer punch 50 %
- transient: { attack: 2 dB }
- compressor: { ratio: 1, makeup: 4 dB }
- clipper: { ceiling: -0.5 dB, style: hard }
- limiter: { ceiling: -1 dBTP, style: punch }
`)
    const none = mixwright(['expand', writeSong('mixwright: 1\nstems: { a: { file: a.wav } }\n', STEMS)])
    expect([none.status, none.stdout]).toEqual([0, ''])
    expect(none.stderr).toContain('no maximizer')
  })
})
