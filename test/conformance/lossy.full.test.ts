import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ebur128, ffmpeg } from '../_ffmpeg.ts'
import { temporaryFolder } from '../_song.ts'
import { missing, SHARED } from '../_tools.ts'
import { deliverLossy } from './_lossy.ts'

const LOUDNESS_TOLERANCE_LU = 0.1

const reason = missing('recordings', 'ffmpeg')
if (reason) console.log(`lossy deliveries of recordings: skipped, ${reason}`)

const STEMS = ['drums_main', 'bass_synth', 'vox_lead', 'pluck']
const FILES = STEMS.map((name) => `${name}.wav`)

/** Eight seconds from the middle of a song, or what becomes of them at the hands of somebody who wants it loud. */
function excerpt(clipGainDb: number): string {
  const folder = temporaryFolder()
  const clip = clipGainDb > 0 ? `,volume=${clipGainDb}dB,aeval=clip(val(0)\\,-1\\,1):c=same` : ''
  for (const name of STEMS) {
    const input = ['-ss', '85', '-t', '8', '-i', join(SHARED, 'stems', 'rubidium', `${name}.flac`)]
    ffmpeg([...input, '-af', `volume=-3dB${clip}`, '-c:a', 'pcm_f32le', join(folder, `${name}.wav`)])
  }
  return folder
}

describe.skipIf(reason)('lossy deliveries of recordings', () => {
  test('keep -10 LUFS and -1 dBTP, by two meters', () => {
    for (const { name, path, integratedLufs, truePeakDbtp } of deliverLossy(excerpt(0), FILES, '-10 LUFS').deliveries) {
      expect(Math.abs(integratedLufs + 10), name).toBeLessThanOrEqual(LOUDNESS_TOLERANCE_LU)
      expect(truePeakDbtp, name).toBeLessThanOrEqual(-1)
      expect(ebur128(path).truePeakDbtp, name).toBeLessThanOrEqual(-1)
    }
  })

  test('of clipped stems keep -1 dBTP, by two meters', () => {
    for (const { name, path, integratedLufs, truePeakDbtp } of deliverLossy(excerpt(24), FILES, 'as mixed')
      .deliveries) {
      expect(integratedLufs, name).toBeGreaterThan(-9)
      expect(truePeakDbtp, name).toBeLessThanOrEqual(-1)
      expect(ebur128(path).truePeakDbtp, name).toBeLessThanOrEqual(-1)
    }
  })
})
