// The reference job: 24 stereo stems (48 kHz, 24 bit), each with four EQ bands, a compressor, a fader, a pan and two
// sends; a convolution reverb of 2.5 s and an echo; EQ, compressor and limiter on the mix bus; one 24-bit file out.
// Written as a mix file for Mixwright and as a filter graph for ffmpeg.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWav } from './write-wav.mjs'

const RATE_HZ = 48_000

const stemName = (index) => `s${String(index).padStart(2, '0')}`
const panOf = (index) => ((index % 7) - 3) / 4

/** A small generator, so that the job is the same wherever it is written. */
function lcg(seed) {
  let state = seed | 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2 ** 31
  }
}

/** A plucked, beating tone with a breath of noise on a regular pulse: dynamic, and busy all the time. */
function writeStem(path, frames, index) {
  const noise = lcg(1 + index * 7919)
  const freqHz = 40 * 2 ** ((index % 12) / 3)
  const pulseHz = 1 + (index % 3)
  const decay = 4 + (index % 5)
  let breath = 0
  writeWav(path, frames, RATE_HZ, (n) => {
    const t = n / RATE_HZ
    const level = Math.exp(-decay * ((t * pulseHz) % 1))
    const hiss = noise()
    breath += 0.05 * (hiss - breath)
    return [
      level * (0.25 * Math.sin(2 * Math.PI * freqHz * t) + 0.1 * breath),
      level * (0.25 * Math.sin(2 * Math.PI * freqHz * 1.003 * t) + 0.05 * hiss),
    ]
  })
}

/** The mix file of the job. The settings of strip 0 and of a shelf on the master can be others. */
export function mixFile(stems, { gain = '-9 dB', pan = panOf(0), bell = '-3 dB', master = null } = {}) {
  const strips = Array.from(
    { length: stems },
    (_, index) => `  ${stemName(index)}:
    file: stems/${stemName(index)}.wav
    inserts:
      - eq:
          - { highPass: 40 Hz, slope: 12 dB/oct }
          - { lowShelf: 120 Hz, gain: -2 dB }
          - { bell: 800 Hz, gain: ${index === 0 ? bell : '-3 dB'}, q: 1 }
          - { highShelf: 8 kHz, gain: 2 dB }
      - compressor: { threshold: -18 dB, ratio: 3, attack: 10 ms, release: 120 ms }
    gain: ${index === 0 ? gain : '-9 dB'}
    pan: ${index === 0 ? pan : panOf(index)}
    sends: { hall: -12 dB, echo: -14 dB }
`,
  )
  return `mixwright: 1
title: Reference job
sampleRate: 48 kHz
stems:
${strips.join('')}returns:
  hall: { inserts: [ { convolution: { file: ir.wav } } ] }
  echo: { inserts: [ { delay: { time: 375 ms, feedback: 50 % } } ] }
mix:
  inserts:
    - eq: [ { bell: 60 Hz, gain: 1 dB, q: 1 }, { highShelf: 10 kHz, gain: 1 dB } ]
    - compressor: { threshold: -12 dB, ratio: 2, attack: 30 ms, release: 200 ms }
    - limiter: { ceiling: -1 dB }
${master === null ? '' : `master: { inserts: [ { eq: [ { highShelf: 12 kHz, gain: ${master} } ] } ] }\n`}deliver:
  archive: { format: wav 24, loudness: as mixed }
`
}

function ffmpegGraph(stems) {
  const indices = Array.from({ length: stems }, (_, index) => index)
  const strips = indices.map((index) => {
    const angle = ((panOf(index) + 1) * Math.PI) / 4
    const [left, right] = [Math.cos(angle).toFixed(5), Math.sin(angle).toFixed(5)]
    return (
      `[${index}:a]aformat=sample_fmts=dblp,highpass=f=40,lowshelf=f=120:g=-2,equalizer=f=800:t=q:w=1:g=-3,` +
      `highshelf=f=8000:g=2,acompressor=threshold=0.125:ratio=3:attack=10:release=120,volume=-9dB,` +
      `pan=stereo|c0=${left}*c0|c1=${right}*c1,asplit=3[dry${index}][hall${index}][echo${index}]`
    )
  })
  const sum = (bus) => `${indices.map((index) => `[${bus}${index}]`).join('')}amix=inputs=${stems}:normalize=0`
  return [
    ...strips,
    `${sum('dry')}[dry]`,
    `${sum('hall')},volume=-12dB[toHall]`,
    `[toHall][${stems}:a]afir=dry=0:wet=1[wet]`,
    `${sum('echo')},volume=-14dB,aecho=1:0.7:375|750:0.5|0.25[echoes]`,
    '[dry][wet][echoes]amix=inputs=3:normalize=0,equalizer=f=60:t=q:w=1:g=1,highshelf=f=10000:g=1,' +
      'acompressor=threshold=0.25:ratio=2:attack=30:release=200,alimiter=limit=0.89:level=0[out]',
  ].join(';\n')
}

/** Writes the job into `folder` and returns ffmpeg's arguments for it. */
export function writeReferenceJob(folder, { seconds = 240, stems = 24 } = {}) {
  mkdirSync(join(folder, 'stems'), { recursive: true })
  for (let index = 0; index < stems; index++) {
    writeStem(join(folder, 'stems', `${stemName(index)}.wav`), seconds * RATE_HZ, index)
  }
  const noise = lcg(99)
  writeWav(join(folder, 'ir.wav'), 2.5 * RATE_HZ, RATE_HZ, (n) => {
    const level = 0.05 * Math.exp((-2.76 * n) / RATE_HZ)
    return [level * noise(), level * noise()]
  })
  writeFileSync(join(folder, 'mix.yaml'), mixFile(stems))
  writeFileSync(join(folder, 'ffmpeg.graph'), ffmpegGraph(stems))
  const inputs = Array.from({ length: stems }, (_, index) => ['-i', `stems/${stemName(index)}.wav`]).flat()
  const output = ['-map', '[out]', '-c:a', 'pcm_s24le', 'ffmpeg.wav']
  return [
    '-hide_banner',
    '-loglevel',
    'error',
    '-y',
    ...inputs,
    '-i',
    'ir.wav',
    '-filter_complex_script',
    'ffmpeg.graph',
    ...output,
  ]
}
