import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { FfmpegCore } from '@mixwright/audio-files'
import { kernelBytes } from '@mixwright/kernels'
import { PACKAGE_FILE } from '../program-files.ts'
import type { LockedEngine } from './lock.ts'

/** What computes the samples here; `codecs` only where they are used. */
export function thisEngine(usesCodecs: boolean): LockedEngine {
  const { version } = JSON.parse(readFileSync(PACKAGE_FILE, 'utf8'))
  const kernelsSha256 = createHash('sha256').update(kernelBytes()).digest('hex')
  const loaded = usesCodecs ? FfmpegCore.load() : undefined
  return { version, kernelsSha256, codecs: loaded && 'core' in loaded ? loaded.core.name : null }
}
