import { spawnSync } from 'node:child_process'

/** Runs ffmpeg and gives what it said. */
export function ffmpeg(args: readonly string[]): string {
  const run = spawnSync('ffmpeg', ['-hide_banner', '-nostats', ...args], { encoding: 'utf8', maxBuffer: 1 << 26 })
  if (run.status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${run.stderr}`)
  return run.stderr
}

/** What ffmpeg's EBU R 128 meter reads. */
export function ebur128(path: string): { integratedLufs: number; truePeakDbtp: number } {
  const summary = ffmpeg(['-i', path, '-filter_complex', 'ebur128=peak=true', '-f', 'null', '-'])
    .split('Summary:')
    .at(-1)!
  const read = (pattern: RegExp) => Number(pattern.exec(summary)![1])
  return { integratedLufs: read(/I:\s+(-?[\d.]+) LUFS/), truePeakDbtp: read(/Peak:\s+(-?[\d.]+) dBFS/) }
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
