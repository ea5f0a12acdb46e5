import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeToPcm, encodeAudio, probeAudio, WavWriter } from '@mixwright/audio-files'
import { expect, test } from 'vitest'
import { arena, loadCore, scratchFolder } from './_audio.ts'

const folder = scratchFolder()

/** What is said of a file when it is decoded. */
async function said(path: string): Promise<string[]> {
  const probed = await probeAudio(path)
  const decoded = 'problem' in probed ? probed : await decodeToPcm(loadCore(), probed.info, join(folder, 'decoded.wav'))
  return 'problem' in decoded ? [decoded.problem.message] : decoded.info.repairs
}

test.each(['aac', 'mp3', 'flac', 'opus'] as const)(
  'a whole %s file is not blamed for a broken one before it',
  async (codec) => {
    const wav = join(folder, 'source.wav')
    const writer = new WavWriter(wav, { format: '16', channels: 2, sampleRateHz: 48_000 })
    const at = arena.alloc(48_000 * 4)
    arena.bytes(at, 48_000 * 4).forEach((_, index, bytes) => {
      bytes[index] = (index * index * 31) >> 3
    })
    writer.write(arena, at, 48_000)
    writer.finish()
    const whole = join(folder, `whole.${codec}`)
    await encodeAudio(loadCore(), wav, whole, { codec })
    const broken = join(folder, `broken.${codec}`)
    const bytes = readFileSync(whole)
    for (let byte = Math.floor(bytes.length / 2); byte < (bytes.length * 4) / 5; byte++) bytes[byte]! ^= 0x55
    writeFileSync(broken, bytes)
    for (let time = 0; time < 3; time++) {
      for (const words of await said(broken)) expect(words).not.toContain('repeated')
      expect(await said(whole)).toEqual([])
    }
  },
)
