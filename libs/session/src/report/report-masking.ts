import type { ReportCover, ReportMasking } from '@mixwright/audio'

/** A stem's level by octave, a row for each step, one after the other. dBFS */
export interface HeardStem {
  name: string
  bandsDb: Float64Array
}

const BAND_NAMES = ['20 to 88 Hz', '125 Hz', '250 Hz', '500 Hz', '1 kHz', '2 kHz', '4 kHz', '8 kHz', '16 kHz']
/** How far above a stem another covers it: what noise in the same band needs, and some more for what is no noise. */
const THRESHOLD_DB = 10
/** Octaves of a stem matter down to this below its strongest, while they sound. */
const MATTERS_DB = 20
const AUDIBLE_DBFS = -60
const BANDS = BAND_NAMES.length
const MOST_PAIRS = 16
const LEAST_SHARE = 0.05

/** Finds which stems lie under which others, where and when. */
export function maskingOf(stems: readonly HeardStem[], stepS: number): ReportMasking {
  const covered: ReportMasking['covered'] = []
  const pairs: ReportCover[] = []
  for (const stem of stems) {
    const { bandsDb } = stem
    const floorDb = floorOf(stem)
    const hides = stems.map(() => new Uint8Array(bandsDb.length))
    const isHidden = new Uint8Array(bandsDb.length)
    for (const [index, other] of stems.entries()) {
      if (other !== stem) markCovered(bandsDb, other.bandsDb, floorDb, [hides[index]!, isHidden])
    }
    const overTime: (number | null)[] = []
    let [matter, hidden] = [0, 0]
    for (let row = 0; row < bandsDb.length; row += BANDS) {
      let [matterNow, hiddenNow] = [0, 0]
      for (let cell = row; cell < row + BANDS; cell++) {
        if (bandsDb[cell]! >= floorDb) matterNow++
        hiddenNow += isHidden[cell]!
      }
      overTime.push(matterNow > 0 ? Math.floor((100 * hiddenNow) / matterNow + 0.5) / 100 : null)
      matter += matterNow
      hidden += hiddenNow
    }
    covered.push({ stem: stem.name, share: matter > 0 ? hidden / matter : 0, overTime })
    for (const [index, other] of stems.entries()) {
      const share = total(hides[index]!) / matter
      if (share >= LEAST_SHARE) {
        pairs.push({ stem: stem.name, by: other.name, share, ...placeOf(hides[index]!, stepS) })
      }
    }
  }
  pairs.sort((a, b) => b.share - a.share)
  return { thresholdDb: THRESHOLD_DB, bands: BAND_NAMES, stepS, covered, pairs: pairs.slice(0, MOST_PAIRS) }
}

/** Sets in both marks each cell of a stem that matters and in which the other lies above it; one that ends early is silent. */
function markCovered(
  stemDb: Float64Array,
  otherDb: Float64Array,
  floorDb: number,
  [hides, isHidden]: readonly [Uint8Array, Uint8Array],
): void {
  const cells = Math.min(stemDb.length, otherDb.length)
  for (let cell = 0; cell < cells; cell++) {
    const levelDb = stemDb[cell]!
    if (levelDb >= floorDb && otherDb[cell]! >= levelDb + THRESHOLD_DB) hides[cell] = isHidden[cell] = 1
  }
}

/** The level from which an octave matters to the stem. */
function floorOf({ bandsDb }: HeardStem): number {
  const mostDb = bandsDb.reduce((most, levelDb) => Math.max(most, levelDb), AUDIBLE_DBFS)
  return Math.max(AUDIBLE_DBFS, mostDb - MATTERS_DB)
}

/** Where a stem is covered: the octave in which it is most, its longest stretch, and all of it. */
function placeOf(hides: Uint8Array, stepS: number): Omit<ReportCover, 'stem' | 'by' | 'share'> {
  const octaves = BAND_NAMES.map((_, band) => hides.filter((_cell, index) => index % BANDS === band))
  const totals = octaves.map(total)
  const band = totals.indexOf(Math.max(...totals))
  let [start, length, run] = [0, 0, 0]
  for (const [step, isCovered] of octaves[band]!.entries()) {
    run = isCovered ? run + 1 : 0
    if (run > length) [start, length] = [step - run + 1, run]
  }
  const coveredOctaves = Array.from({ length: octaves[0]!.length }, (_, step) =>
    octaves.reduce((mask, cells, octave) => mask | (cells[step]! << octave), 0),
  )
  return { band: BAND_NAMES[band]!, startS: start * stepS, endS: (start + length) * stepS, coveredOctaves }
}

function total(cells: Uint8Array): number {
  return cells.reduce((sum, one) => sum + one, 0)
}
