import type { Help } from './help.ts'

/** Help for codes about what a mix file says. */
export const mixHelp = {
  PROJECT_NOT_FOUND: ['mixwright check songs/nowhere', 'Name a folder that holds a mix.yaml, or the file itself.'],
  PROJECT_VERSION: ['mixwright: 2', 'Write `mixwright: 1`, or install a newer Mixwright.'],
  PROJECT_UNKNOWN_KEY: [
    'gian: -3 dB',
    'Take the key that is suggested; `docs/mix-file.md` lists the keys of every place.',
  ],
  PROJECT_MISSING_KEY: ['kick: { gain: -3 dB }', 'Add the key that the message names.'],
  PROJECT_MISSING_VALUE: ['file:', 'Write a value behind the colon, or remove the key.'],
  PROJECT_WRONG_TYPE: [
    'inserts: { eq: [] }',
    'Write what the message allows: a list begins each entry with `- `, a map has keys, a single value neither.',
  ],
  PROJECT_BAD_VALUE: ['channels: both', 'Take one of the values that the message allows.'],
  PROJECT_BAD_UNIT: ['threshold: -20 Hz', 'Write the unit that the message allows, with a point for decimals.'],
  PROJECT_OUT_OF_RANGE: [
    'gain: 40 dB',
    'Choose a value inside the range; a sign or a unit may be missing (`-40 dB`, `2.5 kHz`).',
  ],
  PROJECT_ABOVE_NYQUIST: [
    'sampleRate: 44.1 kHz, bell: 23 kHz',
    'Lower the frequency below half the session rate, or raise `sampleRate`.',
  ],
  PROJECT_BAD_NAME: [
    'stems: { ../kick: … }',
    'Use letters, digits, spaces, `-` and `_`; `mix` is the name of the mix bus.',
  ],
  PROJECT_DUPLICATE_NAME: [
    'stems: { drums: … }, buses: { drums: … }',
    'Give one of the two another name, and change what leads to it.',
  ],
  PROJECT_NEEDS_TEMPO: [
    'start: bar 9, with no tempo in the file',
    'Add `tempo: 120` at the top of the file, or write times: `0:16`.',
  ],
  PROJECT_UNKNOWN_SECTION: [
    'gain: { chorsu: -3 dB }',
    'Take the section that is suggested, or add it under `sections`.',
  ],
  PROJECT_DUPLICATE_TIME: ['gain: { 0:02: -3 dB, bar 2: 0 dB }', 'Keep one of the two points, or move one of them.'],
  PROJECT_LINE_TO_SILENCE: [
    'gain: { 0:00: -inf dB, 0:04: 0 dB }',
    'Begin at a low level such as -90 dB, or write `step` before the value.',
  ],
  PROJECT_CANNOT_MOVE: [
    '{ highPass: 90 Hz, slope: { 0:00: 12 dB/oct, chorus: 24 dB/oct } }',
    'Write one value; for a change on the way use two inserts or returns, and move their levels.',
  ],
  PROJECT_NO_EFFECT: ['width: 120 %, on a mono stem', 'Remove what does nothing, or set it to do what was meant.'],
  PROJECT_LISTENING: ['sidechain: { from: kick, listen: true }', 'Remove `listen: true` when the side-chain is set.'],
  PRESET_NOT_FOUND: ['use: presets/vocl.yaml', 'Mend the path; it starts at the file that names it.'],
  PRESET_LOOP: ['a.yaml uses b.yaml, b.yaml uses a.yaml', 'Remove one `use` of the loop that the message names.'],
  PRESET_TOO_DEEP: ['a preset that uses a preset that uses …', 'Put what the innermost presets say into fewer files.'],
  PRESET_TOO_MUCH: ['presets that use others many times over', 'Use fewer presets, or smaller ones.'],
  PRESET_NONE: ['inserts: [ preset ], without `use`', 'Add `use: presets/….yaml` to the strip, or remove `preset`.'],
  PRESET_UNKNOWN_INSERT: [
    'preset: { gate: { range: 10 dB } }, and the preset has no gate',
    'Take one of the inserts that the message lists; where there are several, give them a `name` in the preset.',
  ],
  VARIANT_UNKNOWN_NAME: [
    'variants: { instrumental: { mute: [vocla] } }',
    'Take the name that is suggested; a variant cannot add strips.',
  ],
  STEM_NONE: ['stems:', 'Write one stem or more, `name: { file: … }`; unmute one where all are muted.'],
  STEM_NOT_STEREO: ['pan: { left: 20L, right: 60R }, on a mono file', 'Write one place, such as `pan: 20R`.'],
  ROUTE_UNKNOWN_BUS: ['bus: drum', 'Take the bus that is suggested, or add it under `buses`.'],
  ROUTE_UNKNOWN_RETURN: ['sends: { hal: -12 dB }', 'Take the return that is suggested, or add it under `returns`.'],
  ROUTE_UNKNOWN_SOURCE: ['sidechain: kik', 'Take the strip that is suggested.'],
  ROUTE_NO_SIDECHAIN: [
    'master: { inserts: [ { compressor: { sidechain: kick } } ] }',
    'Use the compressor in a strip or on the mix bus: after the mix no strip can be heard.',
  ],
  ROUTE_UNKNOWN_MEMBER: [
    'groups: { band: { strips: [kik] } }',
    'Take the strip that is suggested; groups hold stems, buses and returns.',
  ],
  ROUTE_EMPTY_GROUP: ['groups: { band: { strips: [] } }', 'Name one strip or more, or remove the group.'],
  ROUTE_LOOP: ['buses: { a: { bus: b }, b: { bus: a } }', 'Cut the loop at one of the names that the message lists.'],
  EXPECT_UNKNOWN_NAME: ['expect: [ "level(vocl) > -20 LUFS" ]', 'Take the name that is suggested.'],
  EXPECT_FAILED: [
    'expect: [ "integrated(mix) < -16 LUFS" ], and it is -14.2',
    'Change the mix until it holds, or the expectation if it was wrong.',
  ],
  EXPECT_NONE: [
    'mixwright test, in a mix without `expect`',
    'Add `expect:` with what must hold; docs/expectations.md shows how.',
  ],
} as const satisfies Record<string, Help>
