/** How finely a mix is followed for its report. Times to be read, not levels: few enough to be drawn. */
export interface CoursePlan {
  /** Frames of a step of levels and gain reductions. */
  stepFrames: number
  /** Frames from one spectrum of the mix to the next. */
  spectrumFrames: number
  /** Frames from one spectrum of a strip to the next. */
  bandFrames: number
}

/** Steps of 0.1 s up to four minutes; longer ones above, so that a report does not grow with the song. */
const MOST_STEPS = 2400
const STEPS_A_SECOND = 10
const MOST_SPECTRA = 480
const SPECTRA_A_SECOND = 5
const MOST_BAND_ROWS = 240
const BAND_ROWS_A_SECOND = 2

/** Windows of the Fourier transforms. Frames at rates up to 48 kHz; longer above. */
export const SPECTRUM_SIZE = 8192
export const BAND_SIZE = 2048

export function planCourse(songFrames: number, sampleRateHz: number): CoursePlan {
  const songS = Math.max(1, songFrames / sampleRateHz)
  const step = (aSecond: number, most: number) => {
    const tenths = Math.max(10 / aSecond, Math.ceil((10 * songS) / most))
    return Math.floor((tenths * sampleRateHz) / 10)
  }
  return {
    stepFrames: step(STEPS_A_SECOND, MOST_STEPS),
    spectrumFrames: step(SPECTRA_A_SECOND, MOST_SPECTRA),
    bandFrames: step(BAND_ROWS_A_SECOND, MOST_BAND_ROWS),
  }
}

/** A window of about the same time at every rate. */
export function windowFrames(size: number, sampleRateHz: number): number {
  let frames = size
  while (frames * 48_000 < size * sampleRateHz) frames *= 2
  return frames
}
