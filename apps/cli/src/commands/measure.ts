import { type FileMeasurement, hasErrors, type MeasuredFile, measureFiles, type Playback } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { Output, type OutputOptions } from '../output.ts'
import { clock, figure, tableLines } from '../table.ts'

export interface MeasureArguments extends OutputOptions {
  album?: boolean
  playback?: boolean
  dualMono?: boolean
  history?: boolean
  jobs?: number
}

/** Reads every meter on audio files. */
export async function measure(files: string[], options: MeasureArguments): Promise<ExitCode> {
  const output = new Output(options)
  const begin = performance.now()
  return interruptible(output, async (signal, progress) => {
    const { diagnostics, ...measured } = await measureFiles(files, {
      album: options.album,
      playback: options.playback,
      dualMono: options.dualMono,
      history: options.history,
      jobs: options.jobs,
      signal,
      onProgress: (done) => progress.show({ stage: 'measuring', done, elapsedS: (performance.now() - begin) / 1000 }),
    })
    progress.clear()
    const failed = hasErrors(diagnostics)
    output.document(diagnostics.length > 0 ? { ...measured, diagnostics } : measured)
    if (diagnostics.length > 0) {
      // With all explanations it is as much to load as the rest of the command.
      const { showProblems } = await import('../problems.ts')
      showProblems(output, diagnostics)
    }
    const tables = [fileTable(measured.files, output.columns)]
    const { album } = measured
    if (album) tables.push(albumLines(album))
    for (const { file, playback } of measured.files) if (playback) tables.push(playbackTable(file, playback))
    if (measured.files.length > 0) output.result(tables.map((lines) => lines.join('\n')).join('\n\n'))
    return failed ? EXIT.fault : EXIT.done
  })
}

/** A single file gets a line for each figure, several get a line each. */
function fileTable(files: readonly MeasuredFile[], columns: number): string[] {
  return files.length === 1 ? figureLines(files[0]!) : measurementTable(files, columns)
}

function figureLines(file: MeasuredFile): string[] {
  const { clips } = file
  const places = clips.atS.length > 0 ? `, from ${clips.atS.slice(0, 3).map(clock).join(', ')}` : ''
  const bits = file.bitDepth === null ? 'lossy' : `${file.bitDepth} bit`
  const lines = [
    ['integrated', `${figure(file.integratedLufs)} LUFS`],
    ['momentary max', `${figure(file.momentaryMaxLufs)} LUFS`],
    ['short-term max', `${figure(file.shortTermMaxLufs)} LUFS`],
    ['loudness range', `${figure(file.loudnessRangeLu)} LU`],
    ['true peak', `${figure(file.truePeakDbtp, 2)} dBTP (BS.1770 example filter: ${figure(file.truePeakItuDbtp, 2)})`],
    ['sample peak', `${figure(file.samplePeakDbfs, 2)} dBFS`],
    ['PLR, lowest PSR', `${figure(file.plrLu)} LU, ${figure(file.psrMinLu)} LU`],
    ['RMS', `${figure(file.rmsDbfs)} dBFS`],
    ['DC offset', figure(file.dcOffset, 5)],
    ['correlation', figure(file.correlation, 2)],
    ['fold to mono', `${figure(file.monoLossDb)} dB`],
    ['width', figure(file.width, 2)],
    ['clip runs', clips.runs === 0 ? 'none' : `${clips.runs}, longest ${clips.longestFrames} samples${places}`],
  ]
  const shape = `${clock(file.durationS)}, ${file.sampleRateHz / 1000} kHz, ${bits}, ${file.layout.join(' ')}`
  const bands = Object.entries(file.bandsDb).map(([name, db]) => {
    return [name, figure(db), figure(file.bandsWidth[name as keyof typeof file.bandsWidth], 2)]
  })
  return [
    `${file.file}: ${shape}`,
    '',
    ...tableLines(lines, 2),
    '',
    ...tableLines([['octave', 'dBFS', 'width'], ...bands]),
  ]
}

function albumLines(album: NonNullable<Awaited<ReturnType<typeof measureFiles>>['album']>): string[] {
  return tableLines([
    ['album', 'length', 'LUFS', 'loudest', 'dBTP', 'peak dBFS'],
    [
      `${album.tracks} files`,
      clock(album.durationS),
      figure(album.integratedLufs),
      figure(album.loudestLufs),
      figure(album.truePeakDbtp, 2),
      figure(album.samplePeakDbfs, 2),
    ],
  ])
}

/** What players will do to one file. */
export function playbackTable(name: string, playback: readonly Playback[]): string[] {
  const heads = [`${name} on`, 'as', 'aims at', 'gain dB', 'LUFS', 'dBTP', 'headroom', 'limits', 'given up', 'short']
  const rows = playback.map((one) => [
    one.player,
    one.mode,
    one.targetLufs === null ? 'nothing' : String(one.targetLufs),
    figure(one.gainDb),
    figure(one.integratedLufs),
    figure(one.truePeakDbtp),
    figure(one.headroomDb),
    amount(one.limiterDb),
    amount(one.penaltyDb),
    amount(one.shortfallLu),
  ])
  return tableLines([heads, ...rows])
}

/** A figure that is mostly nothing. */
function amount(value: number): string {
  return value < 0.05 ? '–' : figure(value)
}

/** One line a file: what a person looks at first. */
export function measurementTable(files: readonly FileMeasurement[], columns?: number): string[] {
  const heads = [
    '',
    'length',
    'rate',
    'bits',
    'LUFS',
    'short max',
    'range LU',
    'dBTP',
    'peak dBFS',
    'PLR',
    'correlation',
  ]
  const rows = files.map((file) => [
    file.file,
    clock(file.durationS),
    `${file.sampleRateHz / 1000}k`,
    file.bitDepth === null ? 'lossy' : String(file.bitDepth),
    figure(file.integratedLufs),
    figure(file.shortTermMaxLufs),
    figure(file.loudnessRangeLu),
    figure(file.truePeakDbtp, 2),
    figure(file.samplePeakDbfs, 2),
    figure(file.plrLu),
    figure(file.correlation, 2),
  ])
  return tableLines([heads, ...rows], 1, columns)
}
