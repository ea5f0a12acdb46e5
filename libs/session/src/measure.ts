import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AudioInfo, type AudioProblem, type PcmFile, probeAudio } from '@mixwright/audio-files'
import type { Measurement } from '@mixwright/metering'
import type { Diagnostic } from '@mixwright/project'
import { defaultThreads, runJob, runLimited } from './threads.ts'

/** Every figure of one audio file, by the names of the `measure` document. */
export interface FileMeasurement extends Measurement {
  file: string
  sampleRateHz: number
  channels: number
  /** null for lossy codecs. */
  bitDepth: number | null
}

export interface MeasureOptions {
  jobs?: number
  signal?: AbortSignal
  onProgress?: (done: number) => void
}

/** Reads every meter on audio files of any format. */
export async function measureFiles(
  files: readonly string[],
  { jobs = defaultThreads(), signal, onProgress }: MeasureOptions = {},
): Promise<{ files: FileMeasurement[]; diagnostics: Diagnostic[] }> {
  const scratch = mkdtempSync(join(tmpdir(), 'mixwright-'))
  const done = files.map(() => 0)
  const report = (index: number, part: number) => {
    done[index] = part
    onProgress?.(done.reduce((sum, one) => sum + one, 0) / files.length)
  }
  try {
    const tasks = files.map((file, index) => async () => {
      const path = join(scratch, `${index}.wav`)
      return measureFile(file, path, { signal, onProgress: (part) => report(index, part) })
    })
    const results = await runLimited(jobs, tasks)
    return {
      files: results.flatMap((result) => ('measured' in result ? [result.measured] : [])),
      diagnostics: results.flatMap((result, index) =>
        'problem' in result ? [fileDiagnostic(files[index]!, result.problem)] : [],
      ),
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

type Measured = { measured: FileMeasurement } | { problem: AudioProblem }

/** Measures one file; a compressed one is decoded to `scratchPath` first. */
export async function measureFile(
  file: string,
  scratchPath: string,
  options: { signal?: AbortSignal | undefined; onProgress?: ((done: number) => void) | undefined } = {},
): Promise<Measured> {
  const probed = await probeAudio(file)
  if ('problem' in probed) return probed
  const ready = await asPcm(probed.info, scratchPath, options.signal)
  if ('problem' in ready) return ready
  const pcm = ofTwoChannels(ready.info)
  if ('problem' in pcm) return pcm
  const result = await runJob({ kind: 'measure', pcm: pcm.info }, options)
  if ('problem' in result) return result
  const { sampleRateHz, channels, bitDepth } = probed.info
  return { measured: { file, sampleRateHz, channels, bitDepth, ...result.measurement } }
}

/** A file that can be streamed: itself, or what it decodes to, at `path`. */
export async function asPcm(info: AudioInfo, path: string, signal: AbortSignal | undefined) {
  return info.pcm ? { info: info as PcmFile } : runJob({ kind: 'decode', info, path }, { signal })
}

/** The file itself, when it is mono or stereo. */
export function ofTwoChannels(info: PcmFile): { info: PcmFile } | { problem: AudioProblem } {
  if (info.channels <= 2) return { info }
  return { problem: { code: 'AUDIO_UNSUPPORTED', message: `channels: got ${info.channels}, allowed 1 or 2` } }
}

/** A file that cannot be used, as a diagnostic. */
export function fileDiagnostic(file: string, problem: AudioProblem): Diagnostic {
  return { ...problem, severity: 'error', file, message: `'${file}' ${problem.message}` }
}
