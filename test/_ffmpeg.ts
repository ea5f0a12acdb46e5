import { spawnSync } from 'node:child_process'

/** Runs ffmpeg and gives what it said. */
export function ffmpeg(args: readonly string[]): string {
  const run = spawnSync('ffmpeg', ['-hide_banner', '-nostats', ...args], { encoding: 'utf8', maxBuffer: 1 << 26 })
  if (run.status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${run.stderr}`)
  return run.stderr
}

/** What ffmpeg's EBU R 128 meter reads: loudness to three decimals, peak to one. */
export function ebur128(path: string): { integratedLufs: number; truePeakDbtp: number } {
  const meter = 'ebur128=peak=true:metadata=1:framelog=verbose,ametadata=print'
  const log = ffmpeg(['-i', path, '-af', meter, '-f', 'null', '-'])
  const integratedLufs = Number(log.split('lavfi.r128.I=').at(-1)!.split('\n')[0])
  const peak = /Peak:\s+(-?[\d.]+) dBFS/.exec(log.split('Summary:').at(-1)!)![1]
  return { integratedLufs, truePeakDbtp: Number(peak) }
}

export interface FfprobeAnswer {
  streams: Record<string, unknown>[]
  format: { tags?: Record<string, string> }
}

/** What ffprobe finds of streams and container. */
export function ffprobe(path: string): FfprobeAnswer {
  const args = ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path]
  const { stdout, status, stderr } = spawnSync('ffprobe', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ffprobe ${path}: ${stderr}`)
  return JSON.parse(stdout)
}
