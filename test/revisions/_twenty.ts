/** A song, and what is done to it step by step: the words that must be said of each step, and none else. */
export const SONG = `mixwright: 1
title: Night Drive # a comment
tempo: 96
sections: { intro: 0:00, verse 2: bar 9, chorus: bar 25 }
stems:
  kick: { file: stems/kick.wav, bus: drums }
  bass:
    file: stems/bass.wav
    inserts: [ { compressor: { threshold: -22 dB, ratio: 4 } } ]
  voc:
    file: stems/vocal.wav
    start: bar 9
    inserts:
      - eq: [ { highPass: 90 Hz }, { bell: 250 Hz, gain: -2.5 dB }, { highShelf: 9 kHz, gain: 2 dB } ]
      - compressor: { threshold: -20 dB, ratio: 3 }
      - delay: { time: 1/8 }
    gain: -4 dB
    sends: { room: -14 dB }
  keys: { file: stems/keys.wav, use: presets/soft.yaml }
  pad: { file: stems/pad.wav, use: presets/soft.yaml }
buses: { drums: {}, band: {} }
returns: { room: { inserts: [ { reverb: { decay: 1.8 s } } ] } }
groups: { soft ones: { strips: [ keys, pad ] } }
deliver: { spotify: {}, cd: {} }
variants: { tv: { mute: [ bass ] } }
`

export const PRESET = 'inserts: [ { compressor: { threshold: -18 dB, ratio: 2 } } ]\n'

export interface Step {
  name: string
  /** Replacements in the mix file, one after another. */
  edit?: readonly (readonly [from: string | RegExp, to: string])[]
  /** Other files to write. */
  files?: Readonly<Record<string, string>>
  /** What the mix file is called from here on. */
  rename?: string
  says: readonly string[]
}

export const STEPS: readonly Step[] = [
  { name: 'a fader', edit: [['gain: -4 dB', 'gain: -2.5 dB']], says: ['voc: fader -4 dB → -2.5 dB'] },
  {
    name: 'a new insert',
    edit: [['drums: {}', 'drums: { inserts: [ { compressor: { threshold: -16 dB, ratio: 2 } } ] }']],
    says: ['drums: compressor added (threshold -16 dB, ratio 2)'],
  },
  {
    name: 'a swapped stem behind the same name',
    files: { 'stems/kick.wav': 'louder' },
    says: ['kick: audio of stems/kick.wav changed (0:00.5 → 0:00.6, -21.1 → -15.1 LUFS)'],
  },
  {
    name: 'an automation',
    edit: [['gain: -2.5 dB\n', 'gain: { 0:00: -2.5 dB, chorus: step -1 dB }\n']],
    says: ['voc: fader -2.5 dB → -1 dB from the chorus on'],
  },
  {
    name: 'an automation point',
    edit: [['chorus: step -1 dB', '0:10: -3 dB, chorus: step -1 dB']],
    says: ['voc: fader point added: -3 dB at 0:10'],
  },
  {
    name: 'a renamed section',
    edit: [['verse 2: bar 9', 'bridge: bar 9']],
    says: ['section verse 2 renamed bridge'],
  },
  { name: 'a comment', edit: [['# a comment', '# another']], says: [] },
  {
    name: 'a map in another order, and values in another spelling',
    edit: [
      ['  kick: { file: stems/kick.wav, bus: drums }\n', ''],
      ['  pad:', '  kick: { bus: drums, file: stems/kick.wav, gain: 0 }\n  pad:'],
      ['highShelf: 9 kHz', 'highShelf: 9000 Hz'],
      ['spotify: {}, cd: {}', 'cd: {}, spotify: { target: spotify, ceiling: -1 dBTP }'],
    ],
    says: [],
  },
  {
    name: 'a moved insert',
    edit: [
      ['      - compressor: { threshold: -20 dB, ratio: 3 }\n', ''],
      ['      - eq: [', '      - compressor: { threshold: -20 dB, ratio: 3 }\n      - eq: ['],
    ],
    says: ['voc: compressor moved before eq'],
  },
  { name: 'a send', edit: [['room: -14 dB', 'room: -12 dB']], says: ['voc: send to room -14 dB → -12 dB'] },
  {
    name: 'a route',
    edit: [['keys: { file', 'keys: { bus: band, file']],
    says: ['keys: route mix bus → band'],
  },
  {
    name: 'a preset',
    files: { 'presets/soft.yaml': PRESET.replace('ratio: 2', 'ratio: 2.5') },
    says: ['preset presets/soft.yaml: compressor ratio 2 → 2.5 (keys, pad)'],
  },
  {
    name: 'the ceiling of a delivery',
    edit: [['ceiling: -1 dBTP', 'ceiling: -2 dBTP']],
    says: ['spotify: ceiling -1 dBTP → -2 dBTP'],
  },
  { name: 'the tempo', edit: [['tempo: 96', 'tempo: 100']], says: ['tempo 96 bpm → 100 bpm'] },
  { name: 'a renamed stem', edit: [['  voc:', '  vocal:']], says: ['stem voc renamed vocal'] },
  { name: 'a renamed mix file', rename: 'night.yaml', says: [] },
  { name: 'a mute', edit: [['pad: {', 'pad: { mute: true,']], says: ['pad: muted'] },
  {
    name: 'bands of an eq: edited, added, removed',
    edit: [
      ['gain: -2.5 dB }, {', 'gain: -4 dB }, { notch: 50 Hz }, {'],
      ['{ highPass: 90 Hz }, ', ''],
    ],
    says: [
      'vocal: eq high-pass 90 Hz removed',
      'vocal: eq bell 250 Hz gain -2.5 dB → -4 dB',
      'vocal: eq notch 50 Hz added',
    ],
  },
  {
    name: 'polarity and a side-chain',
    edit: [
      ['file: stems/bass.wav', 'file: stems/bass.wav\n    polarity: invert'],
      ['ratio: 4 }', 'ratio: 4, sidechain: kick }'],
    ],
    says: ['bass: polarity inverted', 'bass: compressor side-chain now listens to kick'],
  },
  {
    name: 'a bus renamed with all that feeds it, and a group member gone',
    edit: [
      ['drums: {', 'beat: {'],
      ['bus: drums', 'bus: beat'],
      ['strips: [ keys, pad ]', 'strips: [ pad ]'],
    ],
    says: ['bus drums renamed beat', 'soft ones: keys leaves'],
  },
  {
    name: 'variants',
    edit: [
      [
        'tv: { mute: [ bass ] }',
        'tv: { mute: [ bass ], stems: { bass: { gain: -1 } } }, clean: { stems: { keys: { gain: -3 dB } } }',
      ],
    ],
    says: ['variant tv: bass: fader 0 dB → -1 dB', 'variant clean added'],
  },
]
