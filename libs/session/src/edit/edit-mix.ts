import { join } from 'node:path'
import { type Diagnostic, editText, parseEditPath } from '@mixwright/project'
import { hasErrors } from '../has-errors.ts'
import { writeText } from '../output/write-text.ts'
import type { Access } from '../song/project-folder.ts'
import { MIX_FILE, readWritten } from '../song/song.ts'
import { languageOf, meantFile, type Read, readAs } from './edited-file.ts'
import { lineDifference } from './line-difference.ts'

export interface EditOptions extends Access {
  /** The new value; absent to remove what is there. */
  value?: string | undefined
  /** Writes nothing. */
  dryRun?: boolean | undefined
}

/** What became of an edit. */
export interface EditedMix {
  file: string
  /** False when the file says it already, when it was refused, and in a dry run. */
  written: boolean
  /** Lines of the file that are new, gone, and around them. */
  difference: string[]
  diagnostics: Diagnostic[]
  /** The new text, and those of presets, for showing where diagnostics point. */
  texts: ReadonlyMap<string, string>
}

/**
 * Changes one value of a mix file, a preset or an album file, keeping everything else byte for byte. An edit is refused
 * with the diagnostics when the file would have an error afterwards that it does not have now. A preset is checked as
 * the strip of a mix that has all names which the preset asks for.
 *
 * @param path folder with a mix.yaml, or else an album.yaml; or the file itself
 * @param place where the value stands: `stems.vocal.gain`; in a preset `inserts.compressor.ratio`
 */
export function editMix(path: string, place: string, { value, dryRun = false, ...access }: EditOptions): EditedMix {
  const { missing, ...written } = readWritten(meantFile(path), MIX_FILE, access)
  const { file, text, folder } = written
  const refused = (diagnostics: Diagnostic[], texts: Read['texts'] = new Map([[file, text]])): EditedMix => {
    return { file, written: false, difference: [], diagnostics, texts }
  }
  if (missing) return refused([missing])
  const language = languageOf(written)
  const before = readAs(language, written)
  const unreadable = before.diagnostics.filter(({ code, severity }) => severity === 'error' && code.startsWith('YAML_'))
  if (unreadable.length > 0) return refused(unreadable)
  const steps = parseEditPath(place)
  if (!steps) {
    const fix = 'write names with dots, places in lists in brackets: `stems.vocal.inserts[0]`'
    return refused([{ code: 'EDIT_PATH', severity: 'error', message: `got '${place}', allowed a path`, fix }])
  }
  const edited = editText(text, steps, value, language)
  if ('problem' in edited) {
    const { problem: message, fix } = edited
    return refused([{ code: 'EDIT_NO_PLACE', severity: 'error', message, ...(fix === undefined ? {} : { fix }) }])
  }
  const after = readAs(language, { ...written, text: edited.text })
  const added = newErrors(before, after)
  if (added.length > 0) return refused(added, after.texts)
  const difference = lineDifference(text, edited.text)
  const isWanted = difference.length > 0 && !dryRun
  const failure = isWanted ? writeText(join(folder, nameOf(file)), edited.text) : undefined
  const diagnostics = failure ? [failure] : []
  return { file, written: isWanted && !hasErrors(diagnostics), difference, diagnostics, texts: after.texts }
}

/** Errors that a text has and another had not, wherever they stand. */
function newErrors(before: Read, after: Read): Diagnostic[] {
  const errorsOf = ({ diagnostics }: Read) => diagnostics.filter(({ severity }) => severity === 'error')
  const known = new Set(errorsOf(before).map(identity))
  return errorsOf(after).filter((one) => !known.has(identity(one)))
}

function identity({ code, message }: Diagnostic): string {
  return JSON.stringify([code, message])
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1)!
}
