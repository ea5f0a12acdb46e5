import type { Measurement, Meter } from '@mixwright/metering'

/** What every meter read on the samples of a finished master. */
export interface FinishedReading {
  measurement: Measurement
  /** Loudness every 100 ms: of the 400 ms and of the 3 s that end there, and the gating blocks behind it. */
  momentaryLufs: Float64Array
  shortTermLufs: Float64Array
  gatingBlocks: Float64Array
}

export function finishedReading(meter: Meter): FinishedReading {
  const { history } = meter
  return {
    measurement: meter.read(),
    momentaryLufs: history.momentarySeriesLufs(),
    shortTermLufs: history.shortTermSeriesLufs(),
    gatingBlocks: history.gatingBlocks(),
  }
}
