import { type Arena, createProcessor, FrameDelay, type Pointer, type Processor } from '@mixwright/dsp'
import { type Block, STEP_FRAMES } from './block.ts'
import { Placement } from './placement.ts'
import type { InputPlan, InsertSlot, PanLaw, Tap } from './plan.ts'
import type { DeskStrip } from './share-sums.ts'
import type { StemSource } from './stem-source.ts'
import { type StemSink, StemTaps, type TapInput } from './stem-taps.ts'
import type { StripWatch } from './strip-watch.ts'
import { Sum, type SumInput } from './sum.ts'
import { Trim } from './trim.ts'

interface Insert {
  processor: Processor
  key: Strip | null
  /** Holds back the audio until it is in line with a later key. */
  alignAudio: FrameDelay | undefined
  /** Holds back the key until it is in line with later audio. */
  alignKey: FrameDelay | undefined
  /** Frames by which what the processor hears lags the song. */
  latencyFrames: number
}

/** Receives what a sum of stems comes to, from stream frame 0 on: late by the latency of the sum. */
export interface SumSink {
  write(audio: Pointer, frames: number, streamFrame: number, isSilent: boolean): void
}

/**
 * One lane of the desk: a recording or a sum → trim → inserts → fader, pan and width, into a ring of blocks that the
 * strips it feeds read from.
 */
export class Strip {
  readonly plan: DeskStrip
  readonly index: number
  /** Frames by which the output lags the song. */
  readonly latencyFrames: number
  /** Longest silence that the tails of this strip and of all that feed it can hold. */
  readonly gapFrames: number
  readonly #arena: Arena
  readonly #blockFrames: number
  /** Blocks of output that are kept for those who listen. */
  readonly ringBlocks: number
  readonly #source: StemSource | null
  readonly #sum: Sum | null
  readonly #taps: StemTaps | undefined
  readonly #watch: StripWatch | undefined
  readonly #sumSink: SumSink | undefined
  readonly #inserts: readonly Insert[]
  readonly #trim: Trim
  readonly #placement: Placement
  readonly #postFader: Pointer
  readonly #preFader: Pointer | null
  readonly #keyFrames: Pointer
  #block: Block | undefined

