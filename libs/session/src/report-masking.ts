import type { ReportCover, ReportMasking } from '@mixwright/audio'

/** A stem's level by octave, a row for each step. dBFS */
export interface HeardStem {
  name: string
  bandsDb: readonly (readonly number[])[]
}

const BAND_NAMES = ['20 to 88 Hz', '125 Hz', '250 Hz', '500 Hz', '1 kHz', '2 kHz', '4 kHz', '8 kHz', '16 kHz']
/** How far above a stem another covers it: what noise in the same band needs, and some more for what is no noise. */
const THRESHOLD_DB = 10
/** Octaves of a stem matter down to this below its strongest, while they sound. */
const MATTERS_DB = 20
const AUDIBLE_DBFS = -60
const MOST_PAIRS = 16
const LEAST_SHARE = 0.05

/** Finds which stems lie under which others, where and when. */
export function maskingOf(stems: readonly HeardStem[], stepS: number): ReportMasking {
  const covered: ReportMasking['covered'] = []
  const pairs: ReportCover[] = []
  for (const stem of stems) {
    const floorDb = floorOf(stem)
    const overTime: (number | null)[] = []
    const byOther = new Map<string, Uint32Array[]>()
    let [matter, hidden] = [0, 0]
    for (const [step, row] of stem.bandsDb.entries()) {
      let [matterNow, hiddenNow] = [0, 0]
      for (const [band, levelDb] of row.entries()) {
        if (levelDb < floorDb) continue
        matterNow++
        let isHidden = false
        for (const other of stems) {
          if (other === stem || (other.bandsDb[step]?.[band] ?? -Infinity) < levelDb + THRESHOLD_DB) continue
          isHidden = true
          const cells = byOther.get(other.name) ?? BAND_NAMES.map(() => new Uint32Array(stem.bandsDb.length))
          byOther.set(other.name, cells)
          cells[band]![step] = 1
        }
        if (isHidden) hiddenNow++
      }
      overTime.push(matterNow > 0 ? Math.floor((100 * hiddenNow) / matterNow + 0.5) / 100 : null)
      matter += matterNow
      hidden += hiddenNow
    }
    covered.push({ stem: stem.name, share: matter > 0 ? hidden / matter : 0, overTime })
    for (const [by, cells] of byOther) {
      const share = cells.reduce((sum, row) => sum + total(row), 0) / matter
      if (share >= LEAST_SHARE) pairs.push({ stem: stem.name, by, share, ...worstPlace(cells, stepS) })
    }
  }
  pairs.sort((a, b) => b.share - a.share)
  return { thresholdDb: THRESHOLD_DB, bands: BAND_NAMES, stepS, covered, pairs: pairs.slice(0, MOST_PAIRS) }
}

/** The level from which an octave matters to the stem. */
function floorOf({ bandsDb }: HeardStem): number {
  return Math.max(AUDIBLE_DBFS, bandsDb.reduce((most, row) => Math.max(most, ...row), AUDIBLE_DBFS) - MATTERS_DB)
}

/** The octave that is covered most, and its longest stretch. */
function worstPlace(cells: readonly Uint32Array[], stepS: number): Pick<ReportCover, 'band' | 'startS' | 'endS'> {
  const totals = cells.map(total)
  const band = totals.indexOf(Math.max(...totals))
  let [start, length, run] = [0, 0, 0]
  for (const [step, isCovered] of cells[band]!.entries()) {
    run = isCovered ? run + 1 : 0
    if (run > length) [start, length] = [step - run + 1, run]
  }
  return { band: BAND_NAMES[band]!, startS: start * stepS, endS: (start + length) * stepS }
}

function total(row: Uint32Array): number {
  return row.reduce((sum, one) => sum + one, 0)
}
