import { parentPort, workerData } from 'node:worker_threads'
import { AudioFault } from '@mixwright/audio-files'
import type { Job, JobResult, WorkerMessage } from './job.ts'

const { job } = workerData as { job: Job }
const post = (message: WorkerMessage) => parentPort!.postMessage(message)
/** Steps that nobody sees are not worth a message. */
const LEAST_PROGRESS = 1 / 512
let toldProgress = 0
const onProgress = (done: number) => {
  if (done - toldProgress < LEAST_PROGRESS && done < 1) return
  toldProgress = done
  post({ type: 'progress', done })
}

try {
  post({ type: 'done', result: await run(job) })
} catch (error) {
  if (error instanceof AudioFault) post({ type: 'done', result: { problem: error.problem } })
  else post({ type: 'failed', error, ...codeOf(error) })
}

function codeOf(error: unknown): { code?: string } {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? { code } : {}
}

/** Loads what a kind of work needs, and nothing else: threads are started often, and for little. */
async function run(task: Job): Promise<JobResult<Job>> {
  switch (task.kind) {
    case 'decode':
      return (await import('./decode-share.ts')).decodeShare(task)
    case 'mix':
      return (await import('./mix-share.ts')).mixShare(task, onProgress)
    case 'probe':
      return { probe: (await import('./probe.ts')).probePcm(task.pcm, task.window) }
    case 'measure': {
      const { measurePcm } = await import('./measure-pcm.ts')
      return measurePcm(task.pcm, { onProgress, dualMono: task.dualMono, span: task.span })
    }
    case 'compare':
      return { difference: (await import('./compare-share.ts')).compareShare(task, onProgress) }
    case 'likeness':
      return { likeness: (await import('./likeness.ts')).likeness(task.first, task.second, onProgress) }
    case 'scan':
      return { notNumbers: (await import('./not-numbers.ts')).findNotNumbers(task.pcm) }
    case 'fingerprint':
      return { fingerprints: task.files.map((await import('./fingerprint.ts')).fingerprint) }
    case 'master':
      return { mastered: await (await import('./master-share.ts')).masterShare(task, onProgress) }
    case 'convert':
      return { converted: (await import('./convert-share.ts')).convertShare(task, onProgress) }
    case 'disc':
      return { disc: (await import('./disc-share.ts')).discShare(task, onProgress) }
    case 'discFiles':
      return { files: (await import('./disc-files.ts')).writeDiscFiles(task, onProgress) }
  }
}
