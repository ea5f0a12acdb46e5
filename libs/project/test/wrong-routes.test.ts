import { inserts, mix, stem } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

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

const groups: Wrong[] = [
  ['an empty group', mix('groups: { band: { «strips»: [] } }'), 'ROUTE_EMPTY_GROUP'],
  ['a group without strips', mix('groups: { «band»: { gain: -1 dB } }'), 'PROJECT_MISSING_KEY', 'add `strips'],
  [
    'an unknown member',
    mix('groups: { band: { strips: [ kick, «kik» ] } }'),
    'ROUTE_UNKNOWN_MEMBER',
    "did you mean 'kick'?",
  ],
  [
    'the mix bus in a group',
    mix('groups: { band: { strips: [ «mix» ] } }'),
    'ROUTE_UNKNOWN_MEMBER',
    'the mix bus has a `gain`',
  ],
  ['a group in a group', mix('groups: { a: { strips: [ kick ] }, b: { strips: [ «a» ] } }'), 'ROUTE_UNKNOWN_MEMBER'],
  [
    'a strip twice in a group',
    mix('groups: { band: { strips: [ kick, «kick» ] } }'),
    'PROJECT_DUPLICATE_NAME',
    'keep one of them',
  ],
  ['a group with the name of a strip', mix('groups: { «kick»: { strips: [ kick ] } }'), 'PROJECT_DUPLICATE_NAME'],
  ['an insert in a group', mix('groups: { band: { strips: [ kick ], «inserts»: [] } }'), 'PROJECT_UNKNOWN_KEY'],
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
  ['metadata that is a word', mix('deliver: { cd: { metadata: «some» } }'), 'PROJECT_BAD_VALUE'],
]

describeWrong('routes', routes)
describeWrong('groups', groups)
describeWrong('deliveries', deliveries)
