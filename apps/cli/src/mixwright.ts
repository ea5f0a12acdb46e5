import type { Access } from '@mixwright/session'
import { Argument, Command, CommanderError, Option } from 'commander'
import type { AlbumArguments } from './commands/album.ts'
import type { BisectArguments } from './commands/bisect.ts'
import type { DiffArguments } from './commands/diff.ts'
import type { EditArguments } from './commands/edit.ts'
import type { FormatArguments } from './commands/fmt.ts'
import type { SetupArguments } from './commands/git.ts'
import type { InitArguments } from './commands/init.ts'
import type { MasterArguments } from './commands/master.ts'
import type { MeasureArguments } from './commands/measure.ts'
import type { RenderArguments } from './commands/render.ts'
import type { TargetsArguments } from './commands/targets.ts'
import type { TestArguments } from './commands/test.ts'
import type { VerifyArguments } from './commands/verify.ts'
import type { WatchArguments } from './commands/watch.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { withNegativeValues } from './negative-values.ts'
import { jobsOption, names, variantsOption } from './option-values.ts'
import type { OutputOptions } from './output.ts'
import { terminalText } from './terminal-text.ts'

declare const MIXWRIGHT_VERSION: string

const program = new Command('mixwright')
  .description('Mixes as code: from stems to finished masters.')
  .version(MIXWRIGHT_VERSION, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .addHelpText('after', '\nA folder with a mix.yaml is a mix; `mixwright render` in it writes out/.')
  .showSuggestionAfterError()
  .configureOutput({ writeErr: (text) => process.stderr.write(terminalText(text)) })
  .exitOverride()

let exitCode: ExitCode = EXIT.done

/** Adds a command whose work is loaded only when it is called. */
function command(name: string, summary: string): Command {
  return program.command(name).description(summary).exitOverride()
}

function withOutput(target: Command): Command {
  return target
    .option('--json', 'print one JSON document on stdout')
    .option('-q, --quiet', 'print problems only')
    .option('--plain', 'plain lines: nothing moves, no colours')
}

/** A command that opens what a mix file names. */
function ofProject(target: Command): Command {
  return withOutput(target).option('--allow-outside', 'let the mix read files outside its project')
}

withOutput(command('init', 'write a first mix.yaml for a folder of recordings'))
  .argument('[folder]', 'folder with stems, also in folders below it', '.')
  .option('--out <file>', 'the mix file to write (default: mix.yaml in the folder)')
  .option('--dry-run', 'print the mix file and write nothing')
  .addOption(jobsOption())
  .action(async (folder: string, options: InitArguments) => {
    const { init } = await import('./commands/init.ts')
    exitCode = await init(folder, options)
  })

ofProject(command('check', 'find everything that can be wrong, without rendering'))
  .argument('[dir]', 'folder with a mix.yaml, or the file itself', '.')
  .action(async (dir: string, options: OutputOptions & Access) => {
    const { check } = await import('./commands/check.ts')
    exitCode = await check(dir, options)
  })

ofProject(command('render', 'mix, and master all deliveries'))
  .argument('[dir]', 'folder with a mix.yaml, or the file itself', '.')
  .option('--deliver <names>', 'only these deliveries, separated by commas', names)
  .addOption(variantsOption('only these variants of the mix, separated by commas; all, or none'))
  .option('--out <folder>', 'where to write (default: out/ beside the mix file)')
  .option('--mix-only', 'write the mix and master nothing')
  .option('--stems', 'also write every signal as it reaches the mix bus')
  .addOption(new Option('--frozen', 'fail if anything differs from mix.lock').conflicts('lock'))
  .option('--no-lock', 'leave mix.lock alone')
  .option('--no-cache', 'compute everything, and keep nothing of it for the next time')
  .option('--no-report', 'do not draw report.html')
  .option('--playback', 'tell what the players of streaming services will do to each master')
  .addOption(jobsOption())
  .action(async (dir: string, options: RenderArguments) => {
    const { render } = await import('./commands/render.ts')
    exitCode = await render(dir, options)
  })

ofProject(command('watch', 'render again at each save, and tell what changed'))
  .argument('[dir]', 'folder with a mix.yaml, or the file itself', '.')
  .option('--deliver <names>', 'only these deliveries, separated by commas', names)
  .addOption(variantsOption('only these variants of the mix, separated by commas; all, or none'))
  .option('--out <folder>', 'where to write (default: out/ beside the mix file)')
  .option('--mix-only', 'write the mix and master nothing')
  .option('--no-lock', 'leave mix.lock alone')
  .option('--no-report', 'do not draw report.html')
  .addOption(jobsOption())
  .action(async (dir: string, options: WatchArguments) => {
    const { watch } = await import('./commands/watch.ts')
    exitCode = await watch(dir, options)
  })

ofProject(command('test', 'hold the mix against what its file expects, without touching outputs'))
  .argument('[dir]', 'folder with a mix.yaml, or the file itself', '.')
  .addOption(variantsOption('only these variants beside the mix, separated by commas; all, or none'))
  .option('--junit <file>', 'also write a JUnit report')
  .addOption(jobsOption())
  .action(async (dir: string, options: TestArguments) => {
    const { test } = await import('./commands/test.ts')
    exitCode = await test(dir, options)
  })

ofProject(command('diff', 'what changed in a mix between two git revisions, or two mix files'))
  .argument('<from>', 'a commit, branch or tag; `from..to`; or a mix file')
  .argument('[to]', 'the same (default: the folder as it is)')
  .argument('[dir]', 'folder with a mix.yaml, or the file itself (default: here)')
  .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'markdown', 'json']).default('text'))
  .addOption(new Option('--no-sound', 'words only: renders nothing').conflicts(['causes', 'variants', 'audio', 'html']))
  .option('--causes', 'hear what each change does alone, however long that takes')
  .option('--no-causes', 'do not')
  .option('--variants', 'hear the variants that changed, however long that takes')
  .option('--no-variants', 'do not')
  .option('--audio', 'write both mixes at one loudness, and their difference')
  .option('--html', 'write them with a page to look at and to listen on')
  .option('--out <folder>', 'where to write (default: out/diff/ beside the mix file)')
  .option('--exit-code', 'end with 1 where anything changed')
  .addOption(jobsOption())
  .action(async (from: string, to: string | undefined, dir: string | undefined, options: DiffArguments) => {
    const { diff } = await import('./commands/diff.ts')
    exitCode = await diff(from, to, dir, options)
  })

