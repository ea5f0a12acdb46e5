import type { Curve } from '@mixwright/dsp'
import type { PanLaw } from '@mixwright/mixer'
import { describe, expect, test } from 'vitest'
import { from, impulseAt, mixDown, mono, noise, plan, sine, strip } from './_desk.ts'

const TOLERANCE_DB = 0.001
const dB = (ratio: number) => 20 * Math.log10(Math.abs(ratio))
const stem = (name: string, index: number, overrides = {}) => strip({ name, stem: index, ...overrides })
const mixOf = (...inputs: ReturnType<typeof from>[]) => strip({ name: 'mix', kind: 'mix', inputs })

describe('fader', () => {
  test.each([-60, -6, -0.5, 3, 12])('changes the level by %d dB', (faderDb) => {
    const { left } = mixDown(plan([stem('a', 0, { faderDb }), mixOf(from(0))], 512), [mono(() => 0.25)])
    expect(dB(left[100]! / 0.25)).toBeCloseTo(faderDb, 9)
  })

  test('at 0 dB, centre and width 1 a stereo stem comes out bit for bit', () => {
    const signal = noise(1)
    const { left, right } = mixDown(plan([stem('a', 0), mixOf(from(0))], 4096), [signal])
    for (let i = 0; i < 4096; i++) expect([left[i], right[i]]).toEqual([...signal(i)])
  })

  test('at -Infinity dB gives silence', () => {
    const { left } = mixDown(plan([stem('a', 0, { faderDb: -Infinity }), mixOf(from(0))], 512), [sine(440)])
    expect(left.every((sample) => sample === 0)).toBe(true)
  })
})

describe('trim', () => {
  test('with a negative gain inverts the polarity, bit for bit', () => {
    const signal = noise(2)
    const { left } = mixDown(plan([stem('a', 0, { inverted: true }), mixOf(from(0))], 512), [signal])
    for (let i = 0; i < 512; i++) expect(left[i]).toBe(-signal(i)[0])
  })
})

describe('pan', () => {
  test.each([
    [-3, 0, -3.0103, -3.0103],
    [-3, 0.5, -8.3432, -0.6877],
    [-4.5, 0, -4.5154, -4.5154],
    [-6, 0, -6.0206, -6.0206],
    [-6, -0.5, -2.4988, -12.0412],
    [0, 0, 0, 0],
    [0, 0.5, -6.0206, 0],
  ] as const)('at law %d dB and position %d a mono stem reads %d dB left, %d dB right', (panLaw, pan, l, r) => {
    const song = plan([stem('a', 0, { mono: true, pan }), mixOf(from(0))], 512, { panLaw })
    const { left, right } = mixDown(song, [mono(() => 0.5)])
    expect(Math.abs(dB(left[9]! / 0.5) - l)).toBeLessThan(TOLERANCE_DB)
    expect(Math.abs(dB(right[9]! / 0.5) - r)).toBeLessThan(TOLERANCE_DB)
  })

  test('holds the power of a mono stem within 0.001 dB from left to right at -3 dB', () => {
    for (let pan = -1; pan <= 1; pan += 0.125) {
      const song = plan([stem('a', 0, { mono: true, pan }), mixOf(from(0))], 512)
      const { left, right } = mixDown(song, [mono(() => 1)])
      expect(Math.abs(10 * Math.log10(left[0]! ** 2 + right[0]! ** 2))).toBeLessThan(TOLERANCE_DB)
    }
  })

  test('hard left silences the right of a mono stem and leaves the left as it is', () => {
    const song = plan([stem('a', 0, { mono: true, pan: -1 }), mixOf(from(0))], 512)
    const { left, right } = mixDown(song, [mono(() => 0.5)])
    expect([left[3], right[3]]).toEqual([0.5, 0])
  })

  test('of a stereo stem is a balance that turns down the far side only', () => {
    const song = plan([stem('a', 0, { pan: 0.5 }), mixOf(from(0))], 512)
    const { left, right } = mixDown(song, [() => [0.5, 0.25]])
    expect(right[0]).toBe(0.25)
    expect(dB(left[0]! / 0.5)).toBeCloseTo(dB(Math.sin(Math.PI / 8) / Math.sin(Math.PI / 4)), 9)
  })
})

