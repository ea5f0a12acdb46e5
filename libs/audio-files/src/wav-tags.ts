import wavefile from 'wavefile'
import { type AudioTags, type TextTag, tagNumber, tagText } from './audio-tags.ts'
import { bextChunk } from './bext.ts'
import type { WavShape } from './wav-header.ts'

/** Which chunks carry tags: `bext` and what belongs to it, RIFF `INFO`, both or none. */
export type WavMetadata = 'none' | 'bext' | 'info' | 'all'

/** RIFF INFO has no place for the recording code: its `ISRC` means the source of the material. */
export const INFO_IDS: readonly (readonly [string, TextTag])[] = [
  ['INAM', 'title'],
  ['IART', 'artist'],
  ['IPRD', 'album'],
  ['ICRD', 'date'],
  ['IGNR', 'genre'],
  ['ICOP', 'copyright'],
  ['ICMT', 'comment'],
]

/**
 * The chunks that carry tags in a WAV file, each padded to even, to stand before `data`: `bext` and, with the recording
 * code, `axml` (EBU Tech 3352); `LIST` with `INFO` (UTF-8), which is left out when it would be empty.
 */
export function wavTagChunks(tags: AudioTags, metadata: WavMetadata, shape: WavShape): Uint8Array {
  const hasBext = metadata === 'bext' || metadata === 'all'
  const hasInfo = metadata === 'info' || metadata === 'all'
  return Buffer.concat([
    ...(hasBext ? [bextChunk(tags, shape)] : []),
    ...(hasInfo ? [infoChunk(tags)] : []),
    ...(hasBext ? [isrcChunk(tags)] : []),
  ])
}

function infoChunk(tags: AudioTags): Uint8Array {
  const texts = INFO_IDS.map(([id, name]) => [id, tagText(tags, name)] as const)
  const written = [...texts, ['ITRK', tagNumber(tags.track)] as const].filter(([, text]) => text !== '')
  if (written.length === 0) return new Uint8Array(0)
  const wav = new wavefile.WaveFile()
  wav.fromScratch(1, 48000, '16', [])
  const bytesWithout = wav.toBuffer().length
  for (const [id, text] of written) wav.setTag(id, text)
  return wav.toBuffer().subarray(bytesWithout)
}

function isrcChunk(tags: AudioTags): Uint8Array {
  const isrc = tagText(tags, 'isrc')
  if (isrc === '') return new Uint8Array(0)
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?><ebuCoreMain xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
    'xmlns="urn:ebu:metadata-schema:ebuCore_2012"><coreMetadata><identifier typeLabel="GUID" ' +
    'typeDefinition="Globally Unique Identifier" formatLabel="ISRC" ' +
    'formatDefinition="International Standard Recording Code">' +
    `<dc:identifier>ISRC:${isrc}</dc:identifier></identifier></coreMetadata></ebuCoreMain>`
  const chunk = Buffer.alloc(8 + xml.length + (xml.length % 2))
  chunk.write('axml', 'latin1')
  chunk.writeUInt32LE(xml.length, 4)
  chunk.write(xml, 8, 'latin1')
  return chunk
}
