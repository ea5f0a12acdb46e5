import { parseProject } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { diagnosticsOf, inserts, mix, NIGHT_DRIVE, parsed, stem, TARGETS } from './_mix.ts'

const COMPRESSOR = {
  kind: 'compressor',
  bypass: false,
  thresholdDb: -18,
  ratio: 1,
  attackMs: 10,
  releaseMs: 120,
  kneeDb: 6,
  makeupDb: 0,
  mix: 1,
  detector: 'peak',
  lookaheadMs: 0,
  link: 1,
}
const STRIP = { inserts: [], faderDb: 0, pan: 0, width: 1, sends: [], bus: 'mix', mute: false, solo: false }
const CLIP = { startS: 0, offsetS: 0, fadeInMs: 0, fadeOutMs: 0, delayMs: 0 }
const STEM = { channels: 'stereo', polarity: 'normal', trimDb: 0, ...CLIP, ...STRIP }

describe('the mix of the language’s own example', () => {
  const { project, diagnostics } = parseProject(NIGHT_DRIVE, 'mix.yaml', { targets: TARGETS })

  test('has nothing to report', () => {
    expect(diagnostics).toEqual([])
  })

  test('says what the song is called and how it is counted', () => {
    expect(project).toMatchObject({
      mixwright: 1,
      title: 'Night Drive',
      artist: 'The Placeholders',
      isrc: 'QZABC2600001',
      sampleRateHz: 48_000,
      tempoBpm: 96,
      timeSignature: { beatsPerBar: 4, beatUnit: 4 },
      sections: [
        { name: 'intro', atS: 0 },
        { name: 'verse', atS: 20 },
        { name: 'chorus', atS: 60 },
        { name: 'outro', atS: 140 },
      ],
    })
    expect(project).not.toHaveProperty('lengthS')
    expect(project).not.toHaveProperty('seed')
  })

  test('has three stems, in the order of the file', () => {
    expect(project?.stems).toEqual([
      { name: 'kick', ...STEM, file: 'stems/kick.wav', bus: 'drums', faderDb: -2 },
      {
        name: 'vocal',
        ...STEM,
        file: 'stems/vocal.flac',
        startS: 20,
        inserts: [
          {
            kind: 'eq',
            bypass: false,
            phase: 'minimum',
            bands: [
              { type: 'highPass', freqHz: 90, slopeDbPerOct: 24, on: 'stereo' },
              { type: 'bell', freqHz: 250, gainDb: -2.5, q: 1.4, on: 'stereo' },
              { type: 'highShelf', freqHz: 9000, gainDb: 2, slopeDbPerOct: 12, on: 'stereo' },
            ],
          },
          { ...COMPRESSOR, thresholdDb: -20, ratio: 3, attackMs: 8, releaseMs: 90, kneeDb: 6, makeupDb: 2 },
          {
            kind: 'deesser',
            bypass: false,
            freqHz: 6500,
            thresholdDb: -28,
            ratio: 4,
            attackMs: 1,
            releaseMs: 60,
            rangeDb: 12,
            link: 1,
          },
        ],
        faderDb: {
          points: [
            { atS: 0, value: -4, shape: 'line' },
            { atS: 60, value: -2.5, shape: 'line' },
            { atS: 140, value: -5, shape: 'step' },
          ],
        },
        pan: 0.1,
        width: 1,
        sends: [
          { to: 'room', sendDb: -14, tap: 'postFader' },
          { to: 'echo', sendDb: -20, tap: 'preFader' },
        ],
      },
      {
        name: 'bass',
        ...STEM,
        file: 'stems/bass.wav',
        inserts: [{ ...COMPRESSOR, thresholdDb: -22, ratio: 4, sidechain: { from: 'kick', listen: false } }],
      },
    ])
  })

  test('has a bus and three returns', () => {
    expect(project?.buses).toEqual([
      {
        name: 'drums',
        ...STRIP,
        inserts: [{ ...COMPRESSOR, thresholdDb: -16, ratio: 2 }],
        sends: [{ to: 'room', sendDb: -18, tap: 'postFader' }],
      },
    ])
    const bypass = false
    const reverb = { decayS: 1.8, predelayMs: 20, dampingHz: 6000, width: 1, mix: 1 }
    const convolution = { file: 'ir/hall.wav', gainDb: 0, predelayMs: 0, normalize: false, mix: 1 }
    const delay = { timeMs: 468.75, feedback: 0.35, pingPong: true, lowPassHz: 5000, mix: 1 }
    expect(project?.returns).toEqual([
      { name: 'room', ...STRIP, inserts: [{ kind: 'reverb', bypass, space: 'plate', ...reverb }] },
      { name: 'hall', ...STRIP, inserts: [{ kind: 'convolution', bypass, ...convolution }] },
      { name: 'echo', ...STRIP, inserts: [{ kind: 'delay', bypass, ...delay }] },
    ])
  })

  test('has a mix bus and a master', () => {
    expect(project?.mix).toEqual({
      panLawDb: -3,
      inserts: [{ ...COMPRESSOR, thresholdDb: -12, ratio: 1.5, attackMs: 30, releaseMs: 'auto' }],
      faderDb: 0,
    })
    const { kind: _, bypass: __, mix: ___, detector: ____, lookaheadMs: _____, link: ______, ...band } = COMPRESSOR
    expect(project?.master.inserts).toEqual([
      {
        kind: 'eq',
        bypass: false,
        phase: 'minimum',
        bands: [
          { type: 'lowShelf', freqHz: 80, gainDb: 0.5, slopeDbPerOct: 12, on: 'stereo' },
          { type: 'highShelf', freqHz: 12_000, gainDb: 1, slopeDbPerOct: 12, on: 'stereo' },
        ],
      },
      {
        kind: 'multiband',
        bypass: false,
        crossoversHz: [120, 2000, 8000],
        bands: [{ ...band, ratio: 2 }, band, band, band],
      },
      { kind: 'stereo', bypass: false, monoBelowHz: 80, width: 1.05 },
    ])
  })

  test('has eight deliveries that say only what is written', () => {
    const plain = (name: string) => ({ name, target: name, inserts: [] })
    expect(project?.deliver).toEqual([
      plain('spotify'),
      plain('apple'),
      plain('youtube'),
      plain('tidal'),
      { ...plain('soundcloud'), format: { codec: 'mp3', kbps: 320 } },
      { ...plain('cd'), dither: 'shaped' },
      { ...plain('vinyl'), side: 'A', sideLengthS: 1110 },
      { ...plain('archive'), format: { codec: 'wav', bits: 32, float: true }, loudnessLufs: 'as mixed' },
    ])
  })

  test('knows where things are written', () => {
    const place = (...path: (string | number)[]) => project?.place(path)
    expect(place('stems', 'kick', 'file')).toEqual({ file: 'mix.yaml', line: 12, column: 11, endColumn: 25 })
    expect(place('stems', 'vocal')).toEqual({ file: 'mix.yaml', line: 15, column: 3, endColumn: 8 })
    expect(place('stems', 'vocal', 'inserts', 1, 'compressor', 'ratio')).toMatchObject({ line: 23, column: 49 })
    expect(place('deliver', 'cd', 'dither')).toMatchObject({ line: 59, column: 17 })
    expect(place('deliver', 'cd', 'format')).toBeUndefined()
    expect(place('stems', 7, 'file')).toBeUndefined()
  })

  test('is plain data that can be copied, compared and sent to another thread', () => {
    expect(structuredClone(project)).toEqual(project)
    expect(Object.keys(project ?? {})).not.toContain('place')
  })
})

