import type { AudioTags } from './audio-tags.ts'
import type { DeliveryCodec } from './encode.ts'
import type { FileBytes } from './file-bytes.ts'
import { type FilePiece, rewriteFile } from './file-piece.ts'
import { flacWithTags } from './flac-tags.ts'
import { mp3WithTags } from './id3-tags.ts'
import { mp4WithTags } from './mp4-tags.ts'
import { oggWithTags } from './ogg-tags.ts'

const WRITERS: Record<DeliveryCodec, (file: FileBytes, tags: AudioTags) => Iterable<FilePiece>> = {
  flac: flacWithTags,
  alac: mp4WithTags,
  aac: mp4WithTags,
  mp3: mp3WithTags,
  opus: oggWithTags,
  ogg: oggWithTags,
}

/**
 * Gives an encoded file these tags in place of all it had, in constant memory. The audio stays as it is, byte for byte,
 * but for the numbering of Ogg's pages. The file is replaced whole or not at all.
 */
export function writeTags(path: string, codec: DeliveryCodec, tags: AudioTags): void {
  rewriteFile(path, (file) => WRITERS[codec](file, tags))
}
