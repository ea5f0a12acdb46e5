import type { Lock } from './lock.ts'

const VERSION = 1
const ABOUT = 'Written by `mixwright render`; commit it. `mixwright verify` renders again and compares.'

/** A lock as its file says it: the same text for the same facts, a fact a line. */
export function lockText({ engine, description, presets, inputs, mix, deliveries, variants }: Lock): string {
  const inOrder = <T>(named: Readonly<Record<string, T>>) => {
    return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  const mapped = (versions: Lock['variants']) => {
    const entries = Object.entries(versions)
    return Object.fromEntries(entries.map(([name, one]) => [name, { ...one, deliveries: inOrder(one.deliveries) }]))
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
    ...(Object.keys(variants).length > 0 ? { variants: inOrder(mapped(variants)) } : {}),
  }
  return `${JSON.stringify(lock, null, 2)}\n`
}

/** What a merge of two locks leaves: no lock at all, until the merged mix is rendered. */
export const MERGED_LOCK = `${JSON.stringify(
  { about: 'Merged by git from two locks, and not rendered since. Run `mixwright render`; commit what it writes.' },
  null,
  2,
)}\n`

/** True for what `lockText` writes and for a merged lock, whole or not; false for locks of other programs. */
export function isLockText(text: string): boolean {
  return /^\s*\{\s*"about": ".*`mixwright render`/.test(text)
}

/** Reads the text of a lock, or says what is wrong with it. */
export function readLock(text: string): { lock: Lock } | { fault: string } {
  if (/^(<<<<<<<|=======|>>>>>>>)/m.test(text)) {
    return { fault: 'holds the marks of an unfinished git merge' }
  }
  if (text.trim() === MERGED_LOCK.trim()) return { fault: 'was merged by git from two, and not rendered since' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: 'is not the text that render writes' }
  }
  if (!isMap(value) || !('lockVersion' in value)) return { fault: 'is not the text that render writes' }
  if (value.lockVersion !== VERSION)
    return { fault: `is of version ${value.lockVersion}, this program knows ${VERSION}` }
  const { engine, description, presets, inputs, mix, deliveries, variants = {} } = value
  const isWhole =
    isMap(engine) &&
    isMapOf(description, isHash) &&
    isMapOf(presets, isHash) &&
    isMapOf(inputs, hasHash('sha256')) &&
    isVersion({ mix, deliveries }) &&
    isMapOf(variants, isVersion)
  return isWhole
    ? { lock: { engine, description, presets, inputs, mix, deliveries, variants } as unknown as Lock }
    : { fault: 'is incomplete' }
}

function isVersion(value: unknown): boolean {
  const isDelivery = (one: unknown) => hasHash('sha256')(one) && hasHash('pcmSha256')(one)
  return isMap(value) && hasHash('pcmSha256')(value.mix) && isMapOf(value.deliveries, isDelivery)
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
