import { maths } from '@mixwright/kernels'
import type { BandName, Measurement } from '@mixwright/metering'
import type { Recording, Source } from './recording.ts'
import type { Role } from './role.ts'
import { roleOfWords } from './role-words.ts'

/** Shares of the power below 180 Hz and above 2.8 kHz from which on they say what an instrument is. */
const MOST_OF_IT = 0.6
/** Peaks so far over the loudness are hits. LU */
const HITS_PLR_LU = 17
/** Highs alone, of less than this peak to loudness, are noise and sweeps. LU */
const NOISE_PLR_LU = 11

const LOW: readonly BandName[] = ['31.5 Hz', '63 Hz', '125 Hz']
const HIGH: readonly BandName[] = ['4 kHz', '8 kHz', '16 kHz']

/** The role of a recording: what its name says, else what it sounds like, else `other`. */
export function guessRole({ words, measurement }: Recording): Pick<Source, 'role' | 'toldBy'> {
  const named = roleOfWords(words)
  if (named) return { role: named, toldBy: 'name' }
  const heard = roleOfSound(measurement)
  return heard ? { role: heard, toldBy: 'sound' } : { role: 'other', toldBy: 'nothing' }
}

/**
 * What only sound can tell safely: lows that hit are a kick, lows that last a bass; highs that hit are hats, highs that
 * last are noise; hits of all pitches are drums.
 */
function roleOfSound({ bandsDb, plrLu }: Measurement): Role | undefined {
  if (plrLu === null) return undefined
  if (shareOf(LOW, bandsDb) > MOST_OF_IT) return plrLu > HITS_PLR_LU ? 'kick' : 'bass'
  if (shareOf(HIGH, bandsDb) > MOST_OF_IT) return plrLu > NOISE_PLR_LU ? 'hats' : 'fx'
  return plrLu > HITS_PLR_LU + 3 ? 'percussion' : undefined
}

/** Part of the power that lies in some bands, 0 to 1. */
export function shareOf(bands: readonly BandName[], bandsDb: Measurement['bandsDb']): number {
  const power = (names: readonly BandName[]) => {
    return names.reduce((sum, name) => sum + maths.pow(10, (bandsDb[name] ?? Number.NEGATIVE_INFINITY) / 10), 0)
  }
  const all = power(Object.keys(bandsDb) as BandName[])
  return all > 0 ? power(bands) / all : 0
}
