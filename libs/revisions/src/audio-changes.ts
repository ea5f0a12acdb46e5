import type { Insert, Project } from '@mixwright/project'
import { showProperty } from '@mixwright/project'
import type { AudioComparison, AudioFigures } from './audio-comparison.ts'
import type { Telling } from './change.ts'

/** A recording that is another now. */
export interface AudioChange {
  path: readonly (string | number)[]
  /** The strips that play it. */
  users: readonly string[]
  from: string
  to: string
  /** False when only its path changed. */
  isOther: boolean
  figures: string
}

/**
 * What became of the recordings: stems with another file, and other sounds behind the same path.
 *
 * @param from the former description, with the names of the latter
 */
export async function audioChanges(from: Project, to: Project, audio: AudioComparison): Promise<AudioChange[]> {
  const changes: AudioChange[] = []
  for (const stem of to.stems) {
    const former = from.stems.find(({ name }) => name === stem.name)
    if (!former || former.file === stem.file) continue
    const isOther = (await audio.isSame(former.file, stem.file)) !== true
    const figures = isOther ? figuresText(await audio.figures(former.file, stem.file)) : ''
    const path = ['stems', stem.name, 'file']
    changes.push({ path, users: [stem.name], from: former.file, to: stem.file, isOther, figures })
  }
  const before = new Set(filesOf(from).map(({ file }) => file))
  const after = filesOf(to).filter(({ file }) => before.has(file))
  for (const file of new Set(after.map((one) => one.file))) {
    if ((await audio.isSame(file, file)) !== false) continue
    const users = after.filter((one) => one.file === file)
    const figures = figuresText(await audio.figures(file, file))
    const names = [...new Set(users.map(({ user }) => user))]
    changes.push({ path: users[0]!.path, users: names, from: file, to: file, isOther: true, figures })
  }
  return changes
}

export function tellAudio({ path, users, from, to, isOther, figures }: AudioChange, telling: Telling): undefined {
  const at = telling.about(users.join(', '), ...path)
  if (!isOther) return at.tell(`file ${from} renamed ${to} (same recording)`, from, to)
  at.tell(from === to ? `audio of ${from} changed${figures}` : `audio ${from} → ${to}${figures}`, from, to)
}

interface UsedFile {
  file: string
  user: string
  path: readonly (string | number)[]
}

/** Every audio file of a mix, and who plays it. */
function filesOf({ stems, buses, returns, mix, master, deliver }: Project): UsedFile[] {
  const inChain = (user: string, inserts: readonly Insert[], ...path: string[]): UsedFile[] =>
    inserts.flatMap((insert, index) => {
      return 'file' in insert
        ? [{ file: insert.file, user, path: [...path, 'inserts', index, insert.kind, 'file'] }]
        : []
    })
  const inRole = (role: string, strips: readonly { name: string; inserts: readonly Insert[] }[]) =>
    strips.flatMap(({ name, inserts }) => inChain(name, inserts, role, name))
  return [
    ...stems.map(({ file, name }) => ({ file, user: name, path: ['stems', name, 'file'] })),
    ...inRole('stems', stems),
    ...inRole('buses', buses),
    ...inRole('returns', returns),
    ...inChain('mix bus', mix.inserts, 'mix'),
    ...inChain('master', master.inserts, 'master'),
    ...inRole('deliver', deliver),
  ]
}

/** ` (1:04 → 1:06, -18.2 → -16.9 LUFS)`; what stayed is said once. */
function figuresText([from, to]: readonly (AudioFigures | undefined)[]): string {
  if (!from || !to) return ''
  const length = ({ durationS }: AudioFigures) => showProperty('lengthS', Number(durationS.toFixed(1)))
  const level = ({ integratedLufs }: AudioFigures) => (integratedLufs === null ? 'silent' : integratedLufs.toFixed(1))
  const unit = from.integratedLufs === null && to.integratedLufs === null ? '' : ' LUFS'
  return ` (${arrow(length(from), length(to))}, ${arrow(level(from), level(to))}${unit})`
}

function arrow(from: string, to: string): string {
  return from === to ? from : `${from} → ${to}`
}