describe('pan of two channels', () => {
  const panned = (left: number, right: number, overrides = {}, panLaw: PanLaw = -3) => {
    const song = plan([stem('a', 0, { pan: { left, right }, ...overrides }), mixOf(from(0))], 512, { panLaw })
    const { left: l, right: r } = mixDown(song, [() => [0.5, 0.25]])
    return [l[9]!, r[9]!] as const
  }

  test.each([-3, -4.5, -6, 0] as const)('at 100L and 100R leaves every bit as it is at law %d dB', (panLaw) => {
    const signal = noise(1)
    const song = plan([stem('a', 0, { pan: { left: -1, right: 1 } }), mixOf(from(0))], 2048, { panLaw })
    const { left, right } = mixDown(song, [signal])
    for (let i = 0; i < 2048; i++) expect([left[i], right[i]]).toEqual([...signal(i)])
  })

  test('at 100R and 100L exchanges the channels', () => {
    expect(panned(1, -1)).toEqual([0.25, 0.5])
  })

  test('with both at one place adds the channels, each panned like a mono signal', () => {
    const [l, r] = panned(0.5, 0.5)
    expect(l).toBeCloseTo(0.75 * Math.sin(Math.PI / 8), 12)
    expect(r).toBeCloseTo(0.75 * Math.cos(Math.PI / 8), 12)
  })

  test('at the straight law puts l(left)·L + l(right)·R on the left', () => {
    const [l, r] = panned(-0.5, 0.25, {}, -6)
    expect(l).toBeCloseTo(0.75 * 0.5 + 0.375 * 0.25, 12)
    expect(r).toBeCloseTo(0.25 * 0.5 + 0.625 * 0.25, 12)
  })

  test('hears the width first: mono at width 0, each channel where it is panned', () => {
    expect(panned(-1, 1, { width: 0 })).toEqual([0.375, 0.375])
    const [l, r] = panned(-1, -1, { width: 0 })
    expect([l, r]).toEqual([0.75, 0])
  })

  test('moves each channel on its own curve', () => {
    const moving = [
      { atFrame: 0, value: -1, shape: 'line' },
      { atFrame: 1024, value: 1, shape: 'line' },
    ] as const
    const song = plan([stem('a', 0, { pan: { left: moving, right: 1 } }), mixOf(from(0))], 2048, { panLaw: -6 })
    const { left, right } = mixDown(song, [() => [0.5, 0.25]])
    expect([left[0], right[0]]).toEqual([0.5, 0.25])
    expect(left[512]).toBeCloseTo(0.25, 12)
    expect(right[512]).toBeCloseTo(0.5, 12)
    expect([left[2000], right[2000]]).toEqual([0, 0.75])
  })
})

