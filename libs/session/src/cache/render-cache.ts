import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AudioInfo, PcmFile } from '@mixwright/audio-files'
import type { InsertPlan } from '@mixwright/dsp'
import type { MasterPlan } from '@mixwright/mastering'
import type { InputPlan, JoinedPlan } from '@mixwright/mixer'
import { thisEngine } from '../lock/engine.ts'
import type { Tagging } from '../master/tagging.ts'
import type { PlannedMix } from '../plan/plan-mix.ts'
import { WORKER_SCRIPT } from '../program-files.ts'
import type { StemAudio } from '../song/song-audio.ts'
import { canonicalText, textHash } from './description-hashes.ts'
import { KeptFiles } from './kept-files.ts'

/** The samples of a recording, and what names the file that they come from and what decoded it. */
interface NamedRecording {
  name: string
  pcm: PcmFile
}

/** Recordings by the paths of their samples. */
export type NamedRecordings = ReadonlyMap<string, NamedRecording>

/** Names recordings by the SHA-256 of their files, which are known by their paths in the mix file. */
export function nameRecordings(
  infos: ReadonlyMap<string, AudioInfo>,
  decoded: ReadonlyMap<string, PcmFile>,
  sha256s: ReadonlyMap<string, string>,
): NamedRecordings {
  const recordings = new Map<string, NamedRecording>()
  for (const [written, sha256] of sha256s) {
    const codecs = infos.get(written)?.pcm ? '' : `, decoded by ${thisEngine(true).codecs}`
    const pcm = decoded.get(written)!
    recordings.set(pcm.path, { name: sha256 + codecs, pcm })
  }
  return recordings
}

/** What songs of one folder, of today and of former revisions, keep their renders in. */
export function rendersIn(home: string): KeptFiles {
  return new KeptFiles(join(home, 'renders'))
}

/**
 * What renders of a song came to. A key is the SHA-256 of all that a result depends on: the engine's code, what is
 * computed, and the bytes of every file that is read.
 */
export class RenderCache {
  readonly files: KeptFiles
  /** null within one render, where a path is name enough. */
  readonly #recordings: NamedRecordings | null
  readonly #code: string
  readonly #isCurrent: () => boolean
  /** Whether anything is kept that was not there. */
  readonly isKeeping: boolean

  private constructor(
    files: KeptFiles,
    recordings: NamedRecordings | null,
    code: string,
    isCurrent: () => boolean,
    isKeeping = true,
  ) {
    this.files = files
    this.#recordings = recordings
    this.#code = code
    this.#isCurrent = isCurrent
    this.isKeeping = isKeeping
  }

  /**
   * Renders that lie in `.mixwright/renders` of a song's folder, for recordings that are as they were while `isCurrent`;
   * none where the engine cannot read its own code, as in a page.
   */
  static open(files: KeptFiles, recordings: NamedRecordings, isCurrent: () => boolean): RenderCache | undefined {
    const code = engineCode()
    return code === undefined ? undefined : new RenderCache(files, recordings, code, isCurrent)
  }

  /** A cache that the versions of one render share, in a folder that goes with it. */
  static ofRender(folder: string): RenderCache | undefined {
    const code = engineCode()
    if (code === undefined) return undefined
    return new RenderCache(rendersIn(join(folder, '.mixwright')), null, code, () => true)
  }

