import { Random } from '@mixwright/audio'
import { Arena } from '@mixwright/kernels'
import { expect, test } from 'vitest'
import { StripMeters } from '../src/mix/strip-meters.ts'

const RATE_HZ = 48_000
const TAPS = [
  { name: 'kick', bus: 4, input: 0 },
  { name: 'snare', bus: 4, input: 2 },
  { name: 'vocal', bus: 5, input: 0 },
]

function noiseIn(arena: Arena, frames: number) {
  const random = Random.named('noise')
  const at = arena.allocFrames(frames)
  const samples = arena.f64(at, 2 * frames)
  for (let i = 0; i < samples.length; i++) samples[i] = 0.5 * random.bipolar()
  return at
}

/** What the meter of the snare reads of noise that comes in pieces. */
function heard(pieces: readonly number[], endFrame: number | null) {
  const arena = new Arena()
  const audio = noiseIn(arena, RATE_HZ)
  const meters = new StripMeters(TAPS, arena, RATE_HZ, endFrame)
  const sink = meters.sink(4)!
  let start = 0
  for (const frames of pieces) {
    sink.write(2, audio + 16 * start, frames)
    start += frames
  }
  return { meters, sink, strips: meters.read(RATE_HZ) }
}

test('listens to the inputs that are wanted, and tells of those that sounded here', () => {
  const { meters, sink, strips } = heard([64], null)
  expect([0, 1, 2].map((input) => sink.hears(input))).toEqual([true, false, true])
  expect(meters.sink(3)).toBeUndefined()
  expect(strips.map(({ name }) => name)).toEqual(['snare'])
})

test('what a strip runs past the end of the song is not measured', () => {
  const exact = heard([24_000], null).strips
  expect(heard([20_480, 20_480, 7040], 24_000).strips).toEqual(exact)
  expect(heard([20_480, 20_480, 7040], null).strips).not.toEqual(exact)
})
