import { AudioFault } from './audio-info.ts'
import type { AudioTags } from './audio-tags.ts'
import type { FileBytes } from './file-bytes.ts'
import type { FilePiece } from './file-piece.ts'
import { commentHeader, gainComments, pictureBlock, vorbisComments } from './vorbis-comments.ts'

/** Kinds of metadata blocks (RFC 9639, section 8). */
const PADDING = 1
const VORBIS_COMMENT = 4
const PICTURE = 6
const IS_LAST = 0x80

/** A FLAC file with comments and picture of ours in place of any it had, and no padding. */
export function* flacWithTags(file: FileBytes, tags: AudioTags): Iterable<FilePiece> {
  const { blocks, audioAt } = readBlocks(file)
  const kept = blocks.filter(({ type }) => type !== PADDING && type !== VORBIS_COMMENT && type !== PICTURE)
  const comments = commentHeader([...vorbisComments(tags), ...gainComments(tags)])
  const added = [{ type: VORBIS_COMMENT, body: comments }]
  if (tags.artwork) added.push({ type: PICTURE, body: pictureBlock(tags.artwork) })
  const all = [...kept, ...added]
  yield Buffer.from('fLaC', 'latin1')
  for (const [index, { type, body }] of all.entries()) {
    const header = Buffer.alloc(4)
    header.writeUInt32BE(body.length)
    header[0] = type | (index === all.length - 1 ? IS_LAST : 0)
    yield Buffer.concat([header, body])
  }
  yield { at: audioAt, bytes: file.size - audioAt }
}

function readBlocks(file: FileBytes): { blocks: { type: number; body: Buffer }[]; audioAt: number } {
  const blocks: { type: number; body: Buffer }[] = []
  for (let at = 4; ; ) {
    const header = file.read(at, 4)
    if (header.length < 4) throw new AudioFault('AUDIO_DAMAGED', 'the FLAC file ends in its metadata')
    const bytes = header.readUIntBE(1, 3)
    blocks.push({ type: header[0]! & ~IS_LAST, body: file.read(at + 4, bytes) })
    at += 4 + bytes
    if ((header[0]! & IS_LAST) !== 0) return { blocks, audioAt: at }
  }
}
