import { type DiagnosticCode, parseProject } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { inserts, marked, mix, stem, TARGETS } from './_mix.ts'

/** What is wrong, a mix file with the place marked, the code, and how the advice begins. */
type Wrong = readonly [claim: string, text: string, code: DiagnosticCode, fix?: string]

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

const keys: Wrong[] = [
  ['no version', '«stems: { kick: { file: a.wav } }»\n', 'PROJECT_MISSING_KEY', 'add `mixwright: …`'],
  ['version 2', 'mixwright: «2»\nstems: { kick: { file: a.wav } }\n', 'PROJECT_VERSION', 'write `mixwright: 1`'],
  ['no stems', '«mixwright: 1»\n', 'PROJECT_MISSING_KEY', 'add `stems: …`'],
  ['stems without any', 'mixwright: 1\n«stems»:\ntitle: A\n', 'STEM_NONE', 'write `name: { … }`'],
  ['an unknown key at the top', mix('«tittle»: Night Drive'), 'PROJECT_UNKNOWN_KEY', "did you mean 'title'?"],
  ['an unknown key of a stem', stem('«gian»: -3 dB'), 'PROJECT_UNKNOWN_KEY', "did you mean 'gain'?"],
  ['a key in other letters', stem('«Gain»: -3 dB'), 'PROJECT_UNKNOWN_KEY', "did you mean 'gain'?"],
  ['a key unlike all others', stem('«plugins»: []'), 'PROJECT_UNKNOWN_KEY', 'the keys are file, channels,'],
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

const values: Wrong[] = [
  ['a number above its range', stem('gain: «40 dB»'), 'PROJECT_OUT_OF_RANGE', "did you mean '-40 dB'?"],
  ['a number below its range', stem('trim: «-61 dB»'), 'PROJECT_OUT_OF_RANGE'],
  [
    'a threshold above 0 dB',
    inserts('compressor: { threshold: «18 dB» }'),
    'PROJECT_OUT_OF_RANGE',
    "did you mean '-18 dB'?",
  ],
  ['kHz left out', inserts('eq: [ { bell: «2.5» } ]'), 'PROJECT_OUT_OF_RANGE', "did you mean '2.5 kHz'?"],
  ['% left out', inserts('delay: { time: 375 ms, feedback: «35» }'), 'PROJECT_OUT_OF_RANGE', "did you mean '35 %'?"],
  ['s in place of ms', inserts('compressor: { attack: «8 s» }'), 'PROJECT_OUT_OF_RANGE', "did you mean '8 ms'?"],
  [
    'a unit of another kind',
    inserts('compressor: { threshold: «-20 Hz» }'),
    'PROJECT_BAD_UNIT',
    "did you mean '-20 dB'?",
  ],
  ['a unit in other letters', stem('gain: «-3 DB»'), 'PROJECT_BAD_UNIT', "did you mean '-3 dB'?"],
  ['a decimal comma', stem('gain: «-2,5 dB»'), 'PROJECT_BAD_UNIT', "did you mean '-2.5 dB'?"],
  ['a word in place of a number', stem('gain: «loud»'), 'PROJECT_BAD_VALUE'],
  ['not a number', stem('gain: «.nan»'), 'PROJECT_BAD_VALUE'],
  ['an infinity where none is allowed', stem('trim: «-inf dB»'), 'PROJECT_OUT_OF_RANGE'],
  ['an enormous number', stem('gain: «1e999 dB»'), 'PROJECT_OUT_OF_RANGE'],
  ['a hexadecimal number', stem('gain: «0x10»'), 'PROJECT_BAD_UNIT'],
  [
    'a word with a typing error',
    inserts('compressor: { ratio: 2, release: «atuo» }'),
    'PROJECT_BAD_VALUE',
    "did you mean 'auto'?",
  ],
  ['a slope between the slopes', inserts('eq: [ { lowPass: 9 kHz, slope: «20 dB/oct» } ]'), 'PROJECT_OUT_OF_RANGE'],
  [
    'q beside a steep slope',
    inserts('eq: [ «{ highPass: 90 Hz, slope: 24 dB/oct, q: 2 }» ]'),
    'PROJECT_BAD_VALUE',
    'remove `q`',
  ],
  [
    'a band above half the rate',
    `sampleRate: 44.1 kHz\n${inserts('eq: [ { bell: «23 kHz» } ]')}`,
    'PROJECT_ABOVE_NYQUIST',
  ],
  [
    'a default above half the rate',
    `sampleRate: 8 kHz\n${inserts('«deesser»: { threshold: -20 dB }')}`,
    'PROJECT_ABOVE_NYQUIST',
  ],
  ['a ratio below 1', inserts('compressor: { ratio: «0.5» }'), 'PROJECT_OUT_OF_RANGE'],
  [
    'a choice with a typing error',
    inserts('compressor: { ratio: 2, detector: «RMS» }'),
    'PROJECT_BAD_VALUE',
    "did you mean 'rms'?",
  ],
  ['an unknown channel choice', stem('channels: «both»'), 'PROJECT_BAD_VALUE'],
  ['`yes` for true', stem('mute: «yes»'), 'PROJECT_BAD_VALUE', 'write true'],
  ['pan beyond the side', stem('pan: «120R»'), 'PROJECT_OUT_OF_RANGE'],
  ['a signed pan with a side', stem('pan: «-10L»'), 'PROJECT_BAD_UNIT', "did you mean '10L'?"],
  ['a width of 300 %', stem('width: «300 %»'), 'PROJECT_OUT_OF_RANGE'],
  ['an unknown pan law', mix('mix: { panLaw: «-3.5 dB» }'), 'PROJECT_OUT_OF_RANGE'],
  ['a session rate of 48 Hz', mix('sampleRate: «48»'), 'PROJECT_OUT_OF_RANGE', "did you mean '48 kHz'?"],
  [
    'a Windows path',
    stem().replace('kick.wav', '«stems\\kick.wav»'),
    'PROJECT_BAD_VALUE',
    "did you mean 'stems/kick.wav'?",
  ],
  ['control characters in a title', mix('title: «"a\\e[31mb"»'), 'PROJECT_BAD_VALUE'],
  ['an ISRC that is none', mix('isrc: «QZ-ABC-26-1»'), 'PROJECT_BAD_VALUE'],
  ['an ISRC in small letters', mix('isrc: «qz-abc-26-00001»'), 'PROJECT_BAD_VALUE', "did you mean 'QZABC2600001'?"],
  ['a wrong check digit of an EAN', mix('upc: «1234567890123»'), 'PROJECT_BAD_VALUE', "did you mean '1234567890128'?"],
  ['a wrong check digit of a UPC', mix('upc: «036000291453»'), 'PROJECT_BAD_VALUE', "did you mean '036000291452'?"],
  [
    'crossovers that fall',
    inserts('multiband: { «crossovers»: [2 kHz, 120 Hz], bands: [{}, {}, {}] }'),
    'PROJECT_BAD_VALUE',
  ],
  [
    'bands that do not match',
    inserts('multiband: { crossovers: [120 Hz], «bands»: [{}] }'),
    'PROJECT_BAD_VALUE',
    'add `{}`',
  ],
  [
    'six crossovers',
    inserts('multiband: { «crossovers»: [1 kHz, 2 kHz, 3 kHz, 4 kHz, 5 kHz, 6 kHz], bands: [] }'),
    'PROJECT_OUT_OF_RANGE',
  ],
]

const times: Wrong[] = [
  [
    'a bar without tempo',
    'mixwright: 1\nstems: { a: { file: a.wav, start: «bar 9» } }\n',
    'PROJECT_NEEDS_TEMPO',
    'add `tempo: 120`',
  ],
  [
    'a note without tempo',
    'mixwright: 1\nstems: { a: { file: a.wav, inserts: [ { delay: { time: «1/8» } } ] } }\n',
    'PROJECT_NEEDS_TEMPO',
    'add `tempo: 120`',
  ],
  ['bar 0', stem('start: «bar 0»'), 'PROJECT_OUT_OF_RANGE', 'bar 1 is 0:00'],
  ['a fifth beat', stem('start: «bar 2.5»'), 'PROJECT_OUT_OF_RANGE'],
  ['seventy seconds in a minute', stem('start: «1:70»'), 'PROJECT_OUT_OF_RANGE'],
  ['a start before the song', stem('start: «-2 s»'), 'PROJECT_OUT_OF_RANGE'],
  [
    'an unknown section',
    mix('sections: { verse: 0:10 }').replace('kick.wav', 'kick.wav\n    start: «vers»'),
    'PROJECT_UNKNOWN_SECTION',
    "did you mean 'verse'?",
  ],
  ['a section that reads as a time', mix('sections: { «bar 9»: 0:10 }'), 'PROJECT_BAD_NAME'],
  ['two sections at one time', mix('sections: { a: 0:02, «b»: bar 2 }'), 'PROJECT_DUPLICATE_NAME'],
  ['a section after a section', mix('sections: { a: 0:10, b: «a» }'), 'PROJECT_BAD_VALUE'],
  [
    'two points at one time',
    stem('gain: { 0:02: -3 dB, «bar 2»: 0 dB }'),
    'PROJECT_DUPLICATE_TIME',
    'keep one of them',
  ],
  [
    'a point out of range',
    stem('gain: { 0:00: -3 dB, 0:02: step «30 dB» }'),
    'PROJECT_OUT_OF_RANGE',
    "did you mean '-30 dB'?",
  ],
  ['a line from silence', stem('gain: { 0:00: -inf dB, 0:02: «0 dB» }'), 'PROJECT_LINE_TO_SILENCE', 'write `step`'],
  ['an automation without points', stem('«gain»: {}'), 'PROJECT_MISSING_VALUE'],
  ['a length of nothing', mix('length: «0:00»'), 'PROJECT_OUT_OF_RANGE'],
  ['a time signature in thirds', mix('timeSignature: «4/3»'), 'PROJECT_BAD_VALUE'],
  ['a delay longer than 5 s', stem('inserts: [ { delay: { time: «16/1» } } ]'), 'PROJECT_OUT_OF_RANGE'],
]

const routes: Wrong[] = [
  [
    'an unknown bus',
    mix('buses: { drums: {} }').replace('kick.wav', 'kick.wav\n    bus: «drum»'),
    'ROUTE_UNKNOWN_BUS',
    "did you mean 'drums'?",
  ],
  [
    'a return as bus',
    mix('returns: { hall: {} }').replace('kick.wav', 'kick.wav\n    bus: «hall»'),
    'ROUTE_UNKNOWN_BUS',
    'send to it',
  ],
  ['an unknown return', stem('sends: { «hall»: -6 dB }'), 'ROUTE_UNKNOWN_RETURN'],
  [
    'a bus as return',
    mix('buses: { drums: {} }').replace('kick.wav', 'kick.wav\n    sends: { «drums»: 0 dB }'),
    'ROUTE_UNKNOWN_RETURN',
    'feed it',
  ],
  [
    'an unknown side-chain',
    inserts('compressor: { ratio: 2, sidechain: «kik» }'),
    'ROUTE_UNKNOWN_SOURCE',
    "did you mean 'kick'?",
  ],
  [
    'a side-chain in the master',
    mix('master: { inserts: [ { compressor: { ratio: 2, sidechain: «kick» } } ] }'),
    'ROUTE_NO_SIDECHAIN',
  ],
  ['a bus that feeds itself', mix('buses: { a: { bus: «a» } }'), 'ROUTE_LOOP', 'cut the loop'],
  ['buses in a ring', mix('buses: { a: { bus: b }, b: { bus: c }, c: { bus: «a» } }'), 'ROUTE_LOOP', 'cut the loop'],
  ['a return that sends to itself', mix('returns: { r: { sends: { «r»: -6 dB } } }'), 'ROUTE_LOOP', 'cut the loop'],
  [
    'a loop through a side-chain',
    mix('buses:', '  a: { bus: b }', '  b: {}').replace(
      'a: { bus: b }',
      'a: { bus: b, inserts: [ { compressor: { ratio: 2, sidechain: «b» } } ] }',
    ),
    'ROUTE_LOOP',
    'cut the loop',
  ],
  ['a stem and a bus of one name', mix('buses: { «kick»: {} }'), 'PROJECT_DUPLICATE_NAME', 'choose another name'],
  ['a bus called mix', mix('buses: { «mix»: {} }'), 'PROJECT_BAD_NAME', 'choose another name'],
  ['a stem called __proto__', mix().replace('kick:', '«__proto__»:'), 'PROJECT_BAD_NAME'],
  ['a name that is a path', mix().replace('kick:', '«../kick»:'), 'PROJECT_BAD_NAME', "such as 'kick'"],
  ['a name of 65 letters', mix().replace('kick:', `«${'k'.repeat(65)}»:`), 'PROJECT_BAD_NAME'],
]

const deliveries: Wrong[] = [
  ['an unknown target', mix('deliver: { «spotfy»: {} }'), 'DELIVERY_UNKNOWN_TARGET', "did you mean 'spotify'?"],
  [
    'an unknown target by name',
    mix('deliver: { a: { target: «cdd», format: wav 16 } }'),
    'DELIVERY_UNKNOWN_TARGET',
    "did you mean 'cd'?",
  ],
  ['a delivery from nothing', mix('deliver: { «promo»: }'), 'DELIVERY_UNKNOWN_TARGET', 'give it a `target`'],
  ['a delivery called mix', mix('deliver: { «mix»: { format: wav 24 } }'), 'DELIVERY_SAME_FILE', 'choose another name'],
  [
    'two names that differ in case',
    mix('deliver: { cd: {}, «CD»: { format: wav 16 } }'),
    'DELIVERY_SAME_FILE',
    'choose another name',
  ],
  [
    'a name of a Windows device',
    mix('deliver: { «aux»: { format: wav 24 } }'),
    'DELIVERY_BAD_NAME',
    'choose another name',
  ],
  ['an unknown format', mix('deliver: { cd: { format: «aiff 16» } }'), 'DELIVERY_UNKNOWN_FORMAT'],
  [
    'a format without bits',
    mix('deliver: { cd: { format: «wav» } }'),
    'DELIVERY_UNKNOWN_FORMAT',
    "did you mean 'wav 16'?",
  ],
  [
    'an MP3 rate that does not exist',
    mix('deliver: { cd: { format: «mp3 300» } }'),
    'DELIVERY_UNKNOWN_FORMAT',
    "did you mean 'mp3 320'?",
  ],
  ['a loudness in dB', mix('deliver: { cd: { loudness: «-14 dB» } }'), 'PROJECT_BAD_UNIT', "did you mean '-14 LUFS'?"],
  ['an unknown dither', mix('deliver: { cd: { dither: «shape» } }'), 'PROJECT_BAD_VALUE', "did you mean 'shaped'?"],
  ['a side that is no letter', mix('deliver: { vinyl: { side: «1» } }'), 'PROJECT_BAD_VALUE'],
  ['metadata that is a word', mix('deliver: { cd: { metadata: «all» } }'), 'PROJECT_BAD_VALUE'],
]

const all = { texts, keys, values, times, routes, deliveries }

describe.each(Object.entries(all))('wrong %s', (_, cases) => {
  for (const [claim, source, code, fix] of cases) {
    test(`${claim} gives ${code} at its place`, () => {
      const { text, ...place } = marked(source)
      const { project, diagnostics } = parseProject(text, 'mix.yaml', { targets: TARGETS })
      expect(project).toBeUndefined()
      expect(diagnostics).toEqual([expect.objectContaining({ code, severity: 'error', file: 'mix.yaml', ...place })])
      if (fix !== undefined) expect(diagnostics[0]?.fix?.slice(0, fix.length)).toBe(fix)
    })
  }
})