ofProject(command('verify', 'render again and compare with mix.lock, byte for byte'))
  .argument('[dir]', 'folder with a mix.yaml, or the file itself', '.')
  .option('--fast', 'trust the cache for what has not changed')
  .addOption(jobsOption())
  .action(async (dir: string, options: VerifyArguments) => {
    const { verify } = await import('./commands/verify.ts')
    exitCode = await verify(dir, options)
  })

ofProject(command('blame', 'name the commit that set each value of a mix'))
  .argument('[dir]', 'folder with a mix.yaml, or the file itself')
  .argument('[value]', 'only values there: stems.vocal, stems.vocal.gain')
  .action(async (dir: string | undefined, value: string | undefined, options: OutputOptions & Access) => {
    const { blame } = await import('./commands/blame.ts')
    exitCode = blame(dir, value, options)
  })

ofProject(command('bisect', 'find the first commit for which something measured holds'))
  .argument('[dir]', 'folder with a mix.yaml, or the file itself', '.')
  .option('--good <revision>', 'a revision for which it does not hold yet (default: the first with this mix)')
  .option('--bad <revision>', 'a later revision for which it holds', 'HEAD')
  .requiredOption('--until <condition>', 'such as "truePeak(spotify) > -1" or "level(vocal) - level(keys) < 3"')
  .addOption(jobsOption())
  .action(async (dir: string, options: BisectArguments) => {
    const { bisect } = await import('./commands/bisect.ts')
    exitCode = await bisect(dir, options)
  })

const git = command('git', 'teach git to compare and merge mixes')

withOutput(git.command('setup').description('set git up in this clone'))
  .exitOverride()
  .argument('[dir]', 'a folder of the repository', '.')
  .option('--undo', 'take everything back')
  .option('--ignore', 'also write out/ and .mixwright/ into .gitignore of the folder')
  .action(async (dir: string, options: SetupArguments) => {
    const { gitSetup } = await import('./commands/git.ts')
    exitCode = gitSetup(dir, options)
  })

