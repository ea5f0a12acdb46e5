import type { Diagnostic, DiagnosticCode, Severity } from '@mixwright/project'
import { clockText } from './describe-source.ts'
import type { Recording, Source } from './recording.ts'

const NOTED_DC = 0.002
/** Under this nothing is heard. dBFS */
const SILENT_DBFS = -90

/** What is worth knowing about the recordings before they are mixed. */
export function findings(sources: readonly Source[], sampleRateHz: number): Diagnostic[] {
  return sources.flatMap((source) => [
    ...source.recordings.flatMap((recording) => aboutRecording(recording, sampleRateHz)),
    ...aboutSides(source),
  ])
}

function aboutRecording(recording: Recording, sampleRateHz: number): Diagnostic[] {
  const { file, measurement, image, pcm } = recording
  const say = (code: DiagnosticCode, severity: Severity, said: string, fix?: string) =>
    finding(file, code, severity, said, fix)
  const found = recording.repairs.map((repair) => say('AUDIO_REPAIRED', 'warning', repair))
  if (measurement.samplePeakDbfs < SILENT_DBFS)
    found.push(say('ADVICE_SILENT_STEM', 'warning', 'holds no sound', 'leave it out'))
  const { runs, longestFrames, longestAtS } = measurement.clips
  if (runs > 0) {
    const said = `is clipped ${runs === 1 ? 'once' : `in ${runs} places`}, the longest of ${longestFrames} samples at ${clockText(longestAtS ?? 0)}`
    found.push(
      say(
        'ADVICE_STEM_CLIPPED',
        'warning',
        said,
        'export it again with more headroom; what was cut off cannot be mended',
      ),
    )
  }
  if (Math.abs(measurement.dcOffset) >= NOTED_DC) {
    found.push(
      say(
        'STEM_DC',
        'info',
        `has a DC offset of ${measurement.dcOffset.toFixed(4)}`,
        'the high-pass of its strip takes it away',
      ),
    )
  }
  if (image === 'same') {
    found.push(say('STEM_MONO_AS_STEREO', 'info', 'is mono stored as stereo', 'it is written with `channels: mono`'))
  }
  if (image === 'left' || image === 'right') {
    const said = `has sound on its ${image} channel only`
    found.push(say('STEM_ONE_SIDED', 'info', said, `it is written with \`channels: ${image}\``))
  }
  if (image === 'opposite') {
    const said = `left and right cancel: correlation ${(measurement.correlation ?? -1).toFixed(2)}`
    found.push(
      say(
        'STEM_POLARITY',
        'warning',
        said,
        'turn one of its channels upside down before the mix, or take one: `channels: left`',
      ),
    )
  }
  if (pcm.sampleRateHz !== sampleRateHz) {
    const said = `is at ${pcm.sampleRateHz / 1000} kHz, the session at ${sampleRateHz / 1000} kHz`
    found.push(say('STEM_RATE', 'info', said, 'nothing: it is converted'))
  }
  return found
}

function aboutSides({ sides }: Source): Diagnostic[] {
  if (!sides?.isInverted) return []
  const said = `is upside down against '${sides.left.file}': correlation ${(sides.correlation ?? 0).toFixed(2)}`
  return [
    finding(
      sides.right.file,
      'STEM_POLARITY',
      'warning',
      said,
      'it is written with `polarity: invert`; listen in mono',
    ),
  ]
}

/** A diagnostic about a recording. */
export function finding(
  file: string,
  code: DiagnosticCode,
  severity: Severity,
  said: string,
  fix?: string,
): Diagnostic {
  return { code, severity, file, message: `'${file}' ${said}`, ...(fix === undefined ? {} : { fix }) }
}