describe('project', () => {
  test('is the same for any order of keys at the top', () => {
    const blocks = NIGHT_DRIVE.split(/\n(?=\w)/)
    expect(parsed(blocks.reverse().join('\n'))).toEqual(parsed(NIGHT_DRIVE))
  })

  test('is the same with and without a byte-order mark and with either line break', () => {
    const plain = parsed(NIGHT_DRIVE)
    expect(parsed(`\ufeff${NIGHT_DRIVE}`)).toEqual(plain)
    expect(parsed(NIGHT_DRIVE.replaceAll('\n', '\r\n'))).toEqual(plain)
    expect(diagnosticsOf(`\ufeff${NIGHT_DRIVE}`)).toMatchObject([{ code: 'YAML_BYTE_ORDER_MARK', severity: 'info' }])
  })

  test('of the shortest mix file has every default', () => {
    expect(parsed('mixwright: 1\nstems: { a: { file: a.wav } }\n')).toEqual({
      mixwright: 1,
      sampleRateHz: 48_000,
      timeSignature: { beatsPerBar: 4, beatUnit: 4 },
      sections: [],
      stems: [{ name: 'a', file: 'a.wav', ...STEM }],
      buses: [],
      returns: [],
      groups: [],
      mix: { panLawDb: -3, inserts: [], faderDb: 0 },
      master: { inserts: [] },
      deliver: [],
      expect: [],
    })
  })

  test('takes empty values as empty maps and lists', () => {
    const text = mix('buses:', 'returns:', 'mix:', 'master:', 'deliver:', 'sections:').replace(
      'kick.wav',
      'kick.wav\n    inserts:\n    sends:',
    )
    expect(parsed(text).stems[0]).toMatchObject({ inserts: [], sends: [] })
  })

  test('keeps what looks like a number or a truth where text is asked', () => {
    expect(parsed(mix('title: 1999', 'album: true', 'seed: 007'))).toMatchObject({
      title: '1999',
      album: 'true',
      seed: '007',
    })
  })

  test('keeps leading zeros of a UPC and takes dashes from an ISRC', () => {
    expect(parsed(mix('upc: 036000291452', 'isrc: USRC17607839'))).toMatchObject({
      upc: '036000291452',
      isrc: 'USRC17607839',
    })
  })

  test('shares chains by anchor and alias', () => {
    const text = `${stem('inserts: &chain [ { stereo: { width: 50 % } } ]')}buses: { b: { inserts: *chain } }\n`
    const { stems, buses } = parsed(text)
    expect(buses[0]?.inserts).toEqual(stems[0]?.inserts)
  })
})

