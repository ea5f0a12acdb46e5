import { joinStems, type MixPlan, partOf, type Replay, replayPlan } from '@mixwright/mixer'
import { expect, test } from 'vitest'
import { from, mixDown, noise, plan, strip } from './_desk.ts'

const FRAMES = 3000
const STEMS = 4
const CHANGED = 1
const SUM = STEMS
const signals = Array.from({ length: STEMS }, (_, seed) => noise(seed + 1))

/** Four stems on the mix bus, one of them with an insert and settings of its own. */
function song(settings: object): MixPlan {
  const delay = { kind: 'delay', timeMs: 5.3, feedback: 0.4, pingPong: false, mix: 0.4 } as const
  const stems = signals.map((_, stem) => strip({ name: `s${stem}`, stem }))
  stems[CHANGED] = { ...stems[CHANGED]!, inserts: [{ insert: delay, key: null }], mono: true, ...settings }
  const mix = strip({ name: 'mix', kind: 'mix', inputs: stems.map((_, index) => from(index)) })
  return plan([...stems, mix], FRAMES)
}

/** The song played from what it came to before; `moved` is what is said of the changed stem. */
function replayed(before: MixPlan, now: MixPlan, moved: Replay['moved']): MixPlan {
  const held = new Set(signals.keys())
  held.delete(CHANGED)
  const former = partOf(joinStems(before), SUM)
  const sum = { sum: SUM, held, recording: STEMS, latencyFrames: 0, gapFrames: 1, removed: [CHANGED] }
  return replayPlan(joinStems(now), [{ ...sum, former, firstStem: 0, moved }])
}

test.each([
  ['gain', { faderDb: -3.3 }],
  ['place', { pan: 0.4 }],
  ['width', { width: 0.5, mono: false }],
  [
    'gain that moves',
    {
      faderDb: [
        { atFrame: 0, value: -6, shape: 'step' },
        { atFrame: 2000, value: 0, shape: 'line' },
      ],
    },
  ],
])('a former %s is taken away behind the inserts of the present one', (_, settings) => {
  const mono = !('width' in settings)
  const [before, now] = [song({ faderDb: -6, mono }), song({ faderDb: -6, mono, ...settings })]
  const whole = mixDown(now, signals)
  const recording = mixDown(before, signals)
  const played = [...signals, (frame: number) => [recording.left[frame]!, recording.right[frame]!] as const]
  const moved = replayed(before, now, new Map([[CHANGED, CHANGED]]))
  const apart = replayed(before, now, new Map())
  const inserts = ({ strips }: MixPlan) => strips.flatMap((one) => one.inserts).length
  const sources = ({ strips }: MixPlan) => strips.filter(({ stem }) => stem !== null).length
  expect([inserts(moved), sources(moved)]).toEqual([1, 2])
  expect([inserts(apart), sources(apart)]).toEqual([2, 3])
  expect(mixDown(moved, played)).toEqual(whole)
  expect(mixDown(apart, played)).toEqual(whole)
  expect(recording).not.toEqual(whole)
})
