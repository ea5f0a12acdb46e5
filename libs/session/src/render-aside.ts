import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { unfinishedFolder } from './output/unfinished.ts'
import { type Rendered, type RenderOptions, renderMix } from './render.ts'

/** Renders beside the outputs of a song, into a folder that is gone afterwards. */
export async function renderAside(path: string, folder: string, options: RenderOptions): Promise<Rendered> {
  const out = unfinishedFolder(join(folder, '.mixwright'), 'render')
  try {
    return await renderMix(path, { ...options, out })
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
