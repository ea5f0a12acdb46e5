import type { Arena } from '@mixwright/dsp'
import { type Block, MAX_BLOCK_FRAMES, STEP_FRAMES } from './block.ts'
import { Board, type Seat } from './board.ts'
import { joinStems } from './join-stems.ts'
import type { MixPlan } from './plan.ts'
import { assignStrips, stripDepths } from './schedule.ts'
import type { StemSource } from './stem-source.ts'
import type { StemSink } from './stem-taps.ts'
import { Strip, type SumSink } from './strip.ts'
import type { StripWatch } from './strip-watch.ts'
import { type MixSink, Tail } from './tail.ts'

const DEFAULT_BLOCK_FRAMES = 4 * STEP_FRAMES
/** Blocks by which a worker may run ahead of another, beyond what the depth of the desk needs. */
const SLACK_BLOCKS = 4

export interface DeskOptions {
  arena: Arena
  /** The recording of each stem, by the index that the plan names; opened once, in order of the strips. */
  openStem(stem: number): StemSource
  /** Receives the mix; only the worker that owns the mix bus writes to it. */
  sink: MixSink
  /** Who receives each signal as it reaches a bus, by the bus's index; only the worker that owns the bus writes to it. */
  tap?(bus: number): StemSink | undefined
  /** Who follows each strip, by its index; only the worker that owns the strip calls it. */
  watch?(strip: number): StripWatch | undefined
  /** Who receives a sum of stems, by its index in the joined plan; only the worker that owns it writes to it. */
  keep?(sum: number): SumSink | undefined
  /** Number of workers that share the work, each calling `run`. Default 1. */
  workers?: number
  /** A multiple of 512, at most 15872. Default 2048. */
  blockFrames?: number
}

/** What a sum of stems has added. */
export interface SumReading {
  /** Its index in the joined plan. */
  sum: number
  latencyFrames: number
  inputs: SumInputReading[]
}

export interface SumInputReading {
  latencyFrames: number
  gapFrames: number
  /** Of what was added: sums whose peaks add up to less than 2^11 are exact. */
  peak: number
}

/**
 * The mixing desk: all strips of a plan, computed block by block by one or several workers.
 *
 * Workers on one shared memory each build the whole desk, which gives them the same addresses; each then resets and
 * computes only the strips that it owns. A sample depends on neither the number of workers nor the size of blocks.
 */
export class Desk {
  readonly #strips: Strip[] = []
  readonly #board: Board
  readonly #tail: Tail
  readonly #owners: readonly number[]
  readonly #listeners: readonly (readonly number[])[]
  /** How many blocks each strip stays behind the stems. */
  readonly #depths: readonly number[]
  readonly #ringBlocks: number
  readonly #blockFrames: number

  constructor(written: MixPlan, options: DeskOptions) {
    const plan = joinStems(written)
    const { arena, workers = 1, blockFrames = DEFAULT_BLOCK_FRAMES } = options
    if (blockFrames % STEP_FRAMES !== 0 || blockFrames < STEP_FRAMES || blockFrames > MAX_BLOCK_FRAMES) {
      throw new RangeError(`blockFrames: got ${blockFrames}, allowed multiples of 512 from 512 to ${MAX_BLOCK_FRAMES}`)
    }
    this.#blockFrames = blockFrames
    this.#depths = stripDepths(plan.strips)
    this.#ringBlocks = Math.max(...this.#depths) + SLACK_BLOCKS
    this.#board = new Board(plan.strips.length, this.#ringBlocks, arena)
    const tapped = preFaderTapped(plan)
    for (const [index, strip] of plan.strips.entries()) {
      const source = strip.stem === null ? null : options.openStem(strip.stem)
      const lane = new Strip(strip, {
        strips: this.#strips,
        source,
        stemSink: strip.origin === null ? undefined : options.tap?.(strip.origin),
        watch: strip.origin === null ? undefined : options.watch?.(strip.origin),
        sumSink: strip.kind === 'sum' ? options.keep?.(index) : undefined,
        preFaderTapped: tapped.has(index),
        panLaw: plan.panLaw,
        sampleRateHz: plan.sampleRateHz,
        blockFrames,
        ringBlocks: this.#ringBlocks,
        arena,
      })
      this.#strips.push(lane)
    }
    const { gapFrames } = this.#mixBus
    this.#tail = new Tail({ ...plan, gapFrames }, options.sink, arena)
    this.#owners = assignStrips(plan.strips, workers)
    this.#listeners = listenersOf(plan)
  }

