import { type CompareOutputs, compareWavs, measureWav, type Staging } from '@mixwright/session'
import type { ComparedMixes } from './sound.ts'
import type { ComparedAudio } from './sound-document.ts'

/** Names of the files in the output folder. */
export const AUDIO_OUTPUTS = ['a.wav', 'b.wav', 'difference.wav'] as const

/**
 * Writes both mixes at one loudness, and their difference at their own levels, as 32-bit floats. The louder mix is
 * lowered to the other one; where a true peak would still pass 0 dBTP, which players clip, both are lowered alike.
 */
export async function writeComparedAudio(
  { from, to }: ComparedMixes,
  staging: Staging,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<ComparedAudio> {
  const [a, b, difference] = AUDIO_OUTPUTS
  const gains = matchingGains(from.heard.mix.measurement, to.heard.mix.measurement)
  const write: CompareOutputs = {
    fromPath: staging.path(a),
    toPath: staging.path(b),
    differencePath: staging.path(difference),
    ...gains,
  }
  await compareWavs(from.heard.mixPath, to.heard.mixPath, { write, signal })
  const [fromRead, toRead] = await Promise.all(
    [write.fromPath, write.toPath].map((path) => measureWav(path, { signal })),
  )
  const matched = (file: string, gainDb: number, { measurement }: NonNullable<typeof fromRead>) => {
    const { integratedLufs, truePeakDbtp } = measurement
    return { file, gainDb, integratedLufs, truePeakDbtp }
  }
  return {
    from: matched(a, gains.fromGainDb, fromRead!),
    to: matched(b, gains.toGainDb, toRead!),
    difference: { file: difference },
  }
}

interface Level {
  integratedLufs: number
  truePeakDbtp: number
}

/** What brings two mixes to the loudness of the quieter one, and their peaks to full scale at most. */
export function matchingGains(from: Level, to: Level): { fromGainDb: number; toGainDb: number } {
  const rise = from.integratedLufs - to.integratedLufs
  const difference = Number.isFinite(rise) ? rise : 0
  const [down, up] = [difference > 0 ? -difference : 0, difference < 0 ? difference : 0]
  const over = Math.max(0, from.truePeakDbtp + down, to.truePeakDbtp + up)
  return { fromGainDb: down - over, toGainDb: up - over }
}
