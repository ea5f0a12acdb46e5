import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AudioProblemCode, probeAudio } from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import { printTried } from '../../../test/_tried.ts'
import {
  areSameBits,
  compare,
  hasWavs,
  type Layout,
  largestDifference,
  pcmOf,
  plainSamples,
  samplesOf,
  scratchFolder,
  WAVS,
} from './_audio.ts'

printTried('odd files of real writers')

/** What becomes of a file: refused with a code, or read. */
type Outcome =
  | { refused: AudioProblemCode }
  /** Equal to a reference within steps of its own depth (0: bit for bit). */
  | { like: Reference; frames: number; bits: number; steps: number }
  /** Like a reference in shape and level, as lossy codecs are. */
  | { soundsLike: Reference; frames: number; correlation: number; gainDb?: number }
  /** Bit for bit what the slow, obvious reader makes of the bytes at a known place. */
  | { raw: Layout; frames: number }
  | { decodes: true; frames: number; channels: number }

type Reference = 'ref_24.wav' | 'ref_44k16.wav'

const REFERENCES: Record<Reference, { layout: Layout; frames: number }> = {
  'ref_24.wav': { layout: { at: 80, bytes: 3, channels: 2 }, frames: 96000 },
  'ref_44k16.wav': { layout: { at: 44, bytes: 2, channels: 2 }, frames: 88200 },
}

/** A converter that rounds or cuts off is within a step; one that dithers within one and a half. */
const DITHERED_STEPS = 1.5
const G711_STEPS = 2 // of 2^-7: the top segment of the curve has steps of 2^-5
const LEVEL_TOLERANCE_DB = 0.35
const LOSSY_CORRELATION = 0.98

const exact = (frames = 96000): Outcome => ({ like: 'ref_24.wav', frames, bits: 24, steps: 0 })
const exact44 = (frames = 88200): Outcome => ({
  like: 'ref_44k16.wav',
  frames,
  bits: 16,
  steps: 0,
})
const within = (bits: number, steps: number): Outcome => ({
  like: 'ref_24.wav',
  frames: 96000,
  bits,
  steps,
})
const lossy = (frames: number, correlation = LOSSY_CORRELATION, gainDb = 0): Outcome => ({
  soundsLike: 'ref_24.wav',
  frames,
  correlation,
  gainDb,
})
const raw = (frames: number, layout: Layout): Outcome => ({ raw: layout, frames })
const refused = (code: AudioProblemCode): Outcome => ({ refused: code })

/** sndfile's writer normalised this one: 3.66 dB up, says the folder's own description. */
const SNDFILE_GAIN_DB = 3.657

