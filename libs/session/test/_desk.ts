import { type AudioInfo, type PcmFile, probeWav } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { Desk } from '@mixwright/mixer'
import { parseProject } from '@mixwright/project'
import { planMix } from '../src/plan/plan-mix.ts'
import { readImpulse } from '../src/song/impulse.ts'
import { checkMonoStems } from '../src/song/mono-stem.ts'
import { SongStem } from '../src/song/song-stem.ts'

/** Left and right of a mix in turn. */
export type Mixed = Float64Array

/** A desk for any mix whose audio files are among those of a folder, in this thread and without a file written. */
export class TestDesk {
  readonly #files: ReadonlyMap<string, PcmFile>

  constructor(folder: string, names: readonly string[]) {
    this.#files = new Map(names.map((name) => [name, probed(`${folder}/${name}`)]))
  }

  /** Whether nothing in a text is wrong, so that it can be mixed. */
  accepts(text: string): boolean {
    const { project } = parseProject(text, 'mix.yaml')
    if (!project) return false
    const found = checkMonoStems(project, this.#files as ReadonlyMap<string, AudioInfo>)
    return found.every(({ severity }) => severity !== 'error')
  }

  /** The mix of a text that must be right. */
  mix(text: string, blockFrames?: number): Mixed {
    const { project, diagnostics } = parseProject(text, 'mix.yaml')
    if (!project) throw new Error(`${JSON.stringify(diagnostics, null, 1)}\n${text}`)
    const impulses = new Map([...this.#files].map(([name, file]) => [name, readImpulse(file)]))
    const { plan, stems } = planMix(project, { stems: this.#files, impulses })
    const arena = new Arena()
    const pieces: Float64Array[] = []
    const desk = new Desk(plan, {
      arena,
      openStem: (stem) => new SongStem(stems[stem]!, plan.sampleRateHz, arena),
      sink: { write: (at, frames) => void pieces.push(arena.f64(at, 2 * frames).slice()) },
      ...(blockFrames === undefined ? {} : { blockFrames }),
    })
    desk.reset()
    const frames = desk.run()!
    const all = new Float64Array(2 * frames)
    let at = 0
    for (const piece of pieces) {
      all.set(piece, at)
      at += piece.length
    }
    return all
  }
}

function probed(path: string): PcmFile {
  const found = probeWav(path)
  if ('problem' in found) throw new Error(found.problem.message)
  return found.info
}