describe('group', () => {
  const level = (faderDb: Curve, groupsDb: readonly Curve[], tap: 'postFader' | 'preFader' = 'postFader') => {
    const strips = [
      stem('a', 0, { faderDb, groupsDb }),
      strip({ name: 'fx', kind: 'return', inputs: [from(0, { tap })] }),
      mixOf(from(1)),
    ]
    return mixDown(plan(strips, 4096), [mono(() => 1)]).left
  }

  test('adds its decibels to the fader', () => {
    expect(dB(level(-2, [-1.5, -4])[7]!)).toBeCloseTo(-7.5, 9)
  })

  test('is heard by sends after the fader, not by those before it', () => {
    expect(dB(level(0, [-6])[7]!)).toBeCloseTo(-6, 9)
    expect(level(0, [-6], 'preFader')[7]).toBe(1)
  })

  test('at -Infinity dB silences, whatever the fader', () => {
    expect(level(24, [-Infinity, 24]).every((sample) => sample === 0)).toBe(true)
  })

  test('that moves while the fader moves gives the sum of both curves at every 64th frame and at every point', () => {
    const fader: Curve = [
      { atFrame: 100, value: -5, shape: 'line' },
      { atFrame: 3100, value: 0, shape: 'line' },
    ]
    const group: Curve = [
      { atFrame: 0, value: 0, shape: 'line' },
      { atFrame: 1000, value: -1, shape: 'line' },
      { atFrame: 1500, value: -3, shape: 'step' },
    ]
    const left = level(fader, [group])
    const faderDb = (n: number) => (n <= 100 ? -5 : n >= 3100 ? 0 : -5 + (5 * (n - 100)) / 3000)
    const groupDb = (n: number) => (n >= 1500 ? -3 : n >= 1000 ? -1 : -n / 1000)
    for (const n of [0, 64, 100, 640, 1000, 1408, 1500, 1536, 3072, 3100, 4000]) {
      expect(dB(left[n]!)).toBeCloseTo(faderDb(n) + groupDb(n), 9)
    }
    for (let n = 0; n < 4096; n++) expect(Math.abs(dB(left[n]!) - faderDb(n) - groupDb(n))).toBeLessThan(TOLERANCE_DB)
  })

  test('that moves against the fader leaves the level where it is', () => {
    const up: Curve = [
      { atFrame: 0, value: -8, shape: 'line' },
      { atFrame: 1024, value: 8, shape: 'line' },
    ]
    const down = up.map((point) => ({ ...point, value: -point.value }))
    expect(level(up, [down]).every((sample) => sample === 1)).toBe(true)
  })
})

describe('width', () => {
  test.each([
    [0, 0.375, 0.375],
    [0.5, 0.4375, 0.3125],
    [2, 0.625, 0.125],
  ])('%d turns (0.5, 0.25) into (%d, %d)', (width, l, r) => {
    const song = plan([stem('a', 0, { width }), mixOf(from(0))], 512)
    const { left, right } = mixDown(song, [() => [0.5, 0.25]])
    expect(left[0]).toBeCloseTo(l, 12)
    expect(right[0]).toBeCloseTo(r, 12)
  })
})

describe('send', () => {
  const song = (tap: 'postFader' | 'preFader') =>
    plan(
      [
        stem('a', 0, { faderDb: -10 }),
        strip({ name: 'fx', kind: 'return', inputs: [from(0, { tap, levelDb: -4 })], faderDb: -1 }),
        mixOf(from(1)),
      ],
      1024,
    )

  test('after the fader is scaled by fader, send level and return fader', () => {
    const { left } = mixDown(song('postFader'), [mono(() => 1)])
    expect(dB(left[5]!)).toBeCloseTo(-15, 9)
  })

  test('before the fader does not hear the fader', () => {
    const { left } = mixDown(song('preFader'), [mono(() => 1)])
    expect(dB(left[5]!)).toBeCloseTo(-5, 9)
  })
})

describe('sum', () => {
  test('adds from left to right: exactly ((0 + a) + b) + c', () => {
    const signals = [noise(3, 1), noise(4, 1e-9), noise(5, 1e9)]
    const song = plan([stem('a', 0), stem('b', 1), stem('c', 2), mixOf(from(0), from(1), from(2))], 1024)
    const { left } = mixDown(song, signals)
    for (let i = 0; i < 1024; i++) {
      const [a, b, c] = signals.map((signal) => signal(i)[0])
      expect(left[i]).toBe(a! + b! + c!)
    }
  })

  test('of buses into buses gives what the stems give', () => {
    const signals = [noise(6), noise(7)]
    const song = plan(
      [
        stem('a', 0),
        stem('b', 1),
        strip({ name: 'inner', inputs: [from(0)] }),
        strip({ name: 'outer', inputs: [from(1), from(2)] }),
        mixOf(from(3)),
      ],
      1024,
    )
    const { right } = mixDown(song, signals)
    for (let i = 0; i < 1024; i++) expect(right[i]).toBe(signals[1]!(i)[1] + signals[0]!(i)[1])
  })

  test('of nothing is silence', () => {
    const { left } = mixDown(plan([mixOf()], 600), [])
    expect(left.length).toBe(600)
    expect(left.every((sample) => sample === 0)).toBe(true)
  })
})

