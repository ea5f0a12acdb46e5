import type { AudioInfo } from '@mixwright/audio-files'
import { TARGETS } from '@mixwright/mastering'
import type { Diagnostic, Project, Stem } from '@mixwright/project'
import { advice } from './advice.ts'

/** Advice on what a mix file says, and on how long its recordings are: what can be told without hearing anything. */
export function writtenAdvice(project: Project, infos: ReadonlyMap<string, AudioInfo>): Diagnostic[] {
  return [
    ...soloed(project),
    ...mutedReturns(project),
    ...unfed(project),
    ...silentStems(project, infos),
    ...cancelledStems(project),
    ...loudTargets(project),
  ]
}

const KINDS = [
  ['stems', 'stem'],
  ['buses', 'bus'],
  ['returns', 'return'],
] as const

function soloed(project: Project): Diagnostic[] {
  const strips = [...KINDS, ['groups', 'group'] as const].flatMap(([key, noun]) => {
    return project[key].filter(({ solo }) => solo).map(({ name }) => ({ name, key, noun }))
  })
  return strips.map(({ name, key, noun }) =>
    advice(project, {
      code: 'ADVICE_SOLO',
      subject: `${noun} '${name}'`,
      message: 'solo: is on, so strips that are not soloed are silent',
      fix: 'remove it before the mix is delivered',
      at: [key, name, 'solo'],
    }),
  )
}

/** Strips that are silent for the whole song, by themselves or with a group. */
function mutedNames(project: Project): Set<string> {
  const strips = KINDS.flatMap(([key]) => project[key])
  const own = strips.filter(({ mute }) => mute === true).map(({ name }) => name)
  const grouped = project.groups.filter(({ mute }) => mute === true).flatMap((group) => group.strips)
  return new Set([...own, ...grouped])
}

function mutedReturns(project: Project): Diagnostic[] {
  const muted = mutedNames(project)
  return KINDS.flatMap(([key, noun]) =>
    project[key].flatMap(({ name, sends }) =>
      sends
        .filter(({ to }) => muted.has(to))
        .map(({ to }) =>
          advice(project, {
            code: 'ADVICE_MUTED_RETURN',
            subject: `${noun} '${name}'`,
            message: `send '${to}': the return '${to}' is muted`,
            fix: `unmute '${to}', or remove the send`,
            at: [key, name, 'sends', to],
          }),
        ),
    ),
  )
}

function unfed(project: Project): Diagnostic[] {
  const strips = KINDS.flatMap(([key]) => project[key])
  const fed = new Set(strips.flatMap(({ bus, sends }) => [bus, ...sends.map(({ to }) => to)]))
  const idle = KINDS.slice(1).flatMap(([key, noun]) => {
    return project[key].filter(({ name }) => !fed.has(name)).map(({ name }) => ({ name, key, noun }))
  })
  return idle.map(({ name, key, noun }) =>
    advice(project, {
      code: 'ADVICE_UNFED',
      subject: `${noun} '${name}'`,
      message: noun === 'bus' ? 'is fed by nothing' : 'is sent to by nothing',
      fix:
        noun === 'bus'
          ? `write \`bus: ${name}\` in a strip, or remove it`
          : `write \`sends: { ${name}: -12 dB }\` in a strip, or remove it`,
      at: [key, name],
    }),
  )
}

function silentStems(project: Project, infos: ReadonlyMap<string, AudioInfo>): Diagnostic[] {
  const muted = mutedNames(project)
  return project.stems.flatMap((stem) => {
    const reason = whySilent(stem, project, muted, infos.get(stem.file))
    if (!reason) return []
    const { key, message, fix, isAsked = false } = reason
    return [
      advice(project, {
        code: 'ADVICE_SILENT_STEM',
        subject: `stem '${stem.name}'`,
        message: `never sounds: ${message}`,
        fix,
        at:
          key === undefined || project.place(['stems', stem.name, key]) === undefined
            ? ['stems', stem.name]
            : ['stems', stem.name, key],
        severity: isAsked ? 'info' : 'warning',
      }),
    ]
  })
}

