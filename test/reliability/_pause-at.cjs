// Loaded into a command with `--require`: before the main thread puts something on disk for the PAUSE_COUNT-th time whose
// path holds PAUSE_PATH, says so and waits to be killed.
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')
const { isMainThread } = require('node:worker_threads')

const LONGEST_MS = 2000

if (isMainThread) {
  let left = Number(process.env.PAUSE_COUNT)
  for (const name of ['renameSync', 'linkSync', 'fsyncSync']) {
    const whole = fs[name]
    fs[name] = (...args) => {
      if (String(args[1] ?? '').includes(process.env.PAUSE_PATH) && --left === 0) {
        fs.writeSync(2, '\npaused\n')
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LONGEST_MS)
      }
      return whole(...args)
    }
  }
  syncBuiltinESMExports()
}