describe('insert', () => {
  test.each([
    ['inside its settings', 'stereo: { bypass: true }'],
    ['beside its key', '{ stereo: {}, bypass: true }'],
  ])('is bypassed %s', (_, written) => {
    expect(parsed(inserts(written)).stems[0]?.inserts[0]).toMatchObject({ kind: 'stereo', bypass: true, width: 1 })
  })

  test('eq is bypassed beside its key', () => {
    const written = '{ eq: [ { notch: 50 Hz } ], bypass: true }'
    expect(parsed(inserts(written)).stems[0]?.inserts[0]).toEqual({
      kind: 'eq',
      bypass: true,
      phase: 'minimum',
      bands: [{ type: 'notch', freqHz: 50, q: 10, on: 'stereo' }],
    })
  })

  test('compressor without a ratio is warned of, and the mix is still good', () => {
    const { project, diagnostics } = parseProject(inserts('compressor: { threshold: -30 dB }'), 'mix.yaml')
    expect(diagnostics).toMatchObject([{ code: 'PROJECT_NO_EFFECT', severity: 'warning', line: 7, column: 9 }])
    expect(project?.stems[0]?.inserts[0]).toEqual({ ...COMPRESSOR, thresholdDb: -30 })
  })

  test('compressor that is bypassed or only makes up is not warned of', () => {
    expect(diagnosticsOf(inserts('compressor: { bypass: true }', 'compressor: { makeup: 3 dB }'))).toEqual([])
  })

  test('multiband with all bands alone changes nothing and is not wrong', () => {
    const [insert] = parsed(inserts('multiband: { crossovers: [200 Hz], bands: [{}, {}] }')).stems[0]?.inserts ?? []
    expect(insert).toMatchObject({ bands: [{ ratio: 1 }, { ratio: 1 }] })
  })
})

describe('automation', () => {
  test('moves gain, pan, width and send levels', () => {
    const text = `${stem(
      'gain: { 0:00: -inf dB, 0:04: step -6 dB, bar 5: 0 dB }',
      'pan: { 0 s: C, 1 s: 100L, 2 s: step 0.5 }',
      'width: { 0:10: 0 %, 0:00: 100 % }',
      'sends: { r: { 0:00: -20 dB, 0:01: -10 dB }, q: { level: { 0:00: -3 dB }, tap: preFader } }',
    )}returns: { r: {}, q: {} }\n`
    expect(parsed(text).stems[0]).toMatchObject({
      faderDb: {
        points: [
          { atS: 0, value: Number.NEGATIVE_INFINITY, shape: 'line' },
          { atS: 4, value: -6, shape: 'step' },
          { atS: 8, value: 0, shape: 'line' },
        ],
      },
      pan: {
        points: [
          { atS: 0, value: 0, shape: 'line' },
          { atS: 1, value: -1, shape: 'line' },
          { atS: 2, value: 0.5, shape: 'step' },
        ],
      },
      width: {
        points: [
          { atS: 0, value: 1, shape: 'line' },
          { atS: 10, value: 0, shape: 'line' },
        ],
      },
      sends: [
        {
          to: 'r',
          sendDb: {
            points: [
              { atS: 0, value: -20, shape: 'line' },
              { atS: 1, value: -10, shape: 'line' },
            ],
          },
          tap: 'postFader',
        },
        { to: 'q', sendDb: { points: [{ atS: 0, value: -3, shape: 'line' }] }, tap: 'preFader' },
      ],
    })
  })
})
