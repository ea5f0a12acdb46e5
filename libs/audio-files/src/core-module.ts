import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { EmscriptenFs } from './host-files.ts'

/** One instance of ffmpeg's core, as Emscripten's glue presents it. */
export interface CoreModule {
  FS: EmscriptenFs
  /** The memory; replaced when it grows. */
  HEAP8: Int8Array
  /** Exit code of the last run; -1 before it, and after one that aborted. */
  ret: number
  exec(...args: string[]): number
  ffprobe(...args: string[]): number
  reset(): void
  setLogger(logger: (line: { type: string; message: string }) => void): void
  _malloc(bytes: number): number
  asm: Record<string, (stackPointer?: number) => number>
}

/** An instance with a hold on its stack. */
export interface StartedCore {
  module: CoreModule
  stackPointer(): number
  restoreStack(stackPointer: number): void
}

type CreateModule = (overrides: { instantiateWasm: InstantiateWasm }) => Promise<CoreModule>
type InstantiateWasm = (
  imports: WebAssembly.Imports,
  done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
) => WebAssembly.Exports

/** libopus overruns the 64 KiB that the core was built with. */
const STACK_BYTES = 8 << 20

/** The package `@ffmpeg/core`, found but not yet compiled. */
export class CorePackage {
  readonly #create: CreateModule
  readonly #wasmPath: string
  readonly #stackSave: string
  readonly #stackRestore: string
  /** Of the package. */
  readonly version: string
  #compiled: WebAssembly.Module | undefined

  private constructor(
    create: CreateModule,
    wasmPath: string,
    stackSave: string,
    stackRestore: string,
    version: string,
  ) {
    this.version = version
    this.#create = create
    this.#wasmPath = wasmPath
    this.#stackSave = stackSave
    this.#stackRestore = stackRestore
  }

  /** The package as the module at `url` finds it; undefined when it is absent or of another build than 0.12.10. */
  static find(url: string): CorePackage | undefined {
    const requireThere = createRequire(url)
    try {
      const gluePath = requireThere.resolve('@ffmpeg/core')
      const glue = readFileSync(gluePath, 'utf8')
      const stackSave = exportBehind(glue, 'stackSave')
      const stackRestore = exportBehind(glue, 'stackRestore')
      if (stackSave === undefined || stackRestore === undefined) return undefined
      const wasmPath = requireThere.resolve('@ffmpeg/core/wasm')
      const { version } = JSON.parse(readFileSync(join(dirname(gluePath), '../../package.json'), 'utf8'))
      return new CorePackage(requireThere(gluePath), wasmPath, stackSave, stackRestore, version)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined
      throw error
    }
  }

  /** A fresh instance, with a stack of 8 MiB. Takes about 0.2 s the first time, 30 ms after that. */
  async start(): Promise<StartedCore> {
    const compiled = this.#compile()
    const created = withSelf(() =>
      this.#create({
        instantiateWasm(imports, done) {
          const instance = new WebAssembly.Instance(compiled, imports)
          done(instance, compiled)
          return instance.exports
        },
      }),
    )
    const module = await created
    const started: StartedCore = {
      module,
      stackPointer: () => module.asm[this.#stackSave]!(),
      restoreStack: (stackPointer) => void module.asm[this.#stackRestore]!(stackPointer),
    }
    started.restoreStack((module._malloc(STACK_BYTES) + STACK_BYTES) & ~15)
    return started
  }

  #compile(): WebAssembly.Module {
    this.#compiled ??= new WebAssembly.Module(readFileSync(this.#wasmPath))
    return this.#compiled
  }
}

/** The minified name of a WASM export, read from the glue's own wrapper of it. */
function exportBehind(glue: string, name: string): string | undefined {
  return new RegExp(`${name}=function\\(\\)\\{return\\(${name}=Module\\["asm"\\]\\["(\\w+)"\\]`).exec(glue)?.[1]
}

/** The core was built for browser workers and asks `self` where it is, once, while it is created. */
function withSelf<T>(work: () => T): T {
  if ('self' in globalThis) return work()
  Reflect.set(globalThis, 'self', { location: { href: '/' } })
  try {
    return work()
  } finally {
    Reflect.deleteProperty(globalThis, 'self')
  }
}
