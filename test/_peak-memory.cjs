// Loaded into a command with `--require`: writes the peak of its memory, in KiB, where PEAK_MEMORY_FILE says.
const { readFileSync, writeFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

if (isMainThread && process.env.PEAK_MEMORY_FILE) {
  process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(peakKiB())))
}

/** What Linux counts for the resource usage of a process begins with what its parent held when it was started. */
function peakKiB() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1])
}
