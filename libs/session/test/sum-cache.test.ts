import type { InputPlan, StripPlan } from '@mixwright/mixer'
import { expect, test } from 'vitest'
import { sumsToRecord } from '../src/cache/sum-cache.ts'
import type { PlannedMix } from '../src/plan/plan-mix.ts'

const STRIP: Omit<StripPlan, 'name' | 'kind'> = {
  stem: null,
  mono: false,
  trimDb: 0,
  inverted: false,
  inputs: [],
  inserts: [],
  faderDb: 0,
  groupsDb: [],
  pan: 0,
  width: 1,
}

/** So many stems on the mix bus, for 240 s. */
function mixOf(count: number): PlannedMix {
  const names = Array.from({ length: count }, (_, stem) => `s${stem}`)
  const stems = names.map((name, stem): StripPlan => ({ ...STRIP, name, kind: 'stem', stem }))
  const inputs = names.map((_, from): InputPlan => ({ from, tap: 'postFader', levelDb: 0 }))
  const strips = [...stems, { ...STRIP, name: 'mix', kind: 'mix' as const, inputs }]
  const plan = { sampleRateHz: 48_000, panLaw: -3 as const, strips, stemsEndFrame: 240 * 48_000, lengthFrames: null }
  return { plan, stems: [] }
}

test('sums are recorded where the disk has room for four times as much, and where there are enough stems', () => {
  const bytes = 240 * 48_000 * 12
  expect(sumsToRecord(mixOf(24), 4 * bytes)).toEqual([24])
  expect(sumsToRecord(mixOf(24), 4 * bytes - 1)).toEqual([])
  expect(sumsToRecord(mixOf(24), 0)).toEqual([])
  expect(sumsToRecord(mixOf(3), 1e12)).toEqual([])
})
