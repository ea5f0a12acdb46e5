import type { AudioInfo, AudioProblem, Disc, PcmFile } from '@mixwright/audio-files'
import type { InsertPlan } from '@mixwright/dsp'
import type {
  DeliveryPromise,
  DiscAudio,
  DiscLayout,
  Dither,
  MasterPlan,
  Preflight,
  ReductionCourse,
  SourceReading,
} from '@mixwright/mastering'
import type { BandFigures, BandName, Clips, Measurement } from '@mixwright/metering'
import type { MixPlan, SumReading } from '@mixwright/mixer'
import type { Probe, ProbeWindow } from './expect/probe.ts'
import type { Tagging } from './master/tagging.ts'
import type { ChannelOf, Likeness } from './measure/likeness.ts'
import type { MeasuredPcm } from './measure/measure-pcm.ts'
import type { MixCourseReading } from './mix/mix-course.ts'
import type { StripCourseReading } from './mix/strip-course.ts'
import type { HeardStrip } from './mix/strip-meters.ts'
import type { StripTap } from './mix/strip-taps.ts'
import type { SumRecording } from './mix/sum-recording.ts'
import type { CoursePlan } from './plan/course-plan.ts'
import type { NotNumbers } from './song/not-numbers.ts'
import type { StemAudio } from './song/song-audio.ts'

/** Decodes a compressed file to a WAV file at `path`. */
export interface DecodeJob {
  kind: 'decode'
  info: AudioInfo
  path: string
  /** Where it would get larger it is refused. Default: 8 GiB. */
  mostBytes?: number | undefined
}

/** One worker's share of a mix. All workers of a mix share `memory` and `gate`. */
export interface MixJob {
  kind: 'mix'
  worker: number
  workers: number
  memory: WebAssembly.Memory
  gate: SharedArrayBuffer
  plan: MixPlan
  stems: StemAudio[]
  mixPath: string
  /** Sums that play in place of stems: the first is stem `stems.length`. */
  recordings: SumRecording[]
  /** Where sums of stems are recorded, by their indices in the joined plan. */
  sumPaths: ReadonlyMap<number, string>
  /** Where what reaches the mix bus is written, by the index of its input; absent when it is not wanted. */
  stemPaths?: string[] | undefined
  /** Strips that are measured as they reach their buses. */
  taps: StripTap[]
  /** Follows the strips and the mix over time. */
  courses?: CoursePlan | undefined
  /** Of the plan as it was written. */
  stripCount: number
}

/** What the worker that owned the mix bus wrote. */
export interface MixWritten {
  frames: number
  /** Frames by which the mix bus lagged the song. */
  latencyFrames: number
  measurement: Measurement
  /** Of its samples as they lie in the file. */
  pcmSha256: string
  /** How it went over time; when it was followed. */
  course?: MixCourseReading & LoudnessSeries
}

/** Loudness every 100 ms: of the 400 ms and of the 3 s that end there, and the gating blocks behind it. */
export interface LoudnessSeries {
  momentaryLufs: Float64Array
  shortTermLufs: Float64Array
  gatingBlocks: Float64Array
}

/** What one worker did of a mix. */
export interface MixShare {
  /** null of those that do not own the mix bus. */
  written: MixWritten | null
  strips: HeardStrip[]
  courses: StripCourseReading[]
  sums: SumReading[]
  /** By the index of the sum. */
  recorded: Map<number, SumRecording>
  /** Stream frame at which a recorded sum was too short; null where all were long enough. */
  missedFrame: number | null
}

/** Reads every meter on a part of an uncompressed file, mono or stereo. */
export interface ProbeJob {
  kind: 'probe'
  pcm: PcmFile
  window: ProbeWindow
}

/** Reads every meter on an uncompressed file whose channels have a layout. */
export interface MeasureJob {
  kind: 'measure'
  pcm: PcmFile
  /** Counts a mono file twice. */
  dualMono?: boolean | undefined
  /** Measures this part of the file, as if there were nothing else. */
  span?: FrameSpan | undefined
}

/** Reads the octave bands of an uncompressed file. */
export interface BandsJob {
  kind: 'bands'
  pcm: PcmFile
}

/** Part of a file. */
export interface FrameSpan {
  startFrame: number
  frames: number
}

/** Measures the difference of two files, `from` minus `to`, from their first frames on, at the rate of `to`. */
export interface CompareJob {
  kind: 'compare'
  from: PcmFile
  to: PcmFile
  write?: CompareOutputs | undefined
}

/** Where copies of both files, at other gains, and the difference of the originals are written as 32-bit floats. */
export interface CompareOutputs {
  fromPath: string
  toPath: string
  differencePath: string
  fromGainDb: number
  toGainDb: number
}

/** Looks for what is no number in an uncompressed file. */
export interface ScanJob {
  kind: 'scan'
  pcm: PcmFile
}

/** Compares two channels of one rate. */
export interface LikenessJob {
  kind: 'likeness'
  first: ChannelOf
  second: ChannelOf
}

/** Hashes files and reads their loudness. */
export interface FingerprintJob {
  kind: 'fingerprint'
  files: FingerprintOrder[]
}

/** A file as it lies on disk, and the audio in it, ready to be streamed. */
export interface FingerprintOrder {
  path: string
  pcm: PcmFile
}

export interface Fingerprint {
  sha256: string
  /** null for silence, and for what is shorter than 0.4 s. */
  integratedLufs: number | null
  /** Not one sample differs from zero. */
  isSilent: boolean
  notNumbers: NotNumbers
  /** Samples in a row at full scale. */
  clips: Clips
  /** Level of octave bands, dBFS, from an eighth of what sounds; null where there is nothing. */
  bandsDb: Record<string, number | null>
  /** Share of the side in each band. */
  bandsWidth: Record<BandName, number | null>
}

