import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DeliveryCodec, encodeArguments } from '@mixwright/audio-files'
import { build } from 'esbuild'
import { ROOT } from '../_tools.ts'
import { runPage } from './_chromium.ts'
import type { EncodeOrder } from './encode.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const CORE = join(ROOT, 'node_modules/@ffmpeg/core/dist/esm')

/** Encodes a WAV file as a page would, with the package for pages: raw files by the name of the codec. */
export async function encodeInChromium(
  wavPath: string,
  codecs: readonly DeliveryCodec[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const order: EncodeOrder = {
    wav: `/${basename(wavPath)}`,
    runs: codecs.map((codec) => [codec, encodeArguments({ codec })]),
  }
  const files = new Map([
    [order.wav, wavPath],
    ['/core/ffmpeg-core.js', join(CORE, 'ffmpeg-core.js')],
    ['/core/ffmpeg-core.wasm', join(CORE, 'ffmpeg-core.wasm')],
  ])
  return runPage({ scripts: await bundle(), files, order })
}

async function bundle(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: { page: join(HERE, 'encode.ts'), worker: '@ffmpeg/ffmpeg/worker' },
    absWorkingDir: HERE,
    outdir: '/build',
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  })
  return new Map(outputFiles.map(({ path, text }) => [path, text]))
}
