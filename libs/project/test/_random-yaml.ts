import fc from 'fast-check'
import { NIGHT_DRIVE } from './_mix.ts'

/** Lines with blanks, breaks and comments put in wherever YAML allows them in this text, seeded by numbers. */
export const commented = (text: string) =>
  fc.array(fc.tuple(fc.nat(4), fc.nat(9)), { minLength: 40, maxLength: 200 }).map((numbers) => {
    let at = 0
    const next = () => numbers[at++ % numbers.length]!
    return text
      .split('\n')
      .map((line) => {
        const [kind, size] = next()
        const isText = line.trim() === '' || /#|[|>]$/.test(line)
        const spaced = line.replace(/(?<=[:,[{] ) *(?=\S)/g, () => ' '.repeat(next()[1] % 3))
        if (isText) return line
        if (kind === 0) return `${spaced}${' '.repeat(1 + (size % 4))}# c${at} ${size}`
        if (kind === 1) return `${' '.repeat(size)}# over${at}\n${spaced}`
        if (kind === 2) return `${'\n'.repeat(size % 4)}${spaced}   `
        return spaced
      })
      .join('\n')
  })

/** A mix with comments everywhere. */
export const commentedMix = commented(NIGHT_DRIVE)

/** A preset with comments everywhere. */
export const commentedPreset = commented(`use: dry.yaml
inserts:
  - eq:
      - { highPass: 90 Hz, slope: 24 dB/oct }
      - bell: 250 Hz
        gain: -2.5 dB
  - preset
  - compressor: { threshold: -20 dB, ratio: 3 }
gain: { 0:00: -4 dB, chorus: -2.5 dB }
sends: { room: -14 dB, echo: { level: -20 dB, tap: preFader } }
`)

/** An album with comments everywhere. */
export const commentedAlbum = commented(`mixwrightAlbum: 1
title: Harbour
artist: "The: Placeholders"
gap: 1.5 s
tracks:
  - song: songs/one
    title: 'One'
  - { file: two.wav, gap: 0 s, isrc: QZ-ABC-26-00002 }
  - file: three.flac
    indexes: [1:00, 2:00]
`)
