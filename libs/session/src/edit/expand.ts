import { type Automation, type Diagnostic, type Insert, maximizerYaml } from '@mixwright/project'
import type { Access } from '../song/project-folder.ts'
import { loadSong } from '../song/song.ts'

/** A maximizer of a mix file, and the inserts that may stand in its place. */
export interface Expansion {
  /** Keys and indices that lead to the insert: `['master', 'inserts', 0]`. */
  path: readonly (string | number)[]
  style: string
  /** 0 … 1, or how it moves. */
  amount: Automation
  /** Lines of a list of inserts; empty where nothing is done. */
  yaml: string
}

/** Writes out what the maximizers of a mix stand for. No audio is looked at. */
export function expandMix(
  path: string,
  access: Access = {},
): {
  expansions: Expansion[]
  diagnostics: Diagnostic[]
  texts: ReadonlyMap<string, string>
} {
  const { project, diagnostics, texts } = loadSong(path, access)
  if (!project) return { expansions: [], diagnostics, texts }
  const { stems, buses, returns, deliver } = project
  const named = { stems, buses, returns, deliver }
  const chains: [Expansion['path'], readonly Insert[]][] = [
    ...Object.entries(named).flatMap(([key, strips]) =>
      strips.map(({ name, inserts }): [Expansion['path'], readonly Insert[]] => [[key, name], inserts]),
    ),
    [['mix'], project.mix.inserts],
    [['master'], project.master.inserts],
  ]
  const expansions = chains.flatMap(([owner, inserts]) =>
    inserts.flatMap((insert, index) => {
      if (insert.kind !== 'maximizer') return []
      const { style, amount } = insert
      return [{ path: [...owner, 'inserts', index], style, amount, yaml: maximizerYaml(insert) }]
    }),
  )
  return { expansions, diagnostics, texts }
}
