import { join } from 'node:path'
import { type AudioProblem, type PcmFile, probeWav } from '@mixwright/audio-files'
import { gainToDb } from '@mixwright/dsp'
import type { Album, Diagnostic, Place } from '@mixwright/project'
import { hasErrors } from '../has-errors.ts'
import { deliverMasters } from '../master/deliver.ts'
import { asPcm, ofTwoChannels } from '../measure/measure.ts'
import { mixSong } from '../mix/mix-song.ts'
import type { Staging } from '../output/staging.ts'
import { planMix } from '../plan/plan-mix.ts'
import { sayNotNumbers } from '../song/not-numbers.ts'
import { prepareSongAudio } from '../song/prepare-audio.ts'
import { type JobOptions, runJob } from '../threads.ts'
import type { CheckedTrack, FileSource, SongSource } from './album-check.ts'

export interface TrackOptions extends JobOptions {
  jobs: number
  staging: Staging
}

/** A track's audio, 44.1 kHz, 16 bit, stereo, when it could be made; and what is to be said of it. */
export interface TrackAudio {
  audio?: PcmFile
  diagnostics: Diagnostic[]
}

/** Makes the audio of one track. */
export async function makeTrack(
  album: Album,
  index: number,
  { written, source }: CheckedTrack,
  options: TrackOptions,
): Promise<TrackAudio> {
  const name = join('tracks', String(index + 1).padStart(2, '0'))
  if (source.kind === 'song') return songAudio(source, name, options)
  const place = album.place(['tracks', index, 'file'])
  const seed = `${album.seed === undefined ? '' : `${album.seed}/`}track ${index + 1}`
  const work = { source, gainDb: written.gainDb ?? 0, dither: album.dither, seed, subject: `track ${index + 1}` }
  return fileAudio(work, name, place, options)
}

/** Mixes a song and masters the delivery that becomes its track. */
async function songAudio(
  { checked, order, planned }: SongSource,
  name: string,
  { jobs, staging, signal, onProgress }: TrackOptions,
): Promise<TrackAudio> {
  const { song, infos } = checked
  const prepared = await prepareSongAudio(song, infos, { jobs, signal })
  if (hasErrors(prepared.diagnostics)) return { diagnostics: prepared.diagnostics }
  const mixPath = staging.path(`${name}-mix.wav`)
  const mixed = await mixSong(planMix(song.project!, prepared.audio), mixPath, {
    jobs,
    signal,
    onProgress: (done) => onProgress?.(done / 2),
  })
  if ('problem' in mixed) {
    const message = `the mix: ${mixed.problem.message}`
    return { diagnostics: [{ ...mixed.problem, severity: 'error', file: song.file, message }] }
  }
  const outputName = `${name}.wav`
  const masters = await deliverMasters(order, [{ ...planned, outputName }], {
    jobs,
    signal,
    onProgress: (done) => onProgress?.((1 + done) / 2),
    mix: readBack(mixPath),
    impulses: prepared.audio.impulses,
    staging,
    shown: (output) => output,
  })
  const diagnostics = [...prepared.diagnostics, ...masters.diagnostics]
  return masters.deliveries.length === 0 ? { diagnostics } : { audio: readBack(staging.path(outputName)), diagnostics }
}

interface FileWork {
  source: FileSource
  gainDb: number
  dither: Album['dither']
  seed: string
  /** `track 3` */
  subject: string
}

/** Converts a finished master; 44.1 kHz, 16 bit at an unchanged level stays as it is, bit for bit. */
async function fileAudio(
  { source, gainDb, dither, seed, subject }: FileWork,
  name: string,
  place: Place | undefined,
  { staging, signal, onProgress }: TrackOptions,
): Promise<TrackAudio> {
  const failed = ({ code, message, fix }: AudioProblem): TrackAudio => {
    const said = { code, severity: 'error', message: `${subject} file: ${message}`, ...place } as const
    return { diagnostics: [fix === undefined ? said : { ...said, fix }] }
  }
  const decoded = await asPcm(source.info, () => staging.path(`${name}-decoded.wav`), signal)
  const ready = 'problem' in decoded ? decoded : ofTwoChannels(decoded.info)
  if ('problem' in ready) return failed(ready.problem)
  const path = staging.path(`${name}.wav`)
  const pcm = ready.info
  const scanned = pcm.float ? await runJob({ kind: 'scan', pcm }, { signal }) : undefined
  if (scanned && 'problem' in scanned) return failed(scanned.problem)
  const known = source.info.repairs
  const repairs = [...pcm.repairs.filter((one) => !known.includes(one)), ...sayNotNumbers(scanned?.notNumbers)]
  const diagnostics = repairs.map((said): Diagnostic => {
    return { code: 'AUDIO_REPAIRED', severity: 'warning', message: `${subject} file: ${said}`, ...place }
  })
  const result = await runJob({ kind: 'convert', pcm, gainDb, dither, seed, path }, { signal, onProgress })
  if ('problem' in result) return failed(result.problem)
  const { clippedSamples, peak } = result.converted
  const audio = readBack(path)
  if (clippedSamples === 0 || peak <= 1) return { audio, diagnostics }
  const overDb = Math.ceil(gainToDb(peak) * 10) / 10
  const message = `${subject} file: ${clippedSamples} samples would be cut off, its peak is ${gainToDb(peak).toFixed(2)} dBFS`
  const fix = `lower it with \`gain: ${(gainDb - overDb).toFixed(1)} dB\`, or limit it first`
  diagnostics.push({ code: 'DISC_CLIPPED', severity: 'error', message, fix, ...place })
  return { audio, diagnostics }
}

function readBack(path: string): PcmFile {
  const probed = probeWav(path)
  if ('problem' in probed) throw new Error(`a track cannot be read back: ${probed.problem.message}`)
  return probed.info
}
