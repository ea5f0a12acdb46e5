import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { noise, writeSong } from '../_song.ts'
import { CLI, mixwright } from '../_tools.ts'
import { printTried } from '../_tried.ts'

printTried('ways to look for the network')

const HOOK = fileURLToPath(new URL('_deny-network.cjs', import.meta.url))
const env = { NODE_OPTIONS: `--require=${JSON.stringify(HOOK)}` }
const MIX = `mixwright: 1
stems: { a: { file: a.wav } }
deliver: { archive: {}, loud: { target: spotify, format: mp3 320 } }
`

test('the hook catches who reaches for the network', () => {
  for (const code of [
    'fetch("http://localhost")',
    'require("net").connect(80)',
    'require("https").get("https://x.y")',
  ]) {
    const { status, stderr } = spawnSync(process.execPath, ['-e', code], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    })
    expect([status, stderr]).toEqual([99, expect.stringContaining('network: ')])
  }
})

test('no command reaches for the network', () => {
  const folder = writeSong(MIX, { 'a.wav': noise(1, 0.1, 0.5) })
  for (const args of [
    ['render', folder],
    ['check', folder],
    ['verify', folder],
    ['measure', `${folder}/out/loud.mp3`],
  ]) {
    const { status, stderr } = mixwright(args, undefined, { env })
    expect([args[0], status], stderr).toEqual([args[0], 0])
  }
})

const hasUnshare = spawnSync('unshare', ['-rn', 'true']).status === 0

test.skipIf(!hasUnshare)('a render works where there is no network at all', () => {
  const folder = writeSong(MIX, { 'a.wav': noise(1, 0.1, 0.5) })
  const { status, stderr } = spawnSync('unshare', ['-rn', process.execPath, CLI, 'render', folder], {
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
})