describe('automation', () => {
  const line = [
    { atFrame: 1000, value: -12, shape: 'line' },
    { atFrame: 5000, value: 0, shape: 'line' },
    { atFrame: 7001, value: -6, shape: 'step' },
  ] as const
  const song = plan([stem('a', 0, { faderDb: line }), mixOf(from(0))], 8192)
  const { left } = mixDown(song, [mono(() => 1)])

  test.each([
    [0, -12],
    [1000, -12],
    [3000, -6],
    [4999, -0.003],
    [5000, 0],
    [7000, 0],
    [7001, -6],
    [8000, -6],
  ])('of a fader reads at frame %d the level %d dB', (frame, level) => {
    expect(Math.abs(dB(left[frame]!) - level)).toBeLessThan(TOLERANCE_DB)
  })

  test('has no steps on a line: neighbouring frames differ by less than 0.005 dB', () => {
    for (let i = 1; i < 7001; i++) expect(Math.abs(dB(left[i]! / left[i - 1]!))).toBeLessThan(0.005)
  })

  test('of a send level follows the same line', () => {
    const sends = plan(
      [stem('a', 0), strip({ name: 'fx', inputs: [from(0, { levelDb: line })] }), mixOf(from(1))],
      8192,
    )
    const { left: sent } = mixDown(sends, [mono(() => 1)])
    for (const frame of [0, 3000, 6000, 7001]) expect(dB(sent[frame]!)).toBeCloseTo(dB(left[frame]!), 9)
  })

  test('of pan moves a mono stem from left to right', () => {
    const pan = [
      { atFrame: 0, value: -1, shape: 'line' },
      { atFrame: 6400, value: 1, shape: 'line' },
    ] as const
    const moving = plan([stem('a', 0, { mono: true, pan }), mixOf(from(0))], 8192)
    const { left: l, right: r } = mixDown(moving, [mono(() => 1)])
    expect([l[0], r[0]]).toEqual([1, 0])
    expect(dB(l[3200]!)).toBeCloseTo(-3.0103, 4)
    expect([l[6400], r[6400]]).toEqual([0, 1])
  })
})

describe('tail', () => {
  test('without a fixed length the mix ends with the last stem where nothing rings', () => {
    const song = plan([stem('a', 0), mixOf(from(0))], 5000, { lengthFrames: null })
    expect(mixDown(song, [impulseAt(4000)]).frames).toBe(5000)
  })

  test('a fixed length is kept to the frame', () => {
    const song = plan([stem('a', 0), mixOf(from(0))], 5000, { lengthFrames: 3333 })
    expect(mixDown(song, [sine(100)]).left.length).toBe(3333)
  })
})

test('the size of the blocks changes no bit', () => {
  const curve = [
    { atFrame: 100, value: -5, shape: 'line' },
    { atFrame: 9000, value: 3, shape: 'line' },
  ] as const
  const song = plan(
    [
      stem('a', 0, { faderDb: curve, width: 0.3 }),
      stem('b', 1, { mono: true, pan: curve.map((point) => ({ ...point, value: point.value / 30 })) }),
      strip({ name: 'fx', inputs: [from(0, { levelDb: curve }), from(1, { tap: 'preFader', levelDb: -3 })] }),
      mixOf(from(0), from(1), from(2)),
    ],
    20_000,
  )
  const signals = [noise(8), sine(997)]
  const reference = mixDown(song, signals)
  for (const blockFrames of [512, 1536, 8192, 15_872]) {
    const other = mixDown(song, signals, blockFrames)
    expect(other.left).toEqual(reference.left)
    expect(other.right).toEqual(reference.right)
  }
})

test.each([100, 0, 16_384, 2048.5])('a block of %d frames is refused', (blockFrames) => {
  expect(() => mixDown(plan([mixOf()], 10), [], blockFrames)).toThrow(RangeError)
})
