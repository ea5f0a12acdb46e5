import { didYouMean } from '@mixwright/project'
import { type AlbumRule, PLAYERS, type Player, TARGETS, type Target } from '@mixwright/session'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { Output, type OutputOptions } from '../output.ts'
import { tableLines } from '../table.ts'

export interface TargetsArguments extends OutputOptions {
  markdown?: boolean
}

/** Prints the built-in targets and what is known of players: all, or those of the targets that are named. */
export function targets(names: readonly string[], options: TargetsArguments): ExitCode {
  const output = new Output(options)
  const unknown = names.filter((name) => !TARGETS.some((target) => target.name === name))
  if (unknown.length > 0) {
    const known = TARGETS.map(({ name }) => name)
    for (const name of unknown) {
      output.problem(
        `error: no such target: ${name}\n  fix: ${didYouMean(name, known) ?? `one of ${known.join(', ')}`}`,
      )
    }
    return EXIT.usage
  }
  const isAll = names.length === 0
  const shown = {
    targets: TARGETS.filter(({ name }) => isAll || names.includes(name)),
    players: PLAYERS.filter(({ target }) => isAll || (target !== null && names.includes(target))),
  }
  output.document(shown)
  output.result(options.markdown ? markdown(shown) : text(shown, !isAll))
  return EXIT.done
}

interface Shown {
  targets: readonly Target[]
  players: readonly Player[]
}

const TARGET_HEADS = ['target', 'for', 'loudness', 'ceiling', 'format', 'rate', 'known']
const PLAYER_HEADS = ['player', 'plays', 'at', 'raises', 'albums', 'known']

function text({ targets, players }: Shown, withSources: boolean): string {
  const tables = [tableLines([TARGET_HEADS, ...targets.map(targetRow)], TARGET_HEADS.length)]
  if (players.length > 0) tables.push(tableLines([PLAYER_HEADS, ...players.map(playerRow)], PLAYER_HEADS.length))
  const sources = [...targets, ...players].map(({ name, source, date }) => `${name}: ${source} (${date})`)
  return [...tables, ...(withSources ? [sources] : [])].map((lines) => lines.join('\n')).join('\n\n')
}

function targetRow({ name, service, loudnessLufs, ceilingDbtp, format, sampleRateHz, confidence }: Target): string[] {
  return [
    name,
    service,
    lufs(loudnessLufs),
    ceilingDbtp === null ? 'none' : `${ceilingDbtp} dBTP`,
    'kbps' in format ? `${format.codec} ${format.kbps}` : `${format.codec} ${format.bits}${isFloat(format) ? 'f' : ''}`,
    sampleRateHz === 'session' ? 'session' : `${sampleRateHz / 1000} kHz`,
    confidence,
  ]
}

function isFloat(format: Target['format']): boolean {
  return 'float' in format && format.float
}

function playerRow({ name, target, trackLufs, raises, album, confidence }: Player): string[] {
  return [name, target ?? '–', trackLufs === null ? 'as it is' : lufs(trackLufs), raises, albumText(album), confidence]
}

function albumText(album: AlbumRule | null): string {
  if (!album) return 'track by track'
  return album.by === 'loudest track' ? `loudest track at ${lufs(album.lufs)}` : `album at ${lufs(album.lufs)}`
}

function lufs(value: number | 'as mixed'): string {
  return value === 'as mixed' ? value : `${value} LUFS`
}

const INTRODUCTION = `# Targets and players

Made by \`mixwright targets --markdown\`; the figures live in \`libs/mastering/src/targets.ts\` and \`players.ts\`.

A target gives a delivery its defaults; every value can be overridden in the mix file (\`loudness\`, \`ceiling\`, \`format\`,
\`sampleRate\`, \`dither\`). Few services publish their figures, so each row says how well it is known: *published* was
read on a page of who plays or receives the master; *reported* is transcribed from a standard or agreed on by several
measurements; *disputed* rests on one report, or on reports that differ; *chosen* is this program's own figure.

## Targets`

const ABOUT_PLAYERS = `## Players

What volume levelling does to a master, with \`G\` the target minus the measured loudness. Loud masters are turned down
by \`-G\`. Quiet ones are raised by \`G\` with a limiter, or by at most what keeps the true peak under -1 dBTP, or not at
all. An album played as one gets one gain for all its tracks. \`mixwright measure --playback\` and the key \`playback\` of
the \`render\` document apply these rules; a file of one channel is heard on two speakers, 3.01 LU louder than it reads.`

const SOURCES = '## Sources'

function markdown({ targets, players }: Shown): string {
  const podcasts = targets.filter(({ monoLoudnessLufs }) => monoLoudnessLufs !== undefined)
  const mono = podcasts.map(({ name, monoLoudnessLufs }) => `\`${name}\`: a mono file ${monoLoudnessLufs} LUFS.`)
  const sources = [...targets, ...players].map(({ name, source, date }) => `- **${name}**: ${source} (${date})`)
  return [
    INTRODUCTION,
    markdownTable(TARGET_HEADS, targets.map(targetRow)),
    ...mono,
    ABOUT_PLAYERS,
    markdownTable(PLAYER_HEADS, players.map(playerRow)),
    SOURCES,
    sources.join('\n'),
  ].join('\n\n')
}

function markdownTable(heads: readonly string[], rows: readonly string[][]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
