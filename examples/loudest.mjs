// Ranks audio files by loudness: node examples/loudest.mjs <files…>
import { measure } from '@mixwright/session'

const { files, diagnostics } = await measure(process.argv.slice(2), {
  signal: AbortSignal.timeout(60_000),
})
for (const { message } of diagnostics) console.error(message)

const loudestFirst = files.toSorted((a, b) => b.integratedLufs - a.integratedLufs)
for (const { file, integratedLufs, truePeakDbtp } of loudestFirst) {
  console.log(`${integratedLufs.toFixed(1)} LUFS  ${truePeakDbtp.toFixed(1)} dBTP  ${file}`)
}
