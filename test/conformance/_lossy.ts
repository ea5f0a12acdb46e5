import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { mixwright } from '../_tools.ts'

const FORMATS = ['mp3 320', 'aac 256', 'opus 160']

interface LossyDelivery {
  name: string
  /** Where the file lies. */
  path: string
  integratedLufs: number
  truePeakDbtp: number
  promises: { name: string; limit: number; ok: boolean }[]
  mastering: { encodings: number; loweredDb: number; isHeldBack: boolean }
}

/** Sums recordings that lie in a folder, and delivers the sum under -1 dBTP in each lossy format. */
export function deliverLossy(folder: string, files: readonly string[], loudness: string) {
  const stems = files.map((file, index) => `  s${index}: { file: ${file} }`)
  const settings = (format: string) => `{ format: ${format}, ceiling: -1 dBTP, loudness: ${loudness} }`
  const deliveries = FORMATS.map((format) => `  ${format.split(' ')[0]}: ${settings(format)}`)
  writeFileSync(
    join(folder, 'mix.yaml'),
    ['mixwright: 1', 'stems:', ...stems, 'deliver:', ...deliveries, ''].join('\n'),
  )
  const { status, stderr } = mixwright(['render', folder])
  if (status !== 0) throw new Error(stderr)
  const report = JSON.parse(readFileSync(join(folder, 'out', 'report.json'), 'utf8'))
  const made = report.deliveries as (LossyDelivery & { file: string })[]
  return { deliveries: made.map((one) => ({ ...one, path: join(folder, 'out', basename(one.file)) })), said: stderr }
}
