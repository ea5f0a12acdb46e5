import { parentPort, workerData } from 'node:worker_threads'
import { AudioFault } from '@mixwright/audio-files'
import type { Job, JobResult, WorkerMessage } from './job.ts'

const { job } = workerData as { job: Job }
const post = (message: WorkerMessage) => parentPort!.postMessage(message)
/** Steps that nobody sees are not worth a message. */
const LEAST_PROGRESS = 1 / 128
let toldProgress = 0
const onProgress = (done: number) => {
  if (done - toldProgress < LEAST_PROGRESS && done < 1) return
  toldProgress = done
  post({ type: 'progress', done })
}

try {
  const work = await load(job)
  post({ type: 'begun' })
  post({ type: 'done', result: await work() })
} catch (error) {
  if (error instanceof AudioFault) post({ type: 'done', result: { problem: error.problem } })
  else post({ type: 'failed', error, ...codeOf(error) })
}

function codeOf(error: unknown): { code?: string } {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? { code } : {}
}

/** Loads what a kind of work needs, and nothing else: threads are started often, and for little. */
async function load(task: Job): Promise<() => JobResult<Job> | Promise<JobResult<Job>>> {
  switch (task.kind) {
    case 'decode': {
      const { decodeShare } = await import('./song/decode-share.ts')
      return () => decodeShare(task)
    }
    case 'mix': {
      const { mixShare } = await import('./mix/mix-share.ts')
      return () => mixShare(task, onProgress)
    }
    case 'probe': {
      const { probePcm } = await import('./expect/probe.ts')
      return () => ({ probe: probePcm(task.pcm, task.window) })
    }
    case 'measure': {
      const { measurePcm } = await import('./measure/measure-pcm.ts')
      return () => measurePcm(task.pcm, { onProgress, dualMono: task.dualMono, span: task.span })
    }
    case 'bands': {
      const { measureBands } = await import('./measure/measure-bands.ts')
      return () => ({ bands: measureBands(task, onProgress) })
    }
    case 'compare': {
      const { compareShare } = await import('./measure/compare-share.ts')
      return () => ({ difference: compareShare(task, onProgress) })
    }
    case 'likeness': {
      const { likeness } = await import('./measure/likeness.ts')
      return () => ({ likeness: likeness(task.first, task.second, onProgress) })
    }
    case 'scan': {
      const { findNotNumbers } = await import('./song/find-not-numbers.ts')
      return () => ({ notNumbers: findNotNumbers(task.pcm) })
    }
    case 'fingerprint': {
      const { fingerprint } = await import('./lock/fingerprint.ts')
      return () => ({ fingerprints: task.files.map(fingerprint) })
    }
    case 'master': {
      const { masterShare } = await import('./master/master-share.ts')
      return async () => ({ mastered: await masterShare(task, onProgress) })
    }
    case 'convert': {
      const { convertShare } = await import('./master/convert-share.ts')
      return () => ({ converted: convertShare(task, onProgress) })
    }
    case 'disc': {
      const { discShare } = await import('./disc/disc-share.ts')
      return () => ({ disc: discShare(task, onProgress) })
    }
    case 'discFiles': {
      const { writeDiscFiles } = await import('./disc/disc-files.ts')
      return () => ({ files: writeDiscFiles(task, onProgress) })
    }
  }
}