  /** The same renders for the recordings of two songs, of which nothing is kept. */
  forBoth(other: RenderCache): RenderCache {
    const recordings = new Map([...(this.#recordings ?? []), ...(other.#recordings ?? [])])
    const isCurrent = () => this.#isCurrent() && other.#isCurrent()
    return new RenderCache(this.files, recordings, this.#code, isCurrent, false)
  }

  /** Keeps what was made of recordings, unless one of them is no longer the file that it was named after. */
  keepMade(key: string, path: string, figures: unknown): void {
    if (this.isKeeping && this.#isCurrent()) this.files.keep(key, path, figures)
  }

  /** Of all that a mix depends on; undefined when a recording has not been hashed. */
  mixKey({ plan, stems }: PlannedMix): string | undefined {
    const recordings = stems.map(({ pcm, pick, clip }) => ({ from: this.nameOf({ pcm }), pick, clip }))
    if (recordings.some(({ from }) => from === undefined)) return undefined
    return this.#key('mix', { engine: thisEngine(false), plan, recordings })
  }

  /** Of all that a delivery depends on. */
  masterKey(master: {
    mixPcmSha256: string | undefined
    sampleRateHz: number
    plan: MasterPlan
    inserts: readonly InsertPlan[]
    tagging: Tagging
  }): string {
    return this.#key('master', { engine: thisEngine(master.plan.format.codec !== 'wav'), ...master })
  }

  /** How the keys of sums of stems begin. */
  readonly sumPrefix = 'sum-'

  sumKey(members: readonly string[]): string {
    return this.sumPrefix + this.#key('sum', { members })
  }

  /** What names the file that a stem comes from. */
  nameOf({ pcm }: Pick<StemAudio, 'pcm'>): string | undefined {
    return this.#recordings ? this.#recordings.get(pcm.path)?.name : pcm.path
  }

  /** A former stem with the samples that its name stands for today, wherever they lie; undefined where there are none. */
  found(stem: StemAudio, name: string): StemAudio | undefined {
    if (this.nameOf(stem) === name) return stem
    const same = [...(this.#recordings?.values() ?? [])].find((recording) => recording.name === name)
    return same && { ...stem, pcm: same.pcm }
  }

  /** Hashes of all that the inputs of a sum, and strips as they were written, depend on. */
  planHashes(plan: JoinedPlan, stems: readonly StemAudio[]) {
    const { strips, sampleRateHz, panLaw } = plan
    const known = new Map<number, string>()
    const hashOf = (index: number): string => {
      const found = known.get(index)
      if (found !== undefined) return found
      const { name, origin, heard, inputs, inserts, stem, ...settings } = strips[index]!
      const recording = stem === null ? null : { from: this.nameOf(stems[stem]!) ?? null, ...clipOf(stems[stem]!) }
      const chain = inserts.map(({ insert, key }) => ({ insert, key: key === null ? null : hashOf(key) }))
      const parts = { sampleRateHz, panLaw, settings, recording, chain, fed: inputs.map(inputHash) }
      const hash = this.#key('strip', parts)
      known.set(index, hash)
      return hash
    }
    const aheadOf = (index: number): string => {
      const { kind, mono, trimDb, inverted, recorded, inputs, inserts, stem } = strips[index]!
      const recording = stem === null ? null : { from: this.nameOf(stems[stem]!) ?? null, ...clipOf(stems[stem]!) }
      const chain = inserts.map(({ insert, key }) => ({ insert, key: key === null ? null : hashOf(key) }))
      const settings = { kind, mono, trimDb, inverted, recorded }
      return this.#key('ahead', { sampleRateHz, settings, recording, chain, fed: inputs.map(inputHash) })
    }
    const inputHash = ({ from, ...how }: InputPlan) => this.#key('input', { from: hashOf(from), how })
    return {
      /** Of a signal as it reaches a strip, over a whole song. */
      heardAt: (strip: number, input: number, songFrames: number): string => {
        const { heard } = strips.find(({ origin }) => origin === strip)!
        return this.#key('heard', { input: inputHash(heard[input]!), songFrames })
      },
      /** Of what a strip gives ahead of its fader. */
      aheadOf,
      membersOf: (sum: number): string[] => strips[sum]!.inputs.map(inputHash),
      written: (): string[] => strips.flatMap(({ origin }, index) => (origin === null ? [] : [hashOf(index)])),
    }
  }

  #key(kind: string, parts: object): string {
    return textHash(canonicalText([kind, this.#code, withHashes(parts)]))
  }
}

function clipOf({ pick, clip }: StemAudio) {
  return { pick, clip }
}

/** Lists of samples and pictures by their hash: as text they would be many megabytes. */
function withHashes(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return { [value.constructor.name]: createHash('sha256').update(bytes).digest('hex') }
  }
  if (Array.isArray(value)) return value.map(withHashes)
  if (value instanceof Map) return { map: [...value].map(withHashes) }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withHashes(item)]))
}

/** SHA-256 of the script of the threads, where settings become coefficients; it names its parts by their content. */
function engineCode(): string | undefined {
  try {
    const script = readFileSync(WORKER_SCRIPT)
    return createHash('sha256').update(script).digest('hex')
  } catch {
    return undefined
  }
}