interface Silence {
  key?: string
  message: string
  fix: string
  /** It was written to be so. */
  isAsked?: boolean
}

function whySilent(
  stem: Stem,
  project: Project,
  muted: ReadonlySet<string>,
  info: AudioInfo | undefined,
): Silence | undefined {
  const { name, mute, faderDb, startS, offsetS, sends, bus } = stem
  if (mute === true) return { key: 'mute', message: 'it is muted', fix: 'unmute it, or remove the stem', isAsked: true }
  if (muted.has(name)) return { message: 'a group that it is in is muted', fix: 'unmute the group', isAsked: true }
  const { lengthS } = project
  if (lengthS !== undefined && startS >= lengthS) {
    return {
      key: 'start',
      message: 'it starts after the end of the mix',
      fix: 'start it earlier, or let `length` be longer',
    }
  }
  if (info && offsetS > 0 && offsetS >= info.frames / info.sampleRateHz) {
    return {
      key: 'offset',
      message: 'all of the recording is left out at its head',
      fix: 'make `offset` shorter than the recording',
    }
  }
  const isSentBefore = sends.some(({ tap }) => tap === 'preFader')
  if (!isSentBefore && isAlwaysSilent(faderDb)) {
    return { key: 'gain', message: 'its fader is all the way down', fix: 'raise it, or remove the stem' }
  }
  if (sends.length === 0 && muted.has(bus)) {
    return { key: 'bus', message: `the bus '${bus}' is muted`, fix: `unmute '${bus}', or lead the stem elsewhere` }
  }
  return undefined
}

function isAlwaysSilent(levelDb: Stem['faderDb']): boolean {
  if (typeof levelDb === 'number') return levelDb === -Infinity
  return levelDb.points.every(({ value }) => value === -Infinity)
}

/** Stems that play the same stretch of the same file at the same time, one of them upside down. */
function cancelledStems(project: Project): Diagnostic[] {
  const key = ({ file, channels, startS, offsetS, delayMs }: Stem) =>
    JSON.stringify([file, channels, startS, offsetS, delayMs])
  return project.stems.flatMap((stem) => {
    const other = project.stems.find((one) => one.polarity === 'normal' && key(one) === key(stem))
    if (stem.polarity === 'normal' || !other) return []
    return [
      advice(project, {
        code: 'ADVICE_CANCELLED_STEM',
        subject: `stem '${stem.name}'`,
        message: `plays the recording of stem '${other.name}' upside down: together they cancel`,
        fix: 'remove one of them, or `polarity: invert`',
        at: ['stems', stem.name, 'polarity'],
      }),
    ]
  })
}

/** How far a master may be over the level of its service before it is told. LU */
export const LOUDER_LU = 1

/** The level that a service plays at; undefined where it plays masters as they are, or is not known. */
export function playedLufs(target: string | undefined): number | undefined {
  const row = TARGETS.find(({ name }) => name === target)
  return row && typeof row.loudnessLufs === 'number' && !row.compactDisc && !row.vinyl ? row.loudnessLufs : undefined
}

function loudTargets(project: Project): Diagnostic[] {
  return project.deliver.flatMap(({ name, target, loudnessLufs }) => {
    const played = playedLufs(target)
    if (played === undefined || typeof loudnessLufs !== 'number' || loudnessLufs <= played + LOUDER_LU) return []
    return [loudMaster(project, name, loudnessLufs, played)]
  })
}

/** A master that is turned down. */
export function loudMaster(project: Project, name: string, lufs: number, played: number): Diagnostic {
  const by = (lufs - played).toFixed(1)
  const at = project.place(['deliver', name, 'loudness']) ? ['deliver', name, 'loudness'] : ['deliver', name]
  return advice(project, {
    code: 'ADVICE_LOUD_MASTER',
    subject: `delivery '${name}'`,
    message: `loudness: ${lufs.toFixed(1)} LUFS, and the service plays ${played} LUFS: it is turned down by ${by} dB`,
    fix: `aim at ${played} LUFS, and keep the peaks`,
    at,
  })
}
