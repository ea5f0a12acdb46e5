import type { AudioProblem } from './audio-info.ts'
import { CorePackage, type StartedCore } from './core-module.ts'
import { type EmscriptenFs, type HostFile, HostFiles } from './host-files.ts'

/** What a run of ffmpeg came to. */
export interface CoreRun {
  /** 0 when ffmpeg was content; -1 when it crashed. */
  exitCode: number
  /** What it complained about, the first 20 lines. */
  errors: string[]
  /** True when a file would have got larger than it may. */
  isTooLarge: boolean
  /** What this machine complained about: a full disk, a file that vanished. */
  hostFailure: NodeJS.ErrnoException | undefined
}

export type LoadedCore = { core: FfmpegCore } | { problem: AudioProblem }

const MAX_ERRORS = 20
const HOST_FOLDER = '/host'
const ANSWER_FILE = '/answer.json'

/** ffmpeg says how often it said the same when it says something else: in the next run, of a file that is good. */
const REPEATED = /Last message repeated \d+ times/g

const cores = new Map<string, FfmpegCore>()

/**
 * ffmpeg 5.1 as WebAssembly (`@ffmpeg/core` 0.12.10, GPL-2.0-or-later, an optional dependency), for one thread.
 *
 * A run blocks its thread: a thread that must stay responsive leaves runs to a worker, and stops one by terminating that
 * worker. A run sees the files it is given and nothing else of the machine. A crash costs the instance, not the object:
 * the next run starts a fresh one. Memory is that of the codec, about 34 MB, whatever the length of the files.
 */
export class FfmpegCore {
  /** Size of the instance's memory after the last run. bytes. */
  heapBytes = 0
  readonly #package: CorePackage
  #starting: Promise<StartedCore> | undefined
  #errors: string[] = []

  private constructor(corePackage: CorePackage) {
    this.#package = corePackage
  }

  /** This thread's core, compiled at its first run. A problem when the package is not installed. */
  static load(): LoadedCore {
    return FfmpegCore.loadFrom(import.meta.url)
  }

  /** The core that the module at `url` would find. */
  static loadFrom(url: string): LoadedCore {
    const known = cores.get(url)
    if (known !== undefined) return { core: known }
    const corePackage = CorePackage.find(url)
    if (corePackage === undefined) return { problem: CORE_MISSING }
    const core = new FfmpegCore(corePackage)
    cores.set(url, core)
    return { core }
  }

  /** Package and version, by which its codecs are known: `@ffmpeg/core 0.12.10`. */
  get name(): string {
    return `@ffmpeg/core ${this.#package.version}`
  }

  /** Runs `ffmpeg` with `args`, in which a file is `/host/<name>`. */
  run(args: readonly string[], files: readonly HostFile[]): Promise<CoreRun> {
    return this.#during(files, ({ module }) => module.exec('-hide_banner', '-v', 'error', ...args))
  }

  /** Runs `ffprobe` with `args`: the JSON it wrote, undefined when it wrote none. */
  async inspect(args: readonly string[], files: readonly HostFile[]): Promise<unknown> {
    let answer: unknown
    await this.#during(files, ({ module }) => {
      module.ffprobe('-v', 'error', '-of', 'json', '-o', ANSWER_FILE, ...args)
      answer = takeJson(module.FS)
      return 0
    })
    return answer
  }

  async #during(files: readonly HostFile[], work: (started: StartedCore) => number): Promise<CoreRun> {
    this.#starting ??= this.#start()
    const started = await this.#starting
    const host = new HostFiles(started.module.FS, files)
    const stackPointer = started.stackPointer()
    let exitCode = -1
    this.#errors = []
    started.module.FS.mount(host, {}, HOST_FOLDER)
    try {
      started.module.reset()
      exitCode = work(started)
    } catch (error) {
      this.#errors.push(`crashed: ${(error as Error).message}`)
    }
    host.close()
    started.module.FS.unmount(HOST_FOLDER)
    // ffmpeg ends by an exception through its own frames, which would leave their stack behind.
    started.restoreStack(stackPointer)
    this.heapBytes = started.module.HEAP8.length
    // After a trap or an abort nobody knows what state the instance is in.
    if (exitCode === -1) this.#starting = undefined
    return { exitCode, errors: this.#errors, hostFailure: host.failure, isTooLarge: host.isTooLarge }
  }

  async #start(): Promise<StartedCore> {
    const started = await this.#package.start()
    started.module.FS.mkdir(HOST_FOLDER)
    started.module.setLogger(({ message }) => this.#note(message))
    return started
  }

  #note(message: string): void {
    // Every run ends with this word, good or bad.
    if (message === 'Aborted()' || this.#errors.length >= MAX_ERRORS) return
    // Addresses in ffmpeg's messages differ from run to run.
    const said = message
      .replace(REPEATED, '')
      .replace(/ @ 0x[0-9a-f]+/g, '')
      .trim()
    if (said !== '') this.#errors.push(said)
  }
}

const CORE_MISSING: AudioProblem = {
  code: 'AUDIO_CODEC_MISSING',
  message: "needs ffmpeg's WebAssembly core, which is not installed (an optional dependency, GPL-2.0-or-later)",
  fix: 'npm install @ffmpeg/core@0.12.10, or use WAV',
}

function takeJson(fs: EmscriptenFs): unknown {
  try {
    const text = Buffer.from(fs.readFile(ANSWER_FILE)).toString('utf8')
    fs.unlink(ANSWER_FILE)
    return JSON.parse(text)
  } catch {
    return undefined // ffprobe wrote nothing, or broke off in the middle
  }
}
