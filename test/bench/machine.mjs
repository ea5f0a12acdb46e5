import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

/** What a result was measured on. */
export function describeMachine() {
  return {
    cpu: cpus()[0].model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()}`,
    node: process.version,
  }
}
