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
