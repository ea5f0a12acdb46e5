import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for what compressed files decode to, made when the first of them comes. */
export class ScratchFolder {
  #made: Promise<string> | undefined

  /** Where a file of that name may be written. */
  async path(name: string): Promise<string> {
    this.#made ??= make()
    return join(await this.#made, name)
  }

  /** Removes all of it; nobody may write there any more. */
  async remove(): Promise<void> {
    const folder = await this.#made?.catch(() => undefined)
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
}

async function make(): Promise<string> {
  const { unfinishedFolder } = await import('../output/unfinished.ts')
  return unfinishedFolder(tmpdir(), 'mixwright')
}
