import type { Diagnostic, DiagnosticCode } from '@mixwright/project'
import type { Lock, LockedDelivery, LockedInput, LockedSound, LockedVersion } from './lock.ts'

/** What a render starts from. */
export type LockedSources = Pick<Lock, 'engine' | 'description' | 'presets' | 'inputs'>

/** An error for everything that a render would start from and that is not what the lock says. */
export function sourceDifferences(locked: LockedSources, now: LockedSources): Diagnostic[] {
  return [...engineDifferences(locked, now), ...inputDifferences(locked, now), ...mixDifferences(locked, now)]
}

function engineDifferences({ engine: locked }: LockedSources, { engine: now }: LockedSources): Diagnostic[] {
  const found: Diagnostic[] = []
  const say = (what: string, was: string | null, is: string | null) => {
    if (was === is) return
    const message = `${what}: the lock has ${was ?? 'none'}, this is ${is ?? 'none'}`
    found.push(
      difference('LOCK_ENGINE_CHANGED', message, 'use the version of the lock, or render anew and commit mix.lock'),
    )
  }
  say('engine version', locked.version, now.version)
  if (locked.version === now.version) say('engine kernels', short(locked.kernelsSha256), short(now.kernelsSha256))
  say('codecs', locked.codecs, now.codecs)
  return found
}

function inputDifferences({ inputs: locked }: LockedSources, { inputs: now }: LockedSources): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const [name, was] of Object.entries(locked)) {
    const is = now[name]
    if (!is) found.push(difference('LOCK_INPUT_CHANGED', `'${name}' is in the lock, but the mix no longer reads it`))
    else if (is.sha256 !== was.sha256) {
      const message = `'${name}' was changed: it was ${inputText(was)}; it is ${inputText(is)}`
      found.push(
        difference('LOCK_INPUT_CHANGED', message, 'bring the former file back, or render anew and commit mix.lock'),
      )
    }
  }
  for (const name of Object.keys(now)) {
    if (!locked[name]) found.push(difference('LOCK_INPUT_CHANGED', `'${name}' is read, but is not in the lock`))
  }
  return found
}

function mixDifferences(
  { description: locked, presets: lockedPresets }: LockedSources,
  { description: now, presets }: LockedSources,
): Diagnostic[] {
  const names = [...new Set([...Object.keys(locked), ...Object.keys(now)])]
  const changed = names.filter((name) => locked[name] !== now[name])
  const found = changed.map((name) => {
    const how = !locked[name] ? 'was added' : !now[name] ? 'was taken out' : 'was changed'
    const message = `mix file: \`${name}\` ${how} since the lock was written`
    return difference('LOCK_MIX_CHANGED', message, 'render anew and commit mix.lock')
  })
  return found.length === 0 ? [] : [...presetDifferences(lockedPresets, presets), ...found]
}

/** Presets whose text changed: told where the mix says something else, not for a comment. */
function presetDifferences(locked: LockedSources['presets'], now: LockedSources['presets']): Diagnostic[] {
  const changed = Object.keys(now).filter((path) => locked[path] !== undefined && locked[path] !== now[path])
  return changed.map((path) =>
    difference('LOCK_MIX_CHANGED', `preset '${path}' was changed since the lock was written`),
  )
}

/** An error for everything that came out different from what the lock says. What was not made is not looked at. */
export function outputDifferences(locked: Lock, now: Lock): Diagnostic[] {
  return [
    ...versionDifferences('', locked, now),
    ...Object.entries(now.variants).flatMap(([name, made]) => {
      return versionDifferences(`variant '${name}' `, locked.variants[name], made)
    }),
  ]
}

function versionDifferences(of: string, locked: LockedVersion | undefined, now: LockedVersion): Diagnostic[] {
  const deliveries = Object.entries(now.deliveries)
  return [
    ...soundDifference(`${of === '' ? 'the ' : of}mix`, locked?.mix, now.mix),
    ...deliveries.flatMap(([name, made]) => {
      return deliveryDifference(`${of}delivery '${name}'`, locked?.deliveries[name], made)
    }),
  ]
}

/** An error where a sound that was made is not the one in the lock. */
function soundDifference(name: string, locked: LockedSound | undefined, now: LockedSound): Diagnostic[] {
  if (!locked) return [difference('LOCK_OUTPUT_CHANGED', `${name} is not in the lock`)]
  if (locked.pcmSha256 === now.pcmSha256) return []
  return [
    difference(
      'LOCK_OUTPUT_CHANGED',
      `${name} came out different: ${short(locked.pcmSha256)} in the lock, ${soundText(locked)}; now ${short(now.pcmSha256)}, ${soundText(now)}`,
    ),
  ]
}

/** An error where a delivery, its samples or what stands around them, is not the one in the lock. */
function deliveryDifference(name: string, locked: LockedDelivery | undefined, now: LockedDelivery): Diagnostic[] {
  const found = soundDifference(name, locked, now)
  if (found.length > 0 || locked?.sha256 === now.sha256) return found
  const message = `${name} has the samples of the lock, but another file around them`
  return [difference('LOCK_OUTPUT_CHANGED', message)]
}

function difference(code: DiagnosticCode, message: string, fix?: string): Diagnostic {
  return { code, severity: 'error', message, ...(fix === undefined ? {} : { fix }) }
}

function inputText({ sha256, durationS, integratedLufs }: LockedInput): string {
  return `${short(sha256)}, ${durationS} s, ${lufs(integratedLufs)}`
}

function soundText({ durationS, integratedLufs, truePeakDbtp }: LockedSound): string {
  return `${durationS} s, ${lufs(integratedLufs)}, ${truePeakDbtp === null ? 'silent' : `${truePeakDbtp} dBTP`}`
}

function lufs(value: number | null): string {
  return value === null ? 'no loudness' : `${value} LUFS`
}

function short(sha256: string): string {
  return sha256.slice(0, 12)
}
