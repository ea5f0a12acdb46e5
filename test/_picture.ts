import { crc32, deflateSync } from 'node:zlib'

/** A whole PNG, 24 bits a pixel, black; `note` makes pictures differ. */
export function png(widthPx: number, heightPx: number, note = ''): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, 2], 8)
  const rows = deflateSync(Buffer.alloc(heightPx * (1 + 3 * widthPx)))
  const parts = [
    pngChunk('IHDR', header),
    pngChunk('tEXt', Buffer.from(`Comment\0${note}`)),
    pngChunk('IDAT', rows),
    pngChunk('IEND'),
  ]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
}

function pngChunk(name: string, data: Uint8Array = new Uint8Array()): Buffer {
  const bytes = Buffer.alloc(12 + data.length)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(name, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4)
  return bytes
}
