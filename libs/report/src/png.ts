/** A red, green and blue of 0 … 255. */
export type Colour = readonly [number, number, number]

const LARGEST_BLOCK = 65535

/**
 * A picture of one byte a pixel as a data address. It is not compressed, so its bytes do not depend on a library's
 * version; pictures here are small.
 */
export function pngAddress(width: number, height: number, pixels: Uint8Array, palette: readonly Colour[]): string {
  const lines = new Uint8Array((width + 1) * height)
  for (let row = 0; row < height; row++)
    lines.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1)
  const header = Uint8Array.from([...word(width), ...word(height), 8, 3, 0, 0, 0])
  const parts = [
    Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('IDAT', stored(lines)),
    chunk('IEND', new Uint8Array()),
  ]
  return `data:image/png;base64,${Buffer.concat(parts).toString('base64')}`
}

/** A zlib stream of blocks that are stored as they are. */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.from([0x78, 0x01])]
  for (let at = 0; at < bytes.length; at += LARGEST_BLOCK) {
    const block = bytes.subarray(at, at + LARGEST_BLOCK)
    const [low, high] = [block.length & 255, block.length >> 8]
    const isLast = at + LARGEST_BLOCK >= bytes.length ? 1 : 0
    parts.push(Uint8Array.from([isLast, low, high, low ^ 255, high ^ 255]), block)
  }
  return Buffer.concat([...parts, Uint8Array.from(word(adler32(bytes)))])
}

function chunk(name: string, body: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  return Buffer.concat([Uint8Array.from(word(body.length)), named, Uint8Array.from(word(crc32(named)))])
}

function word(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0]
  for (const byte of bytes) {
    low = (low + byte) % 65521
    high = (high + low) % 65521
  }
  return ((high << 16) | low) >>> 0
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}
