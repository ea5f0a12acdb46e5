// Renders a mix with progress, a report and a way to stop: node examples/render.mjs <folder of a mix>
import { reportPage } from '@mixwright/report'
import { formatDiagnostic, loadMix, render } from '@mixwright/session'

const [folder = '.'] = process.argv.slice(2)

const mix = await loadMix(folder)
for (const diagnostic of mix.diagnostics) {
  console.error(formatDiagnostic(diagnostic, mix.texts.get(diagnostic.file)))
}
if (!mix.isValid) process.exit(1)
console.log(`${mix.project.title ?? mix.file}: ${mix.project.stems.length} stems`)

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('stopped')))

const { deliveries, diagnostics } = await render(mix, {
  drawReport: reportPage,
  signal: stop.signal,
  onProgress: ({ stage, done }) => {
    if (done === 1) console.log(`${stage}: done`)
  },
})
for (const { name, file, integratedLufs, truePeakDbtp, promises } of deliveries) {
  const kept = promises.every(({ ok }) => ok) ? 'kept' : 'MISSED'
  console.log(`${name}: ${file}, ${integratedLufs.toFixed(1)} LUFS, ${truePeakDbtp.toFixed(2)} dBTP, promises ${kept}`)
}
if (diagnostics.some(({ severity }) => severity === 'error')) process.exitCode = 1
