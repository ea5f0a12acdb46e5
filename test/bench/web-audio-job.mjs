/** The reference job as a script on the Web Audio API; `url` is where node-web-audio-api is loaded from. */
export function webAudioScript(url, seconds) {
  return `import { readFileSync } from 'node:fs'
import {
  AudioBufferSourceNode, BiquadFilterNode, DelayNode, DynamicsCompressorNode, GainNode, OfflineAudioContext,
  StereoPannerNode,
} from '${url}'
const file = (path) => {
  const bytes = readFileSync(new URL(path, import.meta.url))
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
}
const context = new OfflineAudioContext(2, ${seconds} * 48000, 48000)
const db = (level) => new GainNode(context, { gain: 10 ** (level / 20) })
const bus = db(0)
const hall = context.createConvolver()
const toHall = db(-12)
const toEcho = db(-14)
const echo = new DelayNode(context, { maxDelayTime: 2, delayTime: 0.375 })
const back = db(-6)
hall.buffer = await context.decodeAudioData(file('ir.wav'))
toHall.connect(hall).connect(bus)
toEcho.connect(echo)
echo.connect(back).connect(echo)
echo.connect(bus)
const bands = [['highpass', 40, 0], ['lowshelf', 120, -2], ['peaking', 800, -3], ['highshelf', 8000, 2]]
for (let k = 0; k < 24; k++) {
  const buffer = await context.decodeAudioData(file('stems/s' + String(k).padStart(2, '0') + '.wav'))
  const source = new AudioBufferSourceNode(context, { buffer })
  let node = source
  for (const [type, frequency, gain] of bands) {
    node = node.connect(new BiquadFilterNode(context, { type, frequency, gain, Q: 1 }))
  }
  const strip = node
    .connect(new DynamicsCompressorNode(context, { threshold: -18, ratio: 3, attack: 0.01, release: 0.12, knee: 0 }))
    .connect(db(-9))
    .connect(new StereoPannerNode(context, { pan: ((k % 7) - 3) / 4 }))
  strip.connect(bus)
  strip.connect(toHall)
  strip.connect(toEcho)
  source.start(0)
}
bus.connect(new DynamicsCompressorNode(context, { threshold: -12, ratio: 2 })).connect(context.destination)
const out = await context.startRendering()
console.log(out.duration)
`
}
