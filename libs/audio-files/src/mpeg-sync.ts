/** kbit/s by bit-rate index, for MPEG-1 layers I, II, III and for MPEG-2 layer I, layers II and III. ISO/IEC 11172-3. */
const KBPS: readonly (readonly number[])[] = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
]
const RATES_HZ = [44100, 48000, 32000]
/** Frame headers in a row that make a stream: chance finds one in every few kilobytes of anything. */
const FRAMES_IN_A_ROW = 3

/** Whether MPEG audio (MP1, MP2, MP3) begins somewhere in `head`. */
export function findMpegAudio(head: Uint8Array): boolean {
  for (let at = 0; at + 4 <= head.length; at++) if (head[at] === 0xff && isMpegStream(head, at)) return true
  return false
}

function isMpegStream(head: Uint8Array, start: number): boolean {
  let at = start
  for (let i = 0; i < FRAMES_IN_A_ROW; i++) {
    if (at === head.length && i > 0) return true
    const bytes = mpegFrameBytes(head, at)
    if (bytes === 0) return false
    at += bytes
  }
  return true
}

/** Length of the MPEG audio frame whose header is at `at`; 0 when there is none. */
function mpegFrameBytes(head: Uint8Array, at: number): number {
  if (at + 4 > head.length || head[at] !== 0xff || (head[at + 1]! & 0xe0) !== 0xe0) return 0
  const version = (head[at + 1]! >> 3) & 3 // 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5
  const layer = 4 - ((head[at + 1]! >> 1) & 3) // 1…3
  const rateHz = RATES_HZ[(head[at + 2]! >> 2) & 3]
  const isMpeg1 = version === 3
  if (version === 1 || layer === 4 || rateHz === undefined) return 0
  const kbps = KBPS[isMpeg1 ? layer - 1 : layer === 1 ? 3 : 4]![head[at + 2]! >> 4] ?? 0
  if (kbps === 0) return 0
  const sampleRateHz = isMpeg1 ? rateHz : version === 2 ? rateHz / 2 : rateHz / 4
  const padding = (head[at + 2]! >> 1) & 1
  if (layer === 1) return (Math.floor((12000 * kbps) / sampleRateHz) + padding) * 4
  const samplesOverEight = layer === 3 && !isMpeg1 ? 72 : 144
  return Math.floor((samplesOverEight * 1000 * kbps) / sampleRateHz) + padding
}

/** Whether `head` begins with AAC in ADTS frames. ISO/IEC 13818-7. */
export function isAdts(head: Uint8Array): boolean {
  let at = 0
  for (let i = 0; i < FRAMES_IN_A_ROW; i++) {
    if (at === head.length && i > 0) return true
    if (at + 7 > head.length || head[at] !== 0xff || (head[at + 1]! & 0xf6) !== 0xf0) return false
    const bytes = ((head[at + 3]! & 3) << 11) | (head[at + 4]! << 3) | (head[at + 5]! >> 5)
    if (bytes < 7) return false
    at += bytes
  }
  return true
}
