import { inserts, mix, stem } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

const keys: Wrong[] = [
  ['no version', '«stems: { kick: { file: a.wav } }»\n', 'PROJECT_MISSING_KEY', 'add `mixwright: …`'],
  ['version 2', 'mixwright: «2»\nstems: { kick: { file: a.wav } }\n', 'PROJECT_VERSION', 'write `mixwright: 1`'],
  ['no stems', '«mixwright: 1»\n', 'PROJECT_MISSING_KEY', 'add `stems: …`'],
  ['stems without any', 'mixwright: 1\n«stems»:\ntitle: A\n', 'STEM_NONE', 'write `name: { … }`'],
  ['an unknown key at the top', mix('«tittle»: Night Drive'), 'PROJECT_UNKNOWN_KEY', "did you mean 'title'?"],
  ['an unknown key of a stem', stem('«gian»: -3 dB'), 'PROJECT_UNKNOWN_KEY', "did you mean 'gain'?"],
  ['a key in other letters', stem('«Gain»: -3 dB'), 'PROJECT_UNKNOWN_KEY', "did you mean 'gain'?"],
  ['a key unlike all others', stem('«oscillators»: []'), 'PROJECT_UNKNOWN_KEY', 'the keys are file, channels,'],
  ['`file` in a bus', mix('buses: { drums: { «file»: a.wav } }'), 'PROJECT_UNKNOWN_KEY'],
  ['a stem without file', 'mixwright: 1\nstems:\n  «kick»:\n    gain: 0 dB\n', 'PROJECT_MISSING_KEY', 'add `file: …`'],
  ['a file without value', 'mixwright: 1\nstems:\n  kick:\n    «file»:\n', 'PROJECT_MISSING_VALUE'],
  ['a stem that is only a path', 'mixwright: 1\nstems:\n  kick: «kick.wav»\n', 'PROJECT_WRONG_TYPE'],
  ['a list in place of a number', inserts('stereo: { «width»: [1] }'), 'PROJECT_WRONG_TYPE'],
  ['inserts as a map', stem('«inserts»:', '  eq: []'), 'PROJECT_WRONG_TYPE', 'begin each entry with `- `'],
  ['a processor as a word', inserts('«stereo»'), 'PROJECT_WRONG_TYPE', 'write `stereo: …`'],
  ['an unknown processor', inserts('«compresor»: {}'), 'PROJECT_UNKNOWN_KEY', "did you mean 'compressor'?"],
  ['two processors in one entry', inserts('eq: []', '  «stereo»: {}').replace('-   «', '  «'), 'PROJECT_WRONG_TYPE'],
  [
    'a setting beside its processor',
    stem('inserts:', '  - stereo:', '    «width»: 1'),
    'PROJECT_UNKNOWN_KEY',
    'indent it further than `stereo:`',
  ],
  [
    'an unknown setting',
    inserts('compressor: { «treshold»: -20 dB }'),
    'PROJECT_UNKNOWN_KEY',
    "did you mean 'threshold'?",
  ],
  ['an unknown band', inserts('eq: [ { «bel»: 1 kHz } ]'), 'PROJECT_UNKNOWN_KEY', "did you mean 'bell'?"],
  [
    'a gain at a high-pass',
    inserts('eq: [ { highPass: 90 Hz, «gain»: 2 dB } ]'),
    'PROJECT_UNKNOWN_KEY',
    'the keys are slope, q',
  ],
  ['an empty band', inserts('eq: [ «{}» ]'), 'PROJECT_MISSING_KEY', 'one of highPass,'],
  ['a limiter without ceiling', inserts('«limiter»: {}'), 'PROJECT_MISSING_KEY', 'add `ceiling: …`'],
  ['`bypass` that is no truth', inserts('{ eq: [], bypass: «yes» }'), 'PROJECT_BAD_VALUE', 'write true'],
  [
    'an unknown key of a send',
    mix('returns: { r: {} }', 'buses: { b: { sends: { r: { «levl»: -3 dB, level: 0 dB } } } }'),
    'PROJECT_UNKNOWN_KEY',
    "did you mean 'level'?",
  ],
]

describeWrong('keys', keys)
