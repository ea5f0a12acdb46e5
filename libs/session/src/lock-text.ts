import type { Lock } from './lock.ts'

const VERSION = 1
const ABOUT = 'Written by `mixwright render`; commit it. `mixwright verify` renders again and compares.'

/** A lock as its file says it: the same text for the same facts, a fact a line. */
export function lockText({ engine, description, presets, inputs, mix, deliveries }: Lock): string {
  const inOrder = <T>(named: Readonly<Record<string, T>>) => {
    return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  const lock = {
    about: ABOUT,
    lockVersion: VERSION,
    engine,
    description: inOrder(description),
    presets: inOrder(presets),
    inputs: inOrder(inputs),
    mix,
    deliveries: inOrder(deliveries),
  }
  return `${JSON.stringify(lock, null, 2)}\n`
}

/** Reads the text of a lock, or says what is wrong with it. */
export function readLock(text: string): { lock: Lock } | { fault: string } {
  if (/^(<<<<<<<|=======|>>>>>>>)/m.test(text)) {
    return { fault: 'holds the marks of an unfinished git merge' }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: 'is not the text that render writes' }
  }
  if (!isMap(value) || !('lockVersion' in value)) return { fault: 'is not the text that render writes' }
  if (value.lockVersion !== VERSION)
    return { fault: `is of version ${value.lockVersion}, this program knows ${VERSION}` }
  const { engine, description, presets, inputs, mix, deliveries } = value
  const isWhole =
    isMap(engine) &&
    isMapOf(description, isHash) &&
    isMapOf(presets, isHash) &&
    isMapOf(inputs, hasHash('sha256')) &&
    hasHash('pcmSha256')(mix) &&
    isMapOf(deliveries, (one) => hasHash('sha256')(one) && hasHash('pcmSha256')(one))
  return isWhole
    ? { lock: { engine, description, presets, inputs, mix, deliveries } as unknown as Lock }
    : { fault: 'is incomplete' }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isMapOf(value: unknown, isGood: (item: unknown) => boolean): boolean {
  return isMap(value) && Object.values(value).every(isGood)
}

function hasHash(key: string): (value: unknown) => boolean {
  return (value) => isMap(value) && isHash(value[key])
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
