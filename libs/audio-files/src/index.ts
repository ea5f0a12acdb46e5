export { type Artwork, MAX_ARTWORK_BYTES, readArtwork } from './artwork.ts'
export { AsideFile } from './aside-file.ts'
export {
  AudioFault,
  type AudioInfo,
  type AudioProblem,
  type AudioProblemCode,
  type ContainerName,
  type PcmEncoding,
  type PcmFile,
  type PcmLayout,
  type Probed,
} from './audio-info.ts'
export type { AudioTags, TagNumber, TrackGain } from './audio-tags.ts'
export { type BextLoudness, writeBextLoudness } from './bext.ts'
export { cdText, MOST_CD_TEXT_PACKS, packChecksum, packCount } from './cd-text.ts'
export { CD_TEXT_LANGUAGES, type CdTextLanguage } from './cd-text-language.ts'
export { type CueFiles, cueSheet } from './cue-sheet.ts'
export { writeDdp } from './ddp-fileset.ts'
export { ddpIdentifier, ddpMap, ddpPq } from './ddp-records.ts'
export { decodeToPcm } from './decode.ts'
export type { Disc, DiscFlag, DiscText, DiscTrack } from './disc.ts'
export { type DeliveryCodec, type EncodeOptions, encodeArguments, encodeAudio } from './encode.ts'
export { type CoreRun, FfmpegCore, type LoadedCore } from './ffmpeg-core.ts'
export { hashFile, hashPcm, hashWhileReading } from './file-hash.ts'
export { type ChannelPick, type OnSampleBytes, openPcm, type PcmReader } from './pcm-reader.ts'
export { probeAudio } from './probe.ts'
export { type FileTags, readTags, type WrittenTags } from './read-tags.ts'
export { beginSync, syncFile, syncFolder } from './sync.ts'
export { makerOf, unfinishedMark } from './unfinished-mark.ts'
export type { WavSampleFormat, WavShape } from './wav-header.ts'
export { probeWav } from './wav-probe.ts'
export type { WavMetadata } from './wav-tags.ts'
export { encodePcm, type WavOptions, WavWriter } from './wav-writer.ts'
export { writeTags } from './write-tags.ts'
