import { createProcessor, type InsertPlan } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { explicitInserts, type Insert, parseProject } from '@mixwright/project'

export const RATE_HZ = 48_000
const BLOCK_FRAMES = 512

export interface Stereo {
  left: Float64Array
  right: Float64Array
}

/**
 * The insert of an example, as the engine takes it; a convolution still wants its response. Throws when the example is
 * not right.
 */
export function readInsert(yaml: string): InsertPlan {
  const { bypass: _, ...insert } = writtenInsert(yaml)
  return insert as InsertPlan
}

/** The inserts that the insert of an example stands for, as the engine takes them. */
export function readChain(yaml: string): InsertPlan[] {
  return explicitInserts([writtenInsert(yaml)]).map(({ bypass: _, ...insert }) => insert as InsertPlan)
}

function writtenInsert(yaml: string): Insert {
  const indented = yaml.replace(/^/gm, '      ')
  const text = `mixwright: 1\ntempo: 120\nstems:\n  a:\n    file: a.wav\n    inserts:\n${indented}\n  kick: { file: b.wav }\n`
  const { project, diagnostics } = parseProject(text, 'example.yaml')
  if (!project) throw new Error(`${yaml}\n${diagnostics.map(({ message }) => message).join('\n')}`)
  return project.stems[0]!.inserts[0]!
}

/** What the insert makes of a signal, its latency taken off. A key steers it where given. */
export function audition(insert: InsertPlan, input: Stereo, key?: Stereo): Stereo {
  const arena = new Arena()
  const processor = createProcessor(insert, arena, RATE_HZ)
  processor.reset()
  const [audioAt, keyAt] = [arena.allocFrames(BLOCK_FRAMES), arena.allocFrames(BLOCK_FRAMES)]
  const frames = input.left.length
  const out = { left: new Float64Array(frames), right: new Float64Array(frames) }
  for (let start = 0; start < frames + processor.latencyFrames; start += BLOCK_FRAMES) {
    load(arena.f64(audioAt, 2 * BLOCK_FRAMES), input, start)
    if (key) load(arena.f64(keyAt, 2 * BLOCK_FRAMES), key, start)
    processor.process(audioAt, BLOCK_FRAMES, key ? keyAt : undefined)
    const done = arena.f64(audioAt, 2 * BLOCK_FRAMES)
    for (let n = 0; n < BLOCK_FRAMES; n++) {
      const at = start + n - processor.latencyFrames
      if (at < 0 || at >= frames) continue
      out.left[at] = done[2 * n]!
      out.right[at] = done[2 * n + 1]!
    }
  }
  return out
}

function load(into: Float64Array, { left, right }: Stereo, start: number): void {
  for (let n = 0; n < BLOCK_FRAMES; n++) {
    into[2 * n] = left[start + n] ?? 0
    into[2 * n + 1] = right[start + n] ?? 0
  }
}

/** The same signal on both sides. */
export function both(signal: Float64Array): Stereo {
  return { left: signal, right: signal.slice() }
}

/** A signal of so many seconds, written as a function of the time. */
export function signal(seconds: number, at: (timeS: number, frame: number) => number): Float64Array {
  return Float64Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, frame) => at(frame / RATE_HZ, frame))
}

export function sine(freqHz: number, levelDb: number, seconds: number): Float64Array {
  const peak = gainOf(levelDb)
  return signal(seconds, (timeS) => peak * Math.sin(2 * Math.PI * freqHz * timeS))
}

export function gainOf(db: number): number {
  return 10 ** (db / 20)
}

export function dbOf(gain: number): number {
  return 20 * Math.log10(Math.max(gain, 1e-12))
}

/** Peak of the sine at a frequency in a stretch of a signal, over whole periods. */
export function sinePeak(samples: Float64Array, freqHz: number): number {
  let [cosine, sines, count] = [0, 0, 0]
  const whole = Math.floor(Math.floor((samples.length * freqHz) / RATE_HZ) * (RATE_HZ / freqHz))
  for (let n = 0; n < whole; n++, count++) {
    const phase = (2 * Math.PI * freqHz * n) / RATE_HZ
    cosine += samples[n]! * Math.cos(phase)
    sines += samples[n]! * Math.sin(phase)
  }
  return (2 * Math.sqrt(cosine ** 2 + sines ** 2)) / count
}

/** `count` frequencies evenly spread over the octaves from `fromHz` to `toHz`. */
export function octaveSteps(fromHz: number, toHz: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => fromHz * (toHz / fromHz) ** (i / (count - 1)))
}

/** Response of a linear insert on one side, from its answer to an impulse. dB at each frequency. */
export function responseDb(insert: InsertPlan, freqsHz: readonly number[], seconds = 0.34): number[] {
  const { left } = audition(insert, both(signal(seconds, (_, frame) => (frame === 0 ? 1 : 0))))
  return freqsHz.map((freqHz) => {
    let [re, im] = [0, 0]
    left.forEach((x, n) => {
      const phase = (2 * Math.PI * freqHz * n) / RATE_HZ
      re += x * Math.cos(phase)
      im -= x * Math.sin(phase)
    })
    return 10 * Math.log10(Math.max(re * re + im * im, 1e-24))
  })
}

/** Level at which a sine of a frequency and level leaves, once everything has settled. dB. */
export function steadyDb(insert: InsertPlan, freqHz: number, levelDb: number, seconds = 0.6): number {
  const { left } = audition(insert, both(sine(freqHz, levelDb, seconds)))
  return dbOf(sinePeak(left.subarray(Math.floor(left.length * 0.6)), freqHz))
}
