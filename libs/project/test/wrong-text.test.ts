import { mix, stem } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

const texts: Wrong[] = [
  ['an empty file', '«\n»', 'YAML_EMPTY', 'start it with `mixwright: 1`'],
  ['comments only', '«#» nothing yet\n', 'YAML_EMPTY', 'start it with'],
  ['a list', '«- kick.wav»\n', 'YAML_NOT_A_MAP', 'start it with'],
  ['plain prose', '«Dear mixer, make it loud.»\n', 'YAML_NOT_A_MAP', 'start it with'],
  ['the bytes of a WAV file', 'RIFF\x24«\0»\0\0WAVEfmt ', 'YAML_NOT_TEXT', 'save it as UTF-8'],
  ['UTF-16 text', 'm«\0»i\0x\0', 'YAML_NOT_TEXT', 'save it as UTF-8'],
  ['Latin-1 text', 'title: caf«\ufffd»\n', 'YAML_NOT_TEXT', 'save it as UTF-8'],
  ['a tab as indentation', 'mixwright: 1\nstems:\n«\t»kick: { file: a.wav }\n', 'YAML_TAB', 'use spaces'],
  ['an unclosed brace', 'mixwright: 1\nstems: { kick: { file: a.wav }\n«d»eliver: {}\n', 'YAML_SYNTAX'],
  ['an unclosed quote', "mixwright: 1\ntitle: «'»Night Drive\nstems: {}\n", 'YAML_SYNTAX', 'close it'],
  [
    'a missing comma',
    'mixwright: 1\nstems: { kick: { file: «a.wav gain: 0 »} }\n',
    'YAML_SYNTAX',
    'write `{ a: 1, b: 2 }`',
  ],
  ['a missing colon', 'mixwright: 1\n«stems»\n', 'YAML_SYNTAX', 'write `key: value`'],
  ['a colon in a value', 'mixwright: 1\ntitle: «N»ight: Drive\n', 'YAML_SYNTAX', 'indent the line'],
  ['a line indented between two levels', 'mixwright: 1\nstems:\n    kick: {}\n« »  bass: {}\n', 'YAML_SYNTAX'],
  ['a minus away from its number', stem('gain: «-» 3 dB'), 'YAML_SYNTAX', 'write a negative number without a space'],
  [
    'a second document',
    'mixwright: 1\nstems: { a: { file: a.wav } }\n«---»\ntitle: B\n',
    'YAML_SEVERAL_DOCUMENTS',
    'keep one',
  ],
  ['the same key twice', stem('gain: -3 dB', '«gain»: -2 dB'), 'YAML_DUPLICATE_KEY', 'keep one of them'],
  [
    'the same stem twice',
    'mixwright: 1\nstems:\n  kick: { file: a.wav }\n  «kick»: { file: b.wav }\n',
    'YAML_DUPLICATE_KEY',
  ],
  [
    'a merge key',
    mix('buses:', '  a: &a { gain: -3 dB }', '  b: { «<<»: *a }'),
    'YAML_MERGE_KEY',
    'write the keys out',
  ],
  ['a tag', stem('gain: !db «-3»'), 'YAML_TAG', 'remove it'],
  ['a list as key', stem('? «[gain]»', ': -3 dB'), 'YAML_KEY_NOT_TEXT'],
  ['an alias without anchor', stem('inserts: «*vocals»'), 'YAML_ALIAS'],
  ['an alias with a typing error', stem('trim: &vocal 0 dB', 'gain: «*vocla»'), 'YAML_ALIAS', "did you mean 'vocal'?"],
  ['an alias inside its own anchor', stem('inserts: &own [ «*own» ]'), 'YAML_ALIAS'],
  ['nesting of 100 lists', `mixwright: 1\nstems: ${'['.repeat(62)}«[»${'['.repeat(37)}`, 'YAML_TOO_DEEP'],
]

describeWrong('texts', texts)