for (const kind of ['mix', 'audio'] as const) {
  git
    .command(kind === 'mix' ? 'text' : 'audio-text')
    .description(kind === 'mix' ? 'a mix file, a value a line' : 'what a recording is and measures')
    .exitOverride()
    .argument('<file>')
    .action(async (file: string) => {
      const { gitText } = await import('./commands/git.ts')
      exitCode = await gitText(kind, file)
    })
}

for (const kind of ['mix', 'lock'] as const) {
  git
    .command(kind === 'mix' ? 'merge-file' : 'merge-lock', { hidden: true })
    .exitOverride()
    .argument('<base>')
    .argument('<ours>')
    .argument('<theirs>')
    .argument('<mark-size>')
    .argument('<path>')
    .action(async (base: string, ours: string, theirs: string, markSize: string, path: string) => {
      const { gitMerge } = await import('./commands/git.ts')
      exitCode = gitMerge(kind, { base, ours, theirs, path, markSize: Number(markSize) || 7 })
    })
}

withOutput(command('master', 'master a finished mix without a mix file'))
  .argument('<file>', 'the mix, mono or stereo, of any format and rate')
  .requiredOption('--for <targets>', 'built-in targets, separated by commas: spotify,cd,vinyl', names)
  .option('--out <folder>', 'where to write (default: out/<name of the file>/ beside it)')
  .option('--loudness <level>', 'integrated loudness for all targets: "-14 LUFS", "as mixed"')
  .option('--ceiling <level>', 'true peak that no target passes: "-1 dBTP"')
  .option('--max-limiting <level>', 'most that peaks may be pushed over the ceiling: "6 dB"')
  .option('--format <format>', 'file format for all targets: "wav 24", "flac 16", "mp3 320"')
  .option('--sample-rate <rate>', 'sample rate for all targets: "44.1 kHz"')
  .option('--dither <dither>', 'dither for all targets: none, tpdf, shaped')
  .option('--image <what>', 'cd: also a disc of one track: cue, ddp, both')
  .option('--side <letter>', 'vinyl: the side')
  .option('--side-length <time>', 'vinyl: playing time of the whole side: 18:30')
  .option('--side-start <time>', 'vinyl: where on the side this programme begins')
  .option('--low-mono <corner>', 'vinyl: frequency below which the cut is mono, or off')
  .option('--sibilance <control>', 'vinyl: off, gentle, firm')
  .option('--rpm <speed>', 'vinyl: 33 1/3, 45')
  .option('--diameter <size>', 'vinyl: 12 in, 10 in, 7 in')
  .option('--metadata <what>', 'none; for WAV also bext or info (default: the tags of the file and those below)')
  .option('--title <text>', 'name of the song')
  .option('--artist <text>', 'who performs it')
  .option('--album <text>', 'name of the release')
  .option('--album-artist <text>', 'who the release is by')
  .option('--composer <text>', 'who wrote the music')
  .option('--songwriter <text>', 'who wrote the words')
  .option('--isrc <code>', 'recording code: QZ-ABC-26-00001')
  .option('--upc <code>', 'UPC or EAN of the release')
  .option('--genre <text>', 'genre')
  .option('--year <year>', 'year of the release')
  .option('--date <day>', 'day of the release: 2026-11-22')
  .option('--track <place>', 'place on the release: 3/12')
  .option('--disc <place>', 'which disc of the release: 1/2')
  .option('--comment <text>', 'any remark')
  .option('--copyright <text>', 'copyright notice')
  .option('--artwork <file>', 'cover picture, JPEG or PNG')
  .option('--playback', 'tell what the players of streaming services will do to each master')
  .addOption(jobsOption())
  .action(async (file: string, options: MasterArguments) => {
    const { master } = await import('./commands/master.ts')
    exitCode = await master(file, options)
  })

ofProject(command('album', 'an album as a CD: one stream, cue sheet, CD-Text and DDP fileset'))
  .argument('[dir]', 'folder with an album.yaml, or the file itself', '.')
  .option('--out <folder>', 'where to write (default: out/ beside the album file)')
  .addOption(jobsOption())
  .action(async (dir: string, options: AlbumArguments) => {
    const { album } = await import('./commands/album.ts')
    exitCode = await album(dir, options)
  })

