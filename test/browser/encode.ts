import { FFmpeg } from '@ffmpeg/ffmpeg'

/** What the page is to encode. */
export interface EncodeOrder {
  wav: string
  /** Names of the results, and ffmpeg's arguments, in which the files are `/host/in` and `/host/out`. */
  runs: [name: string, args: string[]][]
}

try {
  const { wav, runs }: EncodeOrder = await (await fetch('/order')).json()
  const bytes = new Uint8Array(await (await fetch(wav)).arrayBuffer())
  for (const [name, args] of runs) {
    const ffmpeg = new FFmpeg()
    const at = (path: string) => new URL(path, location.href).href
    await ffmpeg.load({
      coreURL: at('/core/ffmpeg-core.js'),
      wasmURL: at('/core/ffmpeg-core.wasm'),
      classWorkerURL: at('/build/worker.js'),
    })
    await ffmpeg.createDir('/host')
    await ffmpeg.writeFile('/host/in', bytes.slice())
    const exitCode = await ffmpeg.exec(args)
    if (exitCode !== 0) throw new Error(`${name}: ffmpeg ended with ${exitCode}`)
    const encoded = (await ffmpeg.readFile('/host/out')) as Uint8Array<ArrayBuffer>
    await fetch(`/outputs/${name}`, { method: 'POST', body: encoded })
    ffmpeg.terminate()
  }
  await fetch('/end', { method: 'POST', body: '' })
} catch (error) {
  await fetch('/end', { method: 'POST', body: `${error instanceof Error ? error.stack : error}` })
}
