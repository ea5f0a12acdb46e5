import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { kernelBytes } from '@mixwright/kernels'
import { beginSong, endSong, isCurrent, playPieces } from './make.ts'

// node build/stems.js [folder]: plays the song into a folder, this project's own unless another is named. Files that
// are there and come from this very script are left alone.

interface Share {
  folder: string
  turns: Int32Array
}

const MOST_THREADS = 4
const script = fileURLToPath(import.meta.url)

if (isMainThread) await playSong(process.argv[2] ?? dirname(dirname(script)))
else {
  const { folder, turns } = workerData as Share
  playPieces(folder, turns, (name) => {
    process.stderr.write(`played ${name}\n`)
  })
}

async function playSong(folder: string): Promise<void> {
  const edition = createHash('sha256').update(readFileSync(script)).update(kernelBytes()).digest('hex')
  if (isCurrent(folder, edition)) return
  beginSong(folder)
  const share: Share = { folder, turns: new Int32Array(new SharedArrayBuffer(4)) }
  const threads = Array.from({ length: Math.min(MOST_THREADS, availableParallelism()) }, () => {
    return once(new Worker(script, { workerData: share }), 'exit')
  })
  const exits = await Promise.all(threads)
  if (exits.some(([code]) => code !== 0)) process.exitCode = 1
  else endSong(folder, edition)
}
