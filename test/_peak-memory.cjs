// Loaded into a command with `--require`: writes the peak of its memory, in KiB, where PEAK_MEMORY_FILE says.
const { writeFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

if (isMainThread && process.env.PEAK_MEMORY_FILE) {
  process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS)))
}