/** Makes one delivery from a finished mix and measures it. */
export interface MasterJob {
  kind: 'master'
  mix: PcmFile
  /** What the mix measures, where that is known. */
  mixReading?: SourceReading | undefined
  plan: MasterPlan
  /** The shared master inserts, then the delivery's own. */
  inserts: InsertPlan[]
  tagging: Tagging
  /** Where the delivery is written. */
  path: string
  /** Start of the names of files that are needed on the way. */
  scratchPath: string
}

/** A finished delivery, measured from its bytes. */
export interface Mastered {
  measurement: Measurement
  sampleRateHz: number
  channels: number
  /** null for lossy codecs. */
  bitDepth: number | null
  promises: DeliveryPromise[]
  sha256: string
  /** Of the samples; of a compressed file, of what it decodes to. */
  pcmSha256: string
  /** Gain ahead of the limiter. dB */
  gainDb: number
  /** What the limiter held. dBTP; null when no peak needed it. */
  limiterDbtp: number | null
  /** True when the ceiling and the most limiting that is allowed kept the loudness below its target. */
  isHeldBack: boolean
  /** Passes through gain and limiter until the figures held. */
  attempts: number
  /** Times a lossy file was made until what it decodes to kept its promises. */
  encodings: number
  /** How far the ceiling ahead of a lossy encoder was set under the promised one. dB */
  loweredDb: number
  /** Most that sibilance was turned down, where it is controlled. dB ≥ 0 */
  sibilanceReductionDb?: number
  /** Of a record. */
  preflight?: Preflight
  /** How it went over time. */
  course: MasterCourse
}

/** How a master went over time. */
export interface MasterCourse extends LoudnessSeries {
  /** Gain reduction of its inserts and of its limiter. */
  reductions: ReductionCourse[]
}

/** Makes the samples of a disc from a finished master. */
export interface ConvertJob {
  kind: 'convert'
  pcm: PcmFile
  gainDb: number
  dither: Dither
  /** Names the dither's random sequence. */
  seed: string
  path: string
}

/** Writes what belongs to a disc beside its audio. */
export interface DiscFilesJob {
  kind: 'discFiles'
  /** The whole disc from the start of track 1, 44.1 kHz, 16 bit, stereo. */
  audio: PcmFile
  disc: Disc
  paths: DiscFilePaths
}

/** Where the parts of a disc beside its audio are written; null where one is not wanted. */
export interface DiscFilePaths {
  /** The CD-Text is written only when the disc has texts. */
  cue: { sheet: string; cdText: string } | null
  /** Folder of the DDP fileset. */
  ddp: string | null
}

export interface DiscFilesWritten {
  hasCdText: boolean
  /** Names of the files of the DDP fileset. */
  ddpFiles: string[]
}

/** Writes an album in one stream, its cue sheet, CD-Text and DDP fileset, and measures what was written. */
export interface DiscJob {
  kind: 'disc'
  /** The tracks' audio, 44.1 kHz, 16 bit, stereo. */
  tracks: PcmFile[]
  layout: DiscLayout
  disc: Disc
  audioPath: string
  paths: DiscFilePaths
}

/** A written disc, measured from its bytes. */
export interface DiscWritten extends DiscFilesWritten {
  measurement: Measurement
  tracks: TrackReading[]
  sha256: string
  pcmSha256: string
}

/** What a person compares the tracks of an album by. */
export type TrackReading = Pick<Measurement, 'integratedLufs' | 'truePeakDbtp' | 'samplePeakDbfs'>

export type Job =
  | DecodeJob
  | MixJob
  | ProbeJob
  | MeasureJob
  | BandsJob
  | CompareJob
  | LikenessJob
  | ScanJob
  | FingerprintJob
  | MasterJob
  | ConvertJob
  | DiscJob
  | DiscFilesJob

/** What a job comes to. Trouble with an audio file is an answer, not an exception. */
export type JobResult<J extends Job> = J extends DecodeJob
  ? { info: PcmFile } | { problem: AudioProblem }
  : J extends BandsJob
    ? { bands: BandFigures } | { problem: AudioProblem }
    : J extends MixJob
      ? MixShare | { problem: AudioProblem }
      : J extends ScanJob
        ? { notNumbers: NotNumbers } | { problem: AudioProblem }
        : J extends LikenessJob
          ? { likeness: Likeness } | { problem: AudioProblem }
          : J extends ProbeJob
            ? { probe: Probe } | { problem: AudioProblem }
            : J extends MasterJob
              ? { mastered: Mastered } | { problem: AudioProblem }
              : J extends FingerprintJob
                ? { fingerprints: Fingerprint[] } | { problem: AudioProblem }
                : J extends ConvertJob
                  ? { converted: DiscAudio } | { problem: AudioProblem }
                  : J extends DiscJob
                    ? { disc: DiscWritten } | { problem: AudioProblem }
                    : J extends DiscFilesJob
                      ? { files: DiscFilesWritten } | { problem: AudioProblem }
                      : J extends CompareJob
                        ? { difference: Measurement } | { problem: AudioProblem }
                        : MeasuredPcm | { problem: AudioProblem }

export type WorkerMessage =
  /** The work is loaded: from here on the thread may be stopped and leaves no file open. */
  | { type: 'begun' }
  | { type: 'progress'; done: number }
  | { type: 'done'; result: unknown }
  /** `code` is that of an error of the machine; errors lose theirs between threads. */
  | { type: 'failed'; error: unknown; code?: string }
