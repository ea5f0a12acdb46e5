import { spaceCharacter } from '../../libs/dsp/test/_space-character.ts'

const DECAY_S = 1.8
const DAMPING_HZ = 8000

/** What each kind of reverb measures, and what is measured. */
export function spaceTable(): string {
  const rows = (['room', 'chamber', 'plate', 'hall'] as const).map((space) => {
    const { gapMs, denseMs, c80Db, bassRatio, brightness, correlation } = spaceCharacter(space, DECAY_S, DAMPING_HZ)
    const ratios = [bassRatio, brightness, Math.abs(correlation)].map((value) => value.toFixed(2))
    return `| ${[space, `${gapMs.toFixed(1)} ms`, `${denseMs} ms`, `${c80Db.toFixed(1)} dB`, ...ratios].join(' | ')} |`
  })
  return `## Kinds

Measured at a decay of ${DECAY_S} s and a damping of ${DAMPING_HZ / 1000} kHz, on answers to impulses on both sides.

| kind | gap | dense after | C80 | bass | brightness | correlation |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

- gap: from the impulse to the first sound
- dense after: when 20 ms are first as dense as 0.9 of Gaussian noise (Abel and Huang, 2006)
- C80: energy of the first 80 ms over that of the rest (ISO 3382-1)
- bass, brightness: T30 of the octaves at 125 Hz and 8 kHz over that at 1 kHz; brightness follows \`damping\`, not the kind
- correlation of left and right, without its sign`
}
