import type { Reader } from './reader.ts'
import type { JsonSchema } from './schema.ts'
import type { ScalarNode } from './tree.ts'

const LONGEST_NAME = 64

/** Begins with a letter, digit or underscore, ends with no space or dot: a name can always be part of a file's name. */
const NAME = '^[\\p{L}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}_. -]*[\\p{L}\\p{M}\\p{N}_-])?$'
const NAME_PATTERN = new RegExp(NAME, 'u')

/** Names that routes use for the last two places of the signal. */
const RESERVED = ['mix', 'master']

export const NAME_SCHEMA: JsonSchema = { type: 'string', pattern: NAME, maxLength: LONGEST_NAME }

/** True for a good name of a stem, bus, return, section or delivery; reports others. */
export function checkName(key: ScalarNode, reader: Reader): boolean {
  const name = key.text
  if (name.length > LONGEST_NAME) {
    reader.report('PROJECT_BAD_NAME', key, `got a name of ${name.length} characters, allowed up to ${LONGEST_NAME}`)
    return false
  }
  if (isInherited(name)) {
    reader.report('PROJECT_BAD_NAME', key, 'the name is reserved', { fix: 'choose another name' })
    return false
  }
  if (NAME_PATTERN.test(name)) return true
  const message = 'a name begins with a letter or digit and holds letters, digits, spaces, `_`, `-` and `.`'
  const cleaned = name.replace(/[^\p{L}\p{M}\p{N}_. -]+/gu, '-').replace(/^[^\p{L}\p{N}_]+|[ .]+$/gu, '')
  reader.report('PROJECT_BAD_NAME', key, message, { fix: cleaned === '' ? undefined : `such as '${cleaned}'` })
  return false
}

/** True for a good name of a stem, bus or return. */
export function checkStripName(key: ScalarNode, reader: Reader): boolean {
  if (!RESERVED.includes(key.text)) return checkName(key, reader)
  reader.report('PROJECT_BAD_NAME', key, `the name is reserved for the ${key.text === 'mix' ? 'mix bus' : 'master'}`, {
    fix: 'choose another name',
  })
  return false
}

/** `__proto__`, `constructor` and their like: harmless here, a trap for whoever keeps things in plain objects. */
function isInherited(name: string): boolean {
  return name === 'prototype' || name in Object.prototype
}
