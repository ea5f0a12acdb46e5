import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { builtInTargets } from '@mixwright/mastering'
import { type Project, parseProject, type ReadText } from '@mixwright/project'
import { type Access, loadSong, readSmallText, type Song } from '@mixwright/session'
import { type AudioAtRevision, committedFile } from './audio-at-revision.ts'
import type { Git } from './git.ts'
import { Mirror } from './mirror.ts'
import { revisionFolder } from './revision-cache.ts'
import { RevisionNames } from './revision-names.ts'

/** Which song of which commit. */
export interface SongPlace extends Access {
  commit: string
  /** The mix file, from the top of the repository. */
  mixPath: string
  /** The folder of the song today: what git does not hold is looked for there too. */
  folder: string
  /** What the revision is called in messages. */
  revision: string
}

export interface CommittedSong {
  mixFile: string
  names: RevisionNames
  song: Song
  audio: ReadonlyMap<string, AudioAtRevision>
}

/** Takes the mix file of a commit, its lock, its presets and its pictures out of git; its audio can be taken then. */
export function takeSong(git: Git, { commit, mixPath, folder, revision, allowOutside }: SongPlace): CommittedSong {
  const mirror = new Mirror(git, commit, revisionFolder(folder, commit))
  const home = dirname(resolve(git.top, mixPath))
  const take = (written: string) => {
    const path = resolve(home, written)
    mirror.take(path, resolve(folder, written))
    return mirror.at(path)
  }
  const mixFile = mirror.at(resolve(git.top, mixPath))
  mirror.take(resolve(git.top, mixPath))
  mirror.take(resolve(git.top, mixPath.replace(/\.ya?ml$/, '.lock')))
  const readText: ReadText = (written) => readSmallText(take(written))
  const { project } = parseProject(readFileSync(mixFile, 'utf8'), mixFile, { targets: builtInTargets(), readText })
  for (const picture of project ? picturesOf(project) : []) take(picture)
  const song = loadSong(mixFile, { allowOutside })
  const audio = song.audioFiles.map(({ path: written }): [string, AudioAtRevision] => {
    const [path, otherwise] = [resolve(home, written), resolve(folder, written)]
    return [written, committedFile(mirror, { written, path, otherwise, revision })]
  })
  const names = new RevisionNames(mirror.at(git.top), commit.slice(0, 7))
  return { mixFile, names, song: { ...song, ...names.of(song) }, audio: new Map(audio) }
}

function picturesOf({ artwork, deliver }: Project): string[] {
  const others = deliver.map(({ metadata }) => (typeof metadata === 'object' ? metadata.artwork : undefined))
  return [artwork, ...others].filter((path) => path !== undefined)
}