const OUTCOMES: Record<string, Outcome> = {
  'aac_192.m4a': lossy(96256),
  'alac_24.m4a': exact(),
  'data_before_fmt.wav': exact44(),
  'data_not_multiple_of_block.wav': exact44(88199),
  'data_size_ffffffff.wav': exact44(88200),
  'empty_data_chunk.wav': refused('AUDIO_EMPTY'),
  'ffmpeg_adpcm_ima.wav': lossy(96615),
  'ffmpeg_adpcm_ms.wav': lossy(96140),
  'ffmpeg_alaw.wav': within(8, G711_STEPS),
  'ffmpeg_bext_16.wav': within(16, 1),
  'ffmpeg_f32le.wav': exact(),
  'ffmpeg_gsm610.wav': { decodes: true, frames: 16000, channels: 1 },
  'ffmpeg_list_before_data.wav': within(16, 1),
  'ffmpeg_mulaw.wav': within(8, G711_STEPS),
  'ffmpeg_pipe_24_size_ffffffff.wav': exact(96000),
  'ffmpeg_rf64_24.wav': exact(),
  'ffmpeg_s16le.wav': within(16, 1),
  'ffmpeg_s24le.wav': exact(),
  'ffmpeg_s32le.wav': exact(),
  'ffmpeg_u8.wav': within(8, 1),
  'flac_24.flac': exact(),
  'flac_44k16.flac': exact44(),
  'flac_decoded.wav': exact(),
  'float32_nan_inf_over_denormal.wav': { decodes: true, frames: 9600, channels: 2 },
  'header_only_first44.wav': refused('AUDIO_DAMAGED'),
  'html_named_wav.wav': refused('AUDIO_NOT_AUDIO'),
  'id3_before_riff.wav': exact44(88200),
  'junk_32k_before_fmt.wav': exact44(),
  'lame_192.mp3': lossy(96000),
  'no_data_chunk.wav': refused('AUDIO_DAMAGED'),
  'odd_chunk_no_pad_byte.wav': exact44(88200),
  'odd_list_chunk_before_data.wav': exact44(),
  'opus_128.opus': lossy(96000),
  'ref_24.wav': exact(),
  'ref_44k16.wav': exact44(),
  'riff_avi_not_wave.wav': refused('AUDIO_NOT_AUDIO'),
  'riff_size_zero_data_size_zero.wav': exact44(88200),
  'sndfile_float32.wav': lossy(96000, 0.999999, SNDFILE_GAIN_DB),
  'sndfile_pcm24.wav': exact(),
  'sndfile_pcmu8.wav': within(8, 1),
  'sox_11k_8bit_mono.wav': raw(22050, { at: 44, bytes: 1, channels: 1 }),
  'sox_6ch_24.wav': exact(),
  'sox_alaw.wav': within(8, G711_STEPS),
  'sox_f32.wav': exact(),
  'sox_f64.wav': exact(),
  'sox_imaadpcm.wav': lossy(96455),
  'sox_msadpcm.wav': lossy(97728),
  'sox_mulaw.wav': within(8, G711_STEPS),
  'sox_pipe_16_size_7fff.wav': within(16, DITHERED_STEPS),
  'sox_pipe_24_size_7fff.wav': exact(96000),
  'sox_s16.wav': within(16, DITHERED_STEPS),
  'sox_s24.wav': exact(),
  'sox_u8.wav': within(8, DITHERED_STEPS),
  'sox_wavpcm_24.wav': exact(),
  'test-1234Hz-le-1ch-10S-20bit-extra.wav': raw(10, { at: 44, bytes: 3, channels: 1 }),
  'test-44100Hz-2ch-32bit-float-be.wav': raw(441, { at: 58, bytes: 4, channels: 2, float: true, bigEndian: true }),
  'test-44100Hz-2ch-32bit-float-le.wav': raw(441, { at: 58, bytes: 4, channels: 2, float: true }),
  'test-44100Hz-be-1ch-4bytes.wav': raw(4410, { at: 80, bytes: 4, channels: 1, bigEndian: true }),
  'test-44100Hz-le-1ch-4bytes-early-eof-no-data.wav': refused('AUDIO_DAMAGED'),
  'test-44100Hz-le-1ch-4bytes-early-eof.wav': raw(236, { at: 80, bytes: 4, channels: 1 }),
  'test-44100Hz-le-1ch-4bytes-incomplete-chunk.wav': refused('AUDIO_DAMAGED'),
  'test-44100Hz-le-1ch-4bytes-rf64.wav': raw(4410, { at: 116, bytes: 4, channels: 1 }),
  'test-44100Hz-le-1ch-4bytes.wav': raw(4410, { at: 80, bytes: 4, channels: 1 }),
  'test-48000Hz-2ch-64bit-float-le-wavex.wav': raw(480, { at: 112, bytes: 8, channels: 2, float: true }),
  'test-8000Hz-be-3ch-5S-24bit.wav': raw(5, { at: 44, bytes: 3, channels: 3, bigEndian: true }),
  'test-8000Hz-le-1ch-1byte-ulaw.wav': { decodes: true, frames: 9, channels: 1 },
  'test-8000Hz-le-2ch-1byteu.wav': raw(800, { at: 44, bytes: 1, channels: 2 }),
  'test-8000Hz-le-3ch-5S-24bit-inconsistent.wav': raw(5, { at: 44, bytes: 3, channels: 3 }),
  'test-8000Hz-le-3ch-5S-24bit-rf64.wav': raw(5, { at: 80, bytes: 3, channels: 3 }),
  'test-8000Hz-le-3ch-5S-24bit.wav': raw(5, { at: 44, bytes: 3, channels: 3 }),
  'test-8000Hz-le-3ch-5S-36bit.wav': raw(5, { at: 44, bytes: 5, channels: 3 }),
  'test-8000Hz-le-3ch-5S-45bit.wav': raw(5, { at: 44, bytes: 6, channels: 3 }),
  'test-8000Hz-le-3ch-5S-53bit.wav': raw(5, { at: 44, bytes: 7, channels: 3 }),
  'test-8000Hz-le-3ch-5S-64bit.wav': raw(5, { at: 44, bytes: 8, channels: 3 }),
  'test-8000Hz-le-4ch-9S-12bit.wav': raw(9, { at: 44, bytes: 2, channels: 4 }),
  'test-8000Hz-le-5ch-9S-5bit.wav': raw(9, { at: 44, bytes: 1, channels: 5 }),
  'trailing_garbage_after_riff.wav': exact44(88200),
  'trunc_data_header_says_more.wav': exact(33320),
  'trunc_in_fmt_chunk.wav': refused('AUDIO_DAMAGED'),
  'two_data_chunks.wav': exact44(44100),
  'vorbis_q5.ogg': lossy(96000),
  'wavpack_24.wv': exact(),
  'zero_channels.wav': refused('AUDIO_DAMAGED'),
  'zero_length.wav': refused('AUDIO_EMPTY'),
  'zero_sample_rate.wav': refused('AUDIO_DAMAGED'),
}

