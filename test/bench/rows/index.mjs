import { convolution } from './convolution.mjs'
import { incremental } from './incremental.mjs'
import { long } from './long.mjs'
import { masters } from './masters.mjs'
import { measure } from './measure.mjs'
import { reference } from './reference.mjs'
import { resampling } from './resampling.mjs'
import { scaling } from './scaling.mjs'
import { start } from './start.mjs'

/** In the order in which they run. Each: name, what, run(bench) → { contestants, figures, timings, note }. */
export const ROWS = [start, reference, incremental, masters, measure, resampling, convolution, scaling, long]