  constructor(
    plan: DeskStrip,
    desk: {
      strips: readonly Strip[]
      source: StemSource | null
      /** Receives what the strip sums. */
      stemSink: StemSink | undefined
      watch: StripWatch | undefined
      /** Receives what a sum of stems comes to. */
      sumSink: SumSink | undefined
      preFaderTapped: boolean
      panLaw: PanLaw
      sampleRateHz: number
      blockFrames: number
      ringBlocks: number
      arena: Arena
    },
  ) {
    const { arena, blockFrames, ringBlocks, strips } = desk
    this.plan = plan
    this.index = strips.length
    this.#arena = arena
    this.#blockFrames = blockFrames
    this.ringBlocks = ringBlocks
    this.#source = desk.source
    this.#watch = desk.watch
    this.#sumSink = desk.sumSink
    this.#postFader = arena.allocFrames(blockFrames * ringBlocks)
    this.#preFader = desk.preFaderTapped ? arena.allocFrames(blockFrames * ringBlocks) : null
    this.#keyFrames = arena.allocFrames(STEP_FRAMES)
    const inputs = plan.inputs.map((input) => this.#input(input, strips))
    this.#sum = plan.stem === null ? new Sum(inputs, STEP_FRAMES, plan.kind === 'sum', arena) : null
    let latency = this.#sum?.latencyFrames ?? plan.recorded?.latencyFrames ?? 0
    if (desk.stemSink) this.#taps = new StemTaps(this.#heard(strips), latency, STEP_FRAMES, desk.stemSink, arena)
    this.#inserts = plan.inserts.map((slot) => {
      const insert = buildInsert(slot, latency, strips, desk.sampleRateHz, arena)
      latency += (insert.alignAudio?.frames ?? 0) + insert.processor.latencyFrames
      return insert
    })
    this.latencyFrames = latency
    const fed = plan.inputs.filter(({ subtracted }) => !subtracted).map(({ from }) => strips[from]!.gapFrames)
    const longest = Math.max(plan.recorded?.gapFrames ?? 0, ...fed)
    this.gapFrames = this.#inserts.reduce((sum, { processor }) => sum + processor.gapFrames, longest)
    this.#trim = new Trim(plan, arena)
    this.#placement = new Placement(plan, desk.panLaw, arena)
  }

  reset(): void {
    this.#sum?.reset()
    this.#taps?.reset()
    this.#watch?.reset(this.#inserts.map(({ processor }) => processor))
    for (const { processor, alignAudio, alignKey } of this.#inserts) {
      processor.reset()
      alignAudio?.reset()
      alignKey?.reset()
    }
  }

  /** Peaks of what a sum has added so far, by its inputs. */
  get peaks(): number[] {
    return this.#sum?.peaks ?? []
  }

  /** Where the output of a block begins at a tap. */
  output(tap: Tap, block: number): Pointer {
    const ring = tap === 'postFader' ? this.#postFader : this.#preFader
    if (ring === null) throw new RangeError(`strip ${this.plan.name} has no ${tap} tap`)
    return ring + (block % this.ringBlocks) * this.#blockFrames * 16
  }

  /** Computes one block; returns a bit for each step that is digital silence. */
  process(block: Block): number {
    this.#block = block
    let silentSteps = 0
    for (let step = 0; step * STEP_FRAMES < block.frames; step++) {
      if (this.#step(block, step * STEP_FRAMES)) silentSteps |= 1 << step
    }
    return silentSteps
  }

  #step(block: Block, offset: number): boolean {
    const { kernels } = this.#arena
    const streamFrame = block.startFrame + offset
    const audio = this.output('postFader', block.index) + offset * 16
    let silent = this.#source
      ? this.#source.read(audio, streamFrame, STEP_FRAMES)
      : this.#sum!.process(audio, offset, STEP_FRAMES, streamFrame)
    this.#sumSink?.write(audio, STEP_FRAMES, streamFrame, silent)
    this.#taps?.process(offset, STEP_FRAMES, streamFrame)
    if (!silent) this.#trim.process(audio, STEP_FRAMES, streamFrame)
    for (const insert of this.#inserts) silent = this.#runInsert(insert, block, audio, offset, silent)
    if (this.#preFader !== null) {
      kernels.copy(audio, this.output('preFader', block.index) + offset * 16, STEP_FRAMES)
    }
    const songFrame = streamFrame - this.latencyFrames
    if (!silent) this.#placement.process(audio, STEP_FRAMES, songFrame)
    this.#watch?.take(audio, STEP_FRAMES, songFrame, silent)
    return silent
  }

  #runInsert(insert: Insert, block: Block, audio: Pointer, offset: number, silentIn: boolean): boolean {
    const { processor, alignAudio, latencyFrames } = insert
    let silent = silentIn
    if (alignAudio && !(silent && alignAudio.isAtRest())) {
      alignAudio.process(audio, STEP_FRAMES)
      silent = false
    }
    const key = this.#keyOf(insert, block, offset)
    if (silent && key.silent && processor.isAtRest()) return true
    processor.process(audio, STEP_FRAMES, key.at, block.startFrame + offset - latencyFrames)
    return false
  }

  /** The key's frames for this step, in line with the audio; none where the audio steers itself. */
  #keyOf({ key, alignKey }: Insert, block: Block, offset: number): { at?: Pointer; silent: boolean } {
    if (key === null) return { silent: true }
    const { kernels } = this.#arena
    const silent = block.isSilent(key.index, offset)
    const output = key.output('postFader', block.index) + offset * 16
    if (!alignKey && !silent) return { at: output, silent }
    if (silent) kernels.clear(this.#keyFrames, STEP_FRAMES)
    else kernels.copy(output, this.#keyFrames, STEP_FRAMES)
    alignKey?.process(this.#keyFrames, STEP_FRAMES)
    return { at: this.#keyFrames, silent: silent && (alignKey?.isAtRest() ?? true) }
  }

  /** What flows in as it was written, each as it is added. */
  #heard(strips: readonly Strip[]): (TapInput | null)[] {
    return this.plan.heard.map((input) => input && { ...this.#input(input, strips), isExact: input.isExact })
  }

  #input({ from, tap, levelDb, mutes = [], subtracted }: InputPlan, strips: readonly Strip[]): SumInput {
    const strip = strips[from]!
    return {
      levelDb,
      mutes,
      subtracted,
      latencyFrames: strip.latencyFrames,
      at: (offset: number): Pointer | null => {
        const block = this.#block!
        return block.isSilent(from, offset) ? null : strip.output(tap, block.index) + offset * 16
      },
    }
  }
}

function buildInsert(
  { insert, key }: InsertSlot,
  audioLatency: number,
  strips: readonly Strip[],
  sampleRateHz: number,
  arena: Arena,
): Insert {
  const keyStrip = key === null ? null : strips[key]!
  const early = keyStrip === null ? 0 : audioLatency - keyStrip.latencyFrames
  return {
    processor: createProcessor(insert, arena, sampleRateHz),
    key: keyStrip,
    alignAudio: early < 0 ? new FrameDelay(arena, -early) : undefined,
    alignKey: early > 0 ? new FrameDelay(arena, early) : undefined,
    latencyFrames: audioLatency + Math.max(0, -early),
  }
}