/** What is said of a file that is refused, or repaired while it is read; of the others nothing. */
const PIPED = 'the header has no length (written to a pipe): read to the end of the file'
const SAID: Record<string, string> = {
  'data_before_fmt.wav': "'data' comes before 'fmt '",
  'data_not_multiple_of_block.wav': '1 byte after the last whole frame ignored',
  'data_size_ffffffff.wav': PIPED,
  'empty_data_chunk.wav': 'holds no audio (0 frames)',
  'ffmpeg_pipe_24_size_ffffffff.wav': PIPED,
  'header_only_first44.wav': "no 'data' chunk: the file ends before its audio",
  'html_named_wav.wav': 'no known audio format',
  'id3_before_riff.wav': '20 bytes of ID3 tags before the RIFF skipped',
  'no_data_chunk.wav': "no 'data' chunk: the file ends before its audio",
  'odd_chunk_no_pad_byte.wav': "no pad byte after the odd chunk 'JUNK'",
  'riff_avi_not_wave.wav': 'a RIFF file without audio',
  'riff_size_zero_data_size_zero.wav': 'the header says no audio (never finished): read to the end of the file',
  'sox_pipe_16_size_7fff.wav': PIPED,
  'sox_pipe_24_size_7fff.wav': PIPED,
  'test-44100Hz-le-1ch-4bytes-early-eof-no-data.wav': "no 'data' chunk: the file ends before its audio",
  'test-44100Hz-le-1ch-4bytes-early-eof.wav': 'cut off: the header promises 17640 bytes of audio, the file holds 944',
  'test-44100Hz-le-1ch-4bytes-incomplete-chunk.wav': "no 'data' chunk: the file ends before its audio",
  'test-44100Hz-le-1ch-4bytes.wav': 'the RIFF size says the file ends at byte 17708, but its audio ends at 17720',
  'test-8000Hz-le-3ch-5S-24bit-inconsistent.wav': 'a block of 4 bytes does not fit 3 x 24 bits: taken as 9',
  'trailing_garbage_after_riff.wav': '128 bytes after the end of the RIFF ignored',
  'trunc_data_header_says_more.wav': 'cut off: the header promises 576000 bytes of audio, the file holds 199920',
  'trunc_in_fmt_chunk.wav': "no 'data' chunk: the file ends before its audio",
  'two_data_chunks.wav': "a second 'data' chunk of 176400 bytes is ignored",
  'zero_channels.wav': 'the header says 0 channels',
  'zero_length.wav': 'the file has no bytes',
  'zero_sample_rate.wav': 'the header says a sample rate of 0 Hz',
}

describe.skipIf(!hasWavs)('probeAudio and openPcm on ../shared/wavs (skipped where that folder is absent)', () => {
  const folder = scratchFolder()
  const references = new Map<Reference, Float64Array>()
  const reference = (name: Reference) => {
    const { layout, frames } = REFERENCES[name]
    const samples = references.get(name) ?? plainSamples(join(WAVS, name), layout, frames)
    references.set(name, samples)
    return samples
  }

  test('the table has each of the files and no other', () => {
    expect(Object.keys(OUTCOMES).sort()).toEqual(hasWavs ? readdirSync(WAVS).sort() : [])
  })

  for (const [name, outcome] of Object.entries(OUTCOMES)) {
    const path = join(WAVS, name)
    if ('refused' in outcome) {
      test(`${name} is refused with ${outcome.refused}`, async () => {
        expect(await probeAudio(path)).toMatchObject({ problem: { code: outcome.refused, message: SAID[name] } })
      })
      continue
    }
    test(`${name} gives ${outcome.frames} frames${describeOutcome(outcome)}`, async () => {
      const file = await pcmOf(path, folder)
      expect(file.frames).toBe(outcome.frames)
      expect(file.repairs).toEqual(SAID[name] === undefined ? [] : [SAID[name]])
      const samples = samplesOf(file)
      if ('like' in outcome) {
        expect(largestDifference(samples, reference(outcome.like))).toBeLessThanOrEqual(
          outcome.steps / 2 ** (outcome.bits - 1),
        )
      } else if ('raw' in outcome) {
        expect(areSameBits(samples, plainSamples(path, outcome.raw, outcome.frames))).toBe(true)
      } else if ('soundsLike' in outcome) {
        const { gainDb, correlation } = compare(samples, reference(outcome.soundsLike))
        expect(correlation).toBeGreaterThan(outcome.correlation)
        expect(Math.abs(gainDb - (outcome.gainDb ?? 0))).toBeLessThan(LEVEL_TOLERANCE_DB)
      } else {
        expect(file.channels).toBe(outcome.channels)
        expect(samples.every(Number.isFinite)).toBe(true)
      }
    })
  }
})

function describeOutcome(outcome: Exclude<Outcome, { refused: AudioProblemCode }>): string {
  if ('like' in outcome)
    return outcome.steps === 0 ? ' equal to the reference' : ` within ${outcome.steps} steps of ${outcome.bits} bits`
  if ('soundsLike' in outcome) return ` like the reference at ${outcome.gainDb ?? 0} dB`
  return 'raw' in outcome ? ' with the plain reader’s bits' : ', all finite'
}
