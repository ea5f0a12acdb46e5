import type { Help } from './help.ts'

/** Help for codes about the text of a file, and about editing it. */
export const textHelp = {
  YAML_NOT_TEXT: [
    'a mix.yaml saved as UTF-16, or a WAV file given as the mix',
    'Save the file as UTF-8 text, or name the right file.',
  ],
  YAML_TOO_LARGE: [
    'a file of more than 16 million characters',
    'Move shared chains into presets, and generated data out of the mix file.',
  ],
  YAML_BYTE_ORDER_MARK: [
    'a file that an editor saved as "UTF-8 with BOM"',
    'Nothing has to be done; `mixwright fmt` removes the mark.',
  ],
  YAML_EMPTY: [
    'a mix.yaml with nothing but `# my mix`',
    'Start with `mixwright: 1` and `stems:`; `mixwright init` writes a first mix from a folder of recordings.',
  ],
  YAML_SYNTAX: [
    'title: "Night Drive',
    'Look at the place and the line above it: a quote, a bracket or a colon is missing, or a line is indented differently from its neighbours.',
  ],
  YAML_TAB: ['\tgain: -3 dB', 'Replace the tab by spaces, and set the editor to indent YAML with spaces.'],
  YAML_TOO_DEEP: [
    'stems: [[[[[[ … ]]]]]]',
    'Look for brackets that are never closed; the deepest place of the language has 15 levels.',
  ],
  YAML_SEVERAL_DOCUMENTS: [
    'title: A\n---\ntitle: B',
    'Keep one document, without `---` between keys; put the other into a file of its own.',
  ],
  YAML_NOT_A_MAP: ['- stems', 'Write the file as keys with values: `mixwright: 1`, `stems:` and so on.'],
  YAML_DUPLICATE_KEY: ['gain: -3 dB\ngain: -2 dB', 'Keep one of the two; the message names the line of the first.'],
  YAML_KEY_NOT_TEXT: [
    '[gain]: -3 dB',
    'Write the key as a word; put a name that begins with `{`, `[` or `*` in quotes.',
  ],
  YAML_MERGE_KEY: ['vocal: { <<: *base, gain: -3 dB }', 'Write the keys out, or move them into a preset and `use` it.'],
  YAML_TAG: ['gain: !!float -3', 'Remove the tag: what a value means follows from its key.'],
  YAML_ALIAS: ['inserts: *chain', 'Write `&chain` before the value that is meant, above the alias, or mend the name.'],
  YAML_ALIAS_BOMB: [
    'a list of aliases to lists of aliases to lists …',
    'Write presets for what is shared; no mix needs that many values.',
  ],
  LAYOUT_NOT_CANONICAL: ['gain :   -3 dB', 'Run `mixwright fmt` on the file.'],
  LAYOUT_UNKNOWN: [
    'a file with YAML directives between its comments',
    'Write the place more plainly: without `%` directives, tags and keys that begin with `?`.',
  ],
  EDIT_PATH: [
    'mixwright edit stems..gain "-3 dB"',
    'Join names with dots and put places of lists in brackets: `stems.vocal.inserts[0]`. Quote names with dots.',
  ],
  EDIT_NO_PLACE: [
    'mixwright edit stems.vocal.inserts.gate.range "10 dB"',
    'Take one of the names that the message lists; append to a list with `[+]`.',
  ],
} as const satisfies Record<string, Help>
