import { type DiscLayout, layOutDisc, layoutProblems, type TrackLength } from '@mixwright/mastering'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const SECOND = 44_100
const track = (frames: number, gapS = 2, indexAtS: number[] = []): TrackLength => ({ frames, gapS, indexAtS })
const kinds = (layout: DiscLayout) => layoutProblems(layout).map(({ kind, track: of }) => [kind, of])

describe('layOutDisc', () => {
  test('begins a gap at the next sector boundary and the track after it at another', () => {
    const { tracks, sectors } = layOutDisc([track(10 * SECOND + 1), track(5 * SECOND)])
    expect(tracks[1]).toMatchObject({ gapSectors: 150, startSector: 751 + 150, startFrame: (751 + 150) * 588 })
    expect(tracks[0]).toMatchObject({ startSector: 0, gapSectors: 0, startFrame: 0, sectors: 751 + 150 })
    expect(sectors).toBe(751 + 150 + 375)
  })

  test('joins gapless tracks to the frame and rounds only their markers', () => {
    const frames = [10 * SECOND + 293, 8 * SECOND + 2, 9 * SECOND + 1]
    const { tracks, sectors } = layOutDisc(frames.map((count) => track(count, 0)))
    expect(tracks.map(({ startFrame }) => startFrame)).toEqual([0, frames[0], frames[0]! + frames[1]!])
    expect(tracks.map(({ startSector }) => startSector)).toEqual([0, 750, 1351])
    expect(tracks.map(({ gapSectors }) => gapSectors)).toEqual([0, 0, 0])
    expect(sectors).toBe(Math.ceil((27 * SECOND + 296) / 588))
  })

  test('puts every marker on a sector and within 6.67 ms of its audio; tracks add up to the disc', () => {
    const lengths = fc.record({
      frames: fc.integer({ min: 5 * SECOND, max: 400 * SECOND }),
      gapS: fc.constantFrom(0, 0.5, 2),
      indexAtS: fc.constantFrom([], [1.2345]),
    })
    fc.assert(
      fc.property(fc.array(lengths, { minLength: 1, maxLength: 10 }), (made) => {
        const layout = layOutDisc(made)
        for (const { startFrame, startSector, gapSectors, indexSectors } of layout.tracks) {
          expect([startSector, gapSectors, ...indexSectors].every(Number.isInteger)).toBe(true)
          expect(Math.abs(startSector * 588 - startFrame)).toBeLessThanOrEqual(294)
          if (gapSectors > 0) expect(startFrame).toBe(startSector * 588)
        }
        expect(layout.tracks.reduce((sum, { sectors }) => sum + sectors, 0)).toBe(layout.sectors)
        expect(layoutProblems(layout)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('layoutProblems', () => {
  test('name tracks of less than 300 sectors, to the next index 01', () => {
    expect(kinds(layOutDisc([track(299 * 588), track(300 * 588, 0)]))).toEqual([['trackShort', 0]])
    expect(kinds(layOutDisc([track(300 * 588), track(299 * 588 + 1, 0)]))).toEqual([])
    expect(kinds(layOutDisc([track(151 * 588), track(300 * 588)]))).toEqual([])
    expect(kinds(layOutDisc([track(149 * 588), track(299 * 588)]))).toEqual([
      ['trackShort', 0],
      ['trackShort', 1],
    ])
  })

  test('name index marks outside of their track or out of order', () => {
    expect(kinds(layOutDisc([track(10 * SECOND, 0, [3, 9.98])]))).toEqual([])
    for (const marks of [[10], [3, 3], [5, 4], [0.001]]) {
      expect(kinds(layOutDisc([track(10 * SECOND, 0, marks), track(10 * SECOND)]))).toEqual([['index', 0]])
    }
  })

  test('name a disc of more than 79:57 with its pregap', () => {
    const of = (sectors: number) => kinds(layOutDisc([track(sectors * 588)]))
    expect(of(359_775 - 150)).toEqual([])
    expect(of(359_775 - 149)).toEqual([['discLong', undefined]])
  })
})
