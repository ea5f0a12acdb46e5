import { builtInTargets, type MasterPlan, resolveDelivery, targetNamed } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import { planOf } from './_audio.ts'

const targets = builtInTargets().map((name) => targetNamed(name)!)

describe('built-in targets', () => {
  test('have a source and a date each, and names of their own', () => {
    expect(new Set(builtInTargets()).size).toBe(targets.length)
    for (const { name, service, source, date } of targets) {
      expect(name).toMatch(/^[a-z]+$/)
      expect(service.length).toBeGreaterThan(2)
      expect(source.length).toBeGreaterThan(10)
      expect(date).toMatch(/^20\d\d-[01]\d-[0-3]\d$/)
    }
  })

  test.each([
    ['spotify', -14],
    ['apple', -16],
    ['youtube', -13],
    ['tidal', -14],
  ])('%s is %d LUFS under -1 dBTP, 24 bit at the session rate', (target, targetLufs) => {
    expect(planOf({ target }, 96000)).toMatchObject({ targetLufs, ceilingDbtp: -1, word: 24, sampleRateHz: 96000 })
  })

  test('cd is 44.1 kHz, 16 bit, TPDF dither, as loud as mixed', () => {
    const cd: Partial<MasterPlan> = {
      sampleRateHz: 44100,
      word: 16,
      dither: 'tpdf',
      autoBlackMs: 100,
      wholeSectors: true,
      targetLufs: null,
      ceilingDbtp: -0.3,
    }
    expect(planOf({ target: 'cd' }, 96000)).toMatchObject(cd)
  })

  test('vinyl is 24 bit at the session rate, mono below 150 Hz, without a limiter', () => {
    const vinyl: Partial<MasterPlan> = {
      sampleRateHz: 96000,
      word: 24,
      targetLufs: null,
      maxLimitingDb: 0,
      vinyl: {
        lowMono: { freqHz: 150 },
        subsonicHz: 24,
        ultrasonicHz: 18000,
        sibilance: 'off',
        sideLengthS: null,
        sideStartS: 0,
        rpm: 100 / 3,
        diameterIn: 12,
        levelDb: null,
        referenceCmPerS: 7,
        stylusUm: 7.6,
      },
    }
    expect(planOf({ target: 'vinyl' }, 96000)).toMatchObject(vinyl)
    expect(planOf({ target: 'cd' }).vinyl).toBeNull()
  })

  test('archive is the mix in floats, without a ceiling', () => {
    const archive: Partial<MasterPlan> = { word: 'float', dither: 'none', targetLufs: null, ceilingDbtp: null }
    expect(planOf({ target: 'archive' })).toMatchObject(archive)
  })
})

describe('resolveDelivery', () => {
  const problemsOf = (settings: Parameters<typeof planOf>[0]) => {
    const resolved = resolveDelivery({ name: 'test', ...settings }, 48000)
    return 'problems' in resolved ? resolved.problems.map(({ key }) => key) : []
  }

  test('lets the mix file override every value of a target', () => {
    const plan = planOf({
      target: 'vinyl',
      format: { codec: 'flac', bits: 16 },
      sampleRateHz: 44100,
      loudnessLufs: -12,
      ceilingDbtp: -3,
      dither: 'lipshitz5',
      lowMono: { freqHz: 200, slopeDbPerOct: 12 },
      subsonicHz: 'off',
      sideLengthS: 1110,
      rpm: 45,
    })
    expect(plan).toMatchObject({
      word: 16,
      sampleRateHz: 44100,
      targetLufs: -12,
      ceilingDbtp: -3,
      dither: 'lipshitz5',
      vinyl: { lowMono: { freqHz: 200, slopeDbPerOct: 12 }, subsonicHz: null, sideLengthS: 1110, rpm: 45 },
    })
    expect(planOf({ target: 'spotify', loudnessLufs: 'as mixed' }).targetLufs).toBeNull()
  })

  test('gives a delivery without a target its own format as mixed, under -1 dBTP unless in floats', () => {
    expect(planOf({ format: { codec: 'flac', bits: 24 } })).toMatchObject({
      targetLufs: null,
      ceilingDbtp: -1,
      word: 24,
    })
    expect(planOf({ format: { codec: 'mp3', kbps: 320 } })).toMatchObject({ ceilingDbtp: -1, word: 'float' })
    expect(planOf({ format: { codec: 'wav', bits: 32, float: true } })).toMatchObject({ ceilingDbtp: null })
  })

  test.each([
    ['mp3', 96000, 48000],
    ['mp3', 88200, 44100],
    ['opus', 44100, 48000],
    ['aac', 192000, 96000],
    ['ogg', 96000, 48000],
  ] as const)('feeds %s from a %d Hz session at %d Hz', (codec, sessionRateHz, sampleRateHz) => {
    expect(planOf({ target: 'spotify', format: { codec, kbps: 256 } }, sessionRateHz)).toMatchObject({
      sampleRateHz,
      dither: 'none',
    })
  })

  test('names the setting that cannot be met', () => {
    expect(problemsOf({ target: 'spotfy' })).toEqual(['target'])
    expect(problemsOf({ format: { codec: 'mp3', kbps: 320 }, sampleRateHz: 96000 })).toEqual(['sampleRateHz'])
    expect(problemsOf({ target: 'cd', dither: 'lipshitz5' })).toEqual([])
    expect(problemsOf({ target: 'spotify', dither: 'lipshitz5' })).toEqual(['dither'])
    expect(problemsOf({ target: 'cd', sampleRateHz: 48000 })).toEqual(['sampleRateHz'])
    expect(problemsOf({ target: 'cd', format: { codec: 'flac', bits: 24 } })).toEqual(['format'])
    expect(problemsOf({ target: 'cd', format: { codec: 'flac', bits: 16 } })).toEqual([])
    expect(problemsOf({ target: 'cd', lowMono: { freqHz: 100 }, sideLengthS: 60 })).toEqual(['lowMono', 'sideLengthS'])
  })
})
