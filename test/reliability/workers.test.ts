import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noise, temporaryFolder, writeSong } from '../_song.ts'
import { CLI } from '../_tools.ts'
import { printTried } from '../_tried.ts'
import { isLong, unfinishedIn } from './_state.ts'

printTried('ends of threads')

/** Runs a render whose threads do something else once a while has passed. */
async function sabotaged(act: string): Promise<{ code: number; said: string; folder: string }> {
  const folder = writeSong(
    'mixwright: 1\nstems: { a: { file: a.wav, inserts: [ { reverb: { decay: 1 s } } ] } }\ndeliver: { archive: {} }\n',
    { 'a.wav': noise(3, 0.2, 2) },
  )
  const hook = join(temporaryFolder(), 'hook.cjs')
  writeFileSync(
    hook,
    `const { isMainThread, workerData } = require('node:worker_threads')\nif (!isMainThread && workerData?.job?.kind === 'mix') { ${act} }\n`,
  )
  const env = { ...process.env, NODE_OPTIONS: `--require ${hook}` }
  const child = spawn(process.execPath, [CLI, 'render', folder, '--jobs', '2'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const [code] = await once(child, 'close')
  return { code, said, folder }
}

test('a worker that dies fails the render with its reason', async () => {
  const { code, said, folder } = await sabotaged('process.exit(3)')
  expect([code, said]).toEqual([70, expect.stringContaining('a worker thread ended with code 3')])
  expect(unfinishedIn(folder)).toEqual([])
})

test('an error in a worker fails the render with its words', async () => {
  const { code, said, folder } = await sabotaged("throw new Error('the flux capacitor is empty')")
  expect([code, said]).toEqual([70, expect.stringContaining('the flux capacitor is empty')])
  expect(unfinishedIn(folder)).toEqual([])
})

if (isLong)
  test('a worker without memory is an error with a way out, not a crash', async () => {
    const { code, said, folder } = await sabotaged('const all = []; for (;;) all.push(new Array(1e6).fill(0.5))')
    expect([code, said]).toEqual([1, expect.stringContaining('OUT_OF_MEMORY')])
    expect(said).toContain('--jobs 1')
    expect(unfinishedIn(folder)).toEqual([])
  })
