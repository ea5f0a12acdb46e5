import { showMoment } from '@mixwright/project'

/** NaN and infinities of a recording; each is read as 0. */
export interface NotNumbers {
  samples: number
  /** When the first of them comes; null where there is none. */
  firstS: number | null
}

const NONE: NotNumbers = { samples: 0, firstS: null }

/** A sentence about them, where there are any. */
export function sayNotNumbers({ samples, firstS }: NotNumbers = NONE): string[] {
  if (firstS === null) return []
  const when = showMoment(firstS)
  if (samples === 1) return [`1 sample that is no number (NaN, infinity), at ${when}, is read as 0`]
  return [`${samples} samples that are no numbers (NaN, infinity), the first at ${when}, are read as 0`]
}