withOutput(command('measure', 'read every meter on any audio file'))
  .argument('<files...>', 'audio files')
  .option('--album', 'also take all files together, as one album')
  .option('--playback', 'tell what the players of streaming services will do to each file')
  .option('--dual-mono', 'count mono files twice, as they are heard on two speakers')
  .option('--history', 'add loudness over time to the JSON document')
  .addOption(jobsOption())
  .action(async (files: string[], options: MeasureArguments) => {
    const { measure } = await import('./commands/measure.ts')
    exitCode = await measure(files, options)
  })

withOutput(command('targets', 'list the built-in targets, and what players do to a master'))
  .argument('[names...]', 'only these targets, with their sources')
  .option('--markdown', 'print the page of the manual')
  .action(async (only: string[], options: TargetsArguments) => {
    const { targets } = await import('./commands/targets.ts')
    exitCode = targets(only, options)
  })

ofProject(command('expand', 'print the inserts that each maximizer of a mix stands for'))
  .argument('[dir]', 'folder with a mix.yaml, or the file itself', '.')
  .action(async (dir: string, options: OutputOptions & Access) => {
    const { expand } = await import('./commands/expand.ts')
    exitCode = expand(dir, options)
  })

withOutput(command('fmt', 'lay out mix files in one way; comments and values stay'))
  .argument('[files...]', 'mix files, albums, presets, or folders with a mix.yaml; - reads stdin (default: here)')
  .option('--check', 'write nothing, and end with 1 where a file is not laid out')
  .action(async (files: string[], options: FormatArguments) => {
    const { fmt } = await import('./commands/fmt.ts')
    exitCode = fmt(files, options)
  })

ofProject(command('edit', 'change one value of a mix, preset or album file; comments and all else stay'))
  .argument('<path>', 'where: stems.vocal.gain, stems.vocal.inserts.compressor.ratio, mix.inserts[+]')
  .argument('[value]', 'what to write there: "-3 dB", "{ threshold: -20 dB }"')
  .argument('[dir]', 'folder with a mix.yaml or album.yaml, or a file: mix, album or preset (default: here)')
  .option('--unset', 'remove what is there')
  .option('--dry-run', 'write nothing, and print what would change')
  .action(async (path: string, value: string | undefined, dir: string | undefined, options: EditArguments) => {
    const { edit } = await import('./commands/edit.ts')
    exitCode = edit(path, value, dir, options)
  })

withOutput(command('explain', 'what a diagnostic means, an example, and a way out'))
  .argument('[codes...]', 'codes such as ROUTE_LOOP (default: a list of all)')
  .action(async (codes: string[], options: OutputOptions) => {
    const { explain } = await import('./commands/explain.ts')
    exitCode = explain(codes, options)
  })

command('completion', 'print the completion script of a shell')
  .addArgument(new Argument('<shell>', 'whose').choices(['bash', 'zsh', 'fish']))
  .action(async (shell: 'bash' | 'zsh' | 'fish') => {
    const { completion } = await import('./commands/completion.ts')
    process.stdout.write(completion(program, shell))
  })

command('schema', 'print the JSON Schema of the mix file, the album file, or a preset')
  .addArgument(new Argument('[language]', 'whose').choices(['mix', 'album', 'preset']).default('mix'))
  .action(async (language: 'mix' | 'album' | 'preset') => {
    const { schema } = await import('./commands/schema.ts')
    exitCode = schema(language)
  })

/** Whether it was a full disk or the like, which is told; what else escapes a command is a bug. */
async function isOfMachine(error: unknown): Promise<boolean> {
  const [{ fileFailure }, { formatDiagnostic }] = await Promise.all([
    import('@mixwright/session'),
    import('@mixwright/project'),
  ])
  const failure = fileFailure(error)
  if (failure) process.stderr.write(`${terminalText(formatDiagnostic(failure))}\n`)
  return failure !== undefined
}

try {
  await program.parseAsync(withNegativeValues(process.argv))
} catch (error) {
  if (error instanceof CommanderError) {
    exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage
  } else if (await isOfMachine(error)) {
    exitCode = EXIT.fault
  } else {
    exitCode = EXIT.bug
    const said = error instanceof Error ? error.stack : error
    process.stderr.write(terminalText(`mixwright: this is a bug in Mixwright\n${said}\n`))
  }
}
process.exitCode = exitCode
