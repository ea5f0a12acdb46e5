import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noise, temporaryFolder, writeSong } from '../_song.ts'
import { missing, ROOT } from '../_tools.ts'

const reason = missing('git')

test.skipIf(reason)('a fresh clone is installed, built and used without any script of a package', (context) => {
  const clone = join(temporaryFolder(), 'clone')
  const env = { ...process.env, NX_DAEMON: 'false', NX_CACHE_DIRECTORY: join(clone, '.nx/cache') }
  const run = (command: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: clone,
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
    return { status, said: stdout + stderr }
  }
  spawnSync('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, clone])
  const start = performance.now()
  const installed = run('npm', 'ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund')
  const isUnreachable = /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ENOTCACHED/.test(installed.said)
  if (isUnreachable) context.skip('skipped: packages are neither kept here nor to be had from the registry')
  expect(installed, installed.said).toMatchObject({ status: 0 })
  const built = run('npm', 'run', '--silent', 'build')
  expect(built, built.said).toMatchObject({ status: 0 })
  const mix =
    'mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { archive: {}, loud: { target: spotify, format: mp3 320 } }\n'
  const song = writeSong(mix, { 'a.wav': noise(1, 0.1, 0.5) })
  const rendered = run(join(clone, 'node_modules/.bin/mixwright'), 'render', song)
  expect(rendered, rendered.said).toMatchObject({ status: 0 })
  const count = /added (\d+) packages/.exec(installed.said)?.[1]
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(`supply chain: ${count} packages installed, built and used without install scripts in ${seconds} s`)
})