  /** Frames by which the mix lags the song. */
  get latencyFrames(): number {
    return this.#mixBus.latencyFrames
  }

  /** What the sums of stems have added, to the worker that computed them. */
  sums(worker = 0): SumReading[] {
    const owned = this.#ownedBy(worker).filter(({ plan }) => plan.kind === 'sum')
    return owned.map(({ index, latencyFrames, peaks, plan }) => ({
      sum: index,
      latencyFrames,
      inputs: plan.inputs.map(({ from }, input) => {
        const strip = this.#strips[from]!
        return { latencyFrames: strip.latencyFrames, gapFrames: strip.gapFrames, peak: peaks[input]! }
      }),
    }))
  }

  get #mixBus(): Strip {
    return this.#strips[this.#strips.length - 1]!
  }

  /** Clears the state of the strips that a worker owns. All workers must have done so before any runs. */
  reset(worker = 0): void {
    if (worker === 0) this.#board.reset()
    for (const strip of this.#ownedBy(worker)) strip.reset()
  }

  /**
   * Computes the strips of one worker until the song is over.
   *
   * @param onBlock called now and then with the song frame reached
   * @returns frames of the mix, to the worker that owns the mix bus; null to the others
   */
  run(worker = 0, onBlock?: (songFrame: number) => void): number | null {
    const seat = this.#board.seat()
    const owned = this.#ownedBy(worker)
    for (let turn = 0; !seat.isOver; turn++) {
      for (const strip of owned) {
        // Each strip works on what those before it finished a turn ago, so that no worker waits for another's turn.
        const index = turn - this.#depths[strip.index]!
        if (index < 0) continue
        if (!this.#mayStart(strip, index, seat)) return this.#result(worker)
        this.#process(strip, index, seat)
      }
      onBlock?.(turn * this.#blockFrames)
    }
    return this.#result(worker)
  }

  #process(strip: Strip, index: number, seat: Seat): void {
    const block: Block = {
      index,
      startFrame: index * this.#blockFrames,
      frames: this.#blockFrames,
      isSilent: (other, offset) => seat.isSilent(other, index, offset),
    }
    const silentSteps = strip.process(block)
    if (strip === this.#mixBus && this.#deliver(block)) seat.end()
    seat.finish(strip.index, index, silentSteps)
  }

  /** Waits for what a strip listens to, and for those who still listen to the slot that it will write. */
  #mayStart(strip: Strip, block: number, seat: Seat): boolean {
    for (const { from } of strip.plan.inputs) if (!seat.waitFor(from, block + 1)) return false
    for (const { key } of strip.plan.inserts) if (key !== null && !seat.waitFor(key, block + 1)) return false
    for (const listener of this.#listeners[strip.index]!) {
      if (!seat.waitFor(listener, block - this.#ringBlocks + 1)) return false
    }
    return true
  }

  /** Hands a block of the mix to the tail, without the latency at the start; true when the mix is complete. */
  #deliver(block: Block): boolean {
    const { latencyFrames } = this.#mixBus
    const skipped = Math.min(block.frames, Math.max(0, latencyFrames - block.startFrame))
    const audio = this.#mixBus.output('postFader', block.index) + skipped * 16
    return skipped < block.frames && this.#tail.take(audio, block.frames - skipped)
  }

  #result(worker: number): number | null {
    return this.#owners[this.#mixBus.index] === worker ? this.#tail.writtenFrames : null
  }

  #ownedBy(worker: number): Strip[] {
    return this.#strips.filter(({ index }) => this.#owners[index] === worker)
  }
}

function preFaderTapped(plan: MixPlan): Set<number> {
  const taps = plan.strips.flatMap(({ inputs }) => inputs.filter(({ tap }) => tap === 'preFader'))
  return new Set(taps.map(({ from }) => from))
}

function listenersOf(plan: MixPlan): number[][] {
  const listeners = plan.strips.map(() => new Set<number>())
  for (const [index, { inputs, inserts }] of plan.strips.entries()) {
    for (const { from } of inputs) listeners[from]!.add(index)
    for (const { key } of inserts) if (key !== null) listeners[key]!.add(index)
  }
  return listeners.map((set) => [...set])
}
