import { inserts, mix, stem } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

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

const strips: Wrong[] = [
  ['part of a sample', stem('delay: «1.5 samples»'), 'PROJECT_BAD_VALUE'],
  ['more samples than a second', stem('delay: «48001 samples»'), 'PROJECT_OUT_OF_RANGE'],
  ['a sample too early', stem('delay: «-1 samples»'), 'PROJECT_BAD_VALUE'],
  ['a channel of another name', stem('pan: { left: C, «rigth»: 20R }'), 'PROJECT_UNKNOWN_KEY', "did you mean 'right'?"],
  ['a channel that is nowhere', stem('pan: { left: «120L» }'), 'PROJECT_OUT_OF_RANGE'],
  ['a list of places', stem('«pan»: [ 20L, 20R ]'), 'PROJECT_WRONG_TYPE'],
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

describeWrong('values', values)
describeWrong('strips', strips)
describeWrong('times', times)
