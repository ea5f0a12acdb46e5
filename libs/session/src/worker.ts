import { parentPort, workerData } from 'node:worker_threads'
import { AudioFault, decodeToPcm, FfmpegCore } from '@mixwright/audio-files'
import { compareShare } from './compare-share.ts'
import { convertShare } from './convert-share.ts'
import { writeDiscFiles } from './disc-files.ts'
import { discShare } from './disc-share.ts'
import { fingerprint } from './fingerprint.ts'
import type { DecodeJob, Job, JobResult, WorkerMessage } from './job.ts'
import { likeness } from './likeness.ts'
import { masterShare } from './master-share.ts'
import { measurePcm } from './measure-pcm.ts'
import { mixShare } from './mix-share.ts'
import { findNotNumbers } from './not-numbers.ts'
import { probePcm } from './probe.ts'

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

async function run(task: Job): Promise<JobResult<Job>> {
  switch (task.kind) {
    case 'decode':
      return decode(task)
    case 'mix':
      return mixShare(task, onProgress)
    case 'probe':
      return { probe: probePcm(task.pcm, task.window) }
    case 'measure':
      return measurePcm(task.pcm, { onProgress, dualMono: task.dualMono, span: task.span })
    case 'compare':
      return { difference: compareShare(task, onProgress) }
    case 'likeness':
      return { likeness: likeness(task.first, task.second, onProgress) }
    case 'scan':
      return { notNumbers: findNotNumbers(task.pcm) }
    case 'fingerprint':
      return { fingerprints: task.files.map(fingerprint) }
    case 'master':
      return { mastered: await masterShare(task, onProgress) }
    case 'convert':
      return { converted: convertShare(task, onProgress) }
    case 'disc':
      return { disc: discShare(task, onProgress) }
    case 'discFiles':
      return { files: writeDiscFiles(task, onProgress) }
  }
}

async function decode({ info, path, mostBytes }: DecodeJob): Promise<JobResult<DecodeJob>> {
  const loaded = FfmpegCore.load()
  return 'problem' in loaded ? loaded : decodeToPcm(loaded.core, info, path, mostBytes)
}
