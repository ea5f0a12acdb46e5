import { copyFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../_song.ts'
import { missing, mixwright, ROOT, SHARED } from '../_tools.ts'
import { expectSound } from './_looks.ts'

const withoutBrowser = missing('chromium')
const withoutRecordings = missing('chromium', 'recordings')

test.skipIf(withoutBrowser)('the demo song’s report looks right', { timeout: 180_000 }, async () => {
  const out = temporaryFolder()
  const { status, stderr } = mixwright(['render', join(ROOT, 'projects/night-drive'), '--no-lock', '--out', out])
  expect(status, stderr).toBe(0)
  await expectSound(join(out, 'report.html'), 'night-drive')
})

test.skipIf(withoutRecordings)('the report of recorded stems looks right', { timeout: 180_000 }, async () => {
  const folder = temporaryFolder()
  copyFileSync(join(ROOT, 'test/songs/rubidium/mix.yaml'), join(folder, 'mix.yaml'))
  symlinkSync(join(SHARED, 'stems', 'rubidium'), join(folder, 'stems'))
  const { status, stderr } = mixwright(['render', folder, '--allow-outside', '--no-lock'])
  expect(status, stderr).toBe(0)
  await expectSound(join(folder, 'out/report.html'), 'rubidium')
})
