import type { Diagnostic } from '@mixwright/project'
import type { Rendered, RenderOptions } from '../render.ts'
import { renderAside } from '../render-aside.ts'
import type { VersionResult } from '../render-version.ts'
import { loadSong } from '../song/song.ts'
import { loadLock } from './lock-file.ts'

export interface VerifyOptions extends Pick<RenderOptions, 'jobs' | 'signal' | 'onProgress' | 'allowOutside'> {
  /** Takes from the cache what was computed before, and trusts files that look as they did. Default false. */
  fast?: boolean | undefined
}

/** The `verify` document. */
export interface VerifyResult {
  dir: string
  /** True when everything came out as the lock says, to the bit. */
  ok: boolean
  /** SHA-256 of the samples of the mix and of each delivery that was made again. */
  mix: string | null
  deliveries: Record<string, string>
  variants: Record<string, { mix: string; deliveries: Record<string, string> }>
  diagnostics: Diagnostic[]
}

/**
 * Renders a song again, beside its outputs and without touching them, and compares everything with its lock: the engine,
 * every byte that is read, what the mix file says, and what comes out. What is wrong is named by its diagnostics.
 */
export async function verifyMix(
  path: string,
  { fast = false, ...options }: VerifyOptions = {},
): Promise<{ result: VerifyResult; texts: Rendered['texts'] }> {
  const song = loadSong(path, options)
  const found = loadLock(song)
  const result: VerifyResult = { dir: song.folder, ok: false, mix: null, deliveries: {}, variants: {}, diagnostics: [] }
  if (song.project && 'diagnostic' in found) {
    result.diagnostics.push(found.diagnostic)
    return { result, texts: song.texts }
  }
  const { result: rendered, texts } = await renderAside(path, song.folder, { ...options, lock: 'frozen', cache: fast })
  result.mix = rendered.mix?.pcmSha256 ?? null
  result.deliveries = hashesOf(rendered)
  const variants = rendered.variants.map((one) => [one.name, { mix: one.mix.pcmSha256, deliveries: hashesOf(one) }])
  result.variants = Object.fromEntries(variants)
  result.diagnostics = rendered.diagnostics.map(asProof)
  result.ok = !result.diagnostics.some(({ severity }) => severity === 'error')
  return { result, texts }
}

function hashesOf({ deliveries }: Pick<VersionResult, 'deliveries'>): Record<string, string> {
  return Object.fromEntries(deliveries.map(({ name, pcmSha256 }) => [name, pcmSha256]))
}

/** A missed promise or expectation does not make a proof fail: the lock may well say the same. */
function asProof(diagnostic: Diagnostic): Diagnostic {
  const isKept = diagnostic.code !== 'DELIVERY_PROMISE_MISSED' && diagnostic.code !== 'EXPECT_FAILED'
  return isKept ? diagnostic : { ...diagnostic, severity: 'warning' }
}
