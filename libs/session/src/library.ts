import type { Diagnostic, Project } from '@mixwright/project'
import { checkMix } from './check.ts'
import { hasErrors } from './has-errors.ts'
import { type MeasureDocument, type MeasureOptions, measureFiles } from './measure/measure.ts'
import { type RenderOptions, type RenderResult, renderMix } from './render.ts'
import type { Access } from './song/project-folder.ts'
import type { Song } from './song/song.ts'

/** A mix that was read and checked. */
export interface Mix {
  /** Path of the mix file as a person would call it from here. */
  file: string
  /** Folder of the mix file; paths in it start here. */
  folder: string
  /** What it says, checked, every default filled in; undefined when its text has errors. */
  project: Project | undefined
  /** Names of its variants, in the order of the file. */
  variants: readonly string[]
  /** All that is wrong with it and its audio files, and advice; in the order of the text. */
  diagnostics: readonly Diagnostic[]
  /** True when it can be rendered: no diagnostic is an error. */
  isValid: boolean
  /** Whether it may read files outside its project, as it was loaded; `render` takes it over. */
  allowOutside: boolean
  /** What the mix file and its presets say, by the `file` of a diagnostic; for `formatDiagnostic`. */
  texts: Song['texts']
}

/**
 * Reads a mix and finds everything that can be wrong with it, without rendering. What is wrong is no exception: it
 * stands in `diagnostics`.
 *
 * @param path a folder with a `mix.yaml`, or the file itself
 * @param access whether files outside the project may be read
 */
export async function loadMix(path: string, access: Access = {}): Promise<Mix> {
  const { song, diagnostics } = await checkMix(path, { ...access, samples: true })
  const { file, folder, project, variants, texts } = song
  const names = variants.map(({ name }) => name)
  const { allowOutside = false } = access
  return { file, folder, project, variants: names, diagnostics, isValid: !hasErrors(diagnostics), allowOutside, texts }
}

/**
 * Mixes a song and masters its deliveries, as `mixwright render` does, and tells what was made; a promise that is not
 * kept is an error among its diagnostics. The files are read again: what lies on disk now is what is rendered. Outputs
 * appear together when all of them are finished; after an error, or when `signal` was aborted, none do.
 *
 * @param mix one that was loaded, or its path
 * @throws the reason of `signal`, when it was aborted; all threads have ended then, and nothing is left behind
 */
export async function render(mix: Mix | string, options: RenderOptions = {}): Promise<RenderResult> {
  if (typeof mix === 'string') return (await renderMix(mix, options)).result
  const { allowOutside = mix.allowOutside, ...rest } = options
  return (await renderMix(mix.file, { ...rest, allowOutside })).result
}

/**
 * Reads every meter on audio files of any format, from 8 to 384 kHz, mono to 7.1. A file that cannot be read is an error
 * among the diagnostics, and the others are measured.
 *
 * @throws the reason of `signal`, when it was aborted
 */
export async function measure(
  files: string | readonly string[],
  options: MeasureOptions = {},
): Promise<MeasureDocument> {
  return measureFiles(typeof files === 'string' ? [files] : files, options)
}
