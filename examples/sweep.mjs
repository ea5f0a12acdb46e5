// Tries values of one setting, and tells what each does: node examples/sweep.mjs <folder> <path> <values…>
//   node examples/sweep.mjs projects/night-drive stems.lead.gain "-6 dB" "-4 dB" "-2 dB"
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { editMix, render } from '@mixwright/session'

const [folder, path, ...values] = process.argv.slice(2)

// A copy of the mix file beside it, and outputs elsewhere: the song stays as it is.
const trial = join(folder, `sweep-${process.pid}.yaml`)
const out = mkdtempSync(join(tmpdir(), 'sweep-'))
try {
  copyFileSync(join(folder, 'mix.yaml'), trial)
  for (const value of values) {
    const edited = editMix(trial, path, { value })
    const { mix, diagnostics } = await render(trial, { out, mixOnly: true, lock: 'ignore' })
    const wrong = [...edited.diagnostics, ...diagnostics].find(({ severity }) => severity === 'error')
    if (wrong) throw new Error(wrong.message)
    console.log(`${path} = ${value}: ${mix.integratedLufs.toFixed(2)} LUFS, ${mix.truePeakDbtp.toFixed(2)} dBTP`)
  }
} finally {
  rmSync(trial, { force: true })
  rmSync(out, { recursive: true, force: true })
}
