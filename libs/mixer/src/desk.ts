import type { Arena } from '@mixwright/dsp'
import { type Block, MAX_BLOCK_FRAMES, STEP_FRAMES } from './block.ts'
import { Board, type Seat } from './board.ts'
import { joinStems } from './join-stems.ts'
import type { MixPlan } from './plan.ts'
import { deskDepth } from './schedule.ts'
import { type DeskStrip, shareSums } from './share-sums.ts'
import type { StemSource } from './stem-source.ts'
import type { StemSink } from './stem-taps.ts'
import { Strip, type SumSink } from './strip.ts'
import type { StripWatch } from './strip-watch.ts'
import { type MixSink, Tail } from './tail.ts'

const DEFAULT_BLOCK_FRAMES = 4 * STEP_FRAMES
const FRAME_BYTES = 16
/**
 * Blocks by which a strip may run ahead of those it feeds, beyond what the depth of the desk needs: others go on while
 * one transforms a large part of a convolution, and workers seldom fall asleep. Fewer where many strips share the room.
 */
const SLACK_BLOCKS = { least: 10, most: 80 }
const SLACK_BYTES = 64 << 20

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
  readonly #listeners: readonly (readonly number[])[]
  /** Strips on whose blocks another worker may wait. */
  readonly #isShared: readonly boolean[]
  /** Blocks by which any strip may run ahead of the mix. */
  readonly #ringBlocks: number
  readonly #blockFrames: number

  constructor(written: MixPlan, options: DeskOptions) {
    const { arena, workers = 1, blockFrames = DEFAULT_BLOCK_FRAMES } = options
    const plan = { ...written, strips: shareSums(joinStems(written), workers) }
    if (blockFrames % STEP_FRAMES !== 0 || blockFrames < STEP_FRAMES || blockFrames > MAX_BLOCK_FRAMES) {
      throw new RangeError(`blockFrames: got ${blockFrames}, allowed multiples of 512 from 512 to ${MAX_BLOCK_FRAMES}`)
    }
    this.#blockFrames = blockFrames
    const tapped = preFaderTapped(plan)
    const taps = plan.strips.map(({ origin }) => (origin === null ? undefined : options.tap?.(origin)))
    this.#listeners = listenersOf(plan, taps)
    this.#isShared = sharedOf(plan, this.#listeners)
    this.#ringBlocks = deskDepth(plan.strips) + this.#slackBlocks(plan.strips)
    this.#board = new Board(plan.strips.length, this.#ringBlocks, arena)
    for (const [index, strip] of plan.strips.entries()) {
      const { place } = strip
      const source = strip.stem === null ? null : options.openStem(strip.stem)
      const lane = new Strip(strip, {
        strips: this.#strips,
        source,
        stemSink: taps[index],
        watch: strip.origin === null ? undefined : options.watch?.(strip.origin),
        sumSink: strip.kind === 'sum' && place !== null ? options.keep?.(place) : undefined,
        preFaderTapped: tapped.has(index),
        panLaw: plan.panLaw,
        sampleRateHz: plan.sampleRateHz,
        blockFrames,
        ringBlocks: this.#ringBlocksOf(strip, index, plan.strips),
        arena,
      })
      this.#strips.push(lane)
    }
    const { gapFrames } = this.#mixBus
    this.#tail = new Tail({ ...plan, gapFrames }, options.sink, arena)
  }

  /** As many as fit into the room for all rings that workers share. */
  #slackBlocks(strips: readonly DeskStrip[]): number {
    const rings = strips.filter((strip, index) => !this.#isHeardByItsOwn(strip, index, strips)).length
    const room = Math.floor(SLACK_BYTES / (rings * this.#blockFrames * FRAME_BYTES))
    return Math.max(SLACK_BLOCKS.least, Math.min(SLACK_BLOCKS.most, room))
  }

  /** A worker that alone hears a strip does so while the block is in its processor's cache: the next may replace it. */
  #ringBlocksOf(strip: DeskStrip, index: number, strips: readonly DeskStrip[]): number {
    return this.#isHeardByItsOwn(strip, index, strips) ? 1 : this.#ringBlocks
  }

  #isHeardByItsOwn({ owner }: DeskStrip, index: number, strips: readonly DeskStrip[]): boolean {
    return this.#listeners[index]!.every((listener) => strips[listener]!.owner === owner)
  }

  /** Frames by which the mix lags the song. */
  get latencyFrames(): number {
    return this.#mixBus.latencyFrames
  }

  /** What the sums of stems have added, to the worker that computed them. */
  sums(worker = 0): SumReading[] {
    return this.#ownedBy(worker).flatMap((sum) => {
      const { kind, place } = sum.plan
      return kind === 'sum' && place !== null
        ? [{ sum: place, latencyFrames: sum.latencyFrames, inputs: this.#added(sum) }]
        : []
    })
  }

  /** What a sum has added, itself and by its shares, in the order of the joined plan. */
  #added({ plan, peaks }: Strip): SumInputReading[] {
    const added: SumInputReading[] = []
    for (const [input, { from }] of plan.inputs.entries()) {
      const strip = this.#strips[from]!
      const { latencyFrames, gapFrames } = strip
      const place = plan.inputPlaces[input]!
      if (place !== null) added[place] = { latencyFrames, gapFrames, peak: peaks[input]! }
      else for (const [at, reading] of Object.entries(this.#added(strip))) added[Number(at)] = reading
    }
    return added
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
    const owned = this.#ownedBy(worker).map((strip) => ({ strip, next: 0 }))
    while (!seat.isOver) {
      const seen = seat.changes
      let isIdle = true
      for (const lane of owned) {
        if (!this.#mayStart(lane.strip, lane.next, seat)) continue
        isIdle = false
        this.#process(lane.strip, lane.next++, seat)
        if (lane === owned[0]) onBlock?.(lane.next * this.#blockFrames)
        if (seat.isOver) break
      }
      if (isIdle) seat.waitForChange(seen)
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
    seat.finish(strip.index, index, silentSteps, this.#isShared[strip.index]!)
  }

  /**
   * Whether what a strip listens to is there, and nobody still listens to the slot that it will write. What nobody hears
   * does not run away from the mix either.
   */
  #mayStart(strip: Strip, block: number, seat: Seat): boolean {
    if (seat.finished(this.#mixBus.index) <= block - this.#ringBlocks) return false
    for (const { from } of strip.plan.inputs) if (seat.finished(from) <= block) return false
    for (const { key } of strip.plan.inserts) if (key !== null && seat.finished(key) <= block) return false
    for (const listener of this.#listeners[strip.index]!) {
      if (seat.finished(listener) <= block - strip.ringBlocks) return false
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
    return this.#mixBus.plan.owner === worker ? this.#tail.writtenFrames : null
  }

  #ownedBy(worker: number): Strip[] {
    return this.#strips.filter(({ plan }) => plan.owner === worker)
  }
}

function preFaderTapped(plan: { strips: readonly DeskStrip[] }): Set<number> {
  const taps = plan.strips.flatMap(({ inputs }) => inputs.filter(({ tap }) => tap === 'preFader'))
  return new Set(taps.map(({ from }) => from))
}

/** Who reads the output of each strip: what it flows into, what it steers, and who taps it on its way. */
function listenersOf(plan: { strips: readonly DeskStrip[] }, taps: readonly (StemSink | undefined)[]): number[][] {
  const listeners = plan.strips.map(() => new Set<number>())
  for (const [index, { inputs, inserts, heard }] of plan.strips.entries()) {
    for (const { from } of inputs) listeners[from]!.add(index)
    for (const { key } of inserts) if (key !== null) listeners[key]!.add(index)
    if (taps[index]) for (const input of heard) if (input) listeners[input.from]!.add(index)
  }
  return listeners.map((set) => [...set])
}

/** Strips that another worker hears, or whose listening frees what another worker made; and the mix, which all follow. */
function sharedOf({ strips }: { strips: readonly DeskStrip[] }, listeners: readonly (readonly number[])[]): boolean[] {
  const isShared = strips.map(({ kind }) => kind === 'mix')
  for (const [index, { owner }] of strips.entries()) {
    for (const listener of listeners[index]!) {
      if (strips[listener]!.owner !== owner) isShared[index] = isShared[listener] = true
    }
  }
  return isShared
}
