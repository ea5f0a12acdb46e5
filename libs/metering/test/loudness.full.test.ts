import { describeEbuLoudness } from './_ebu-loudness.ts'
import type { Word } from './_signals.ts'

const WORDS: readonly Word[] = [16, 24, '32f']

for (const sampleRateHz of [44100, 48000, 96000, 192000]) {
  for (const word of WORDS) describeEbuLoudness(sampleRateHz, word)
}
