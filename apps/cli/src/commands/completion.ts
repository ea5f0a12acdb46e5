import { diagnosticCodes } from '@mixwright/project'
import type { Argument, Command, Option } from 'commander'

export type Shell = 'bash' | 'zsh' | 'fish'

/** A command as shells complete it. */
interface Completed {
  /** `git setup` is two words. */
  readonly words: readonly string[]
  readonly summary: string
  readonly options: readonly Option[]
  /** What its arguments may be, where that is known. */
  readonly choices: readonly string[]
}

/** The completion script of a shell, from the commands and options themselves. */
export function completion(program: Command, shell: Shell): string {
  const commands = completedOf(program, [])
  return { bash, zsh, fish }[shell](commands)
}

function completedOf(program: Command, before: readonly string[]): Completed[] {
  const visible = program.createHelp().visibleCommands(program)
  return visible.flatMap((command) => {
    const words = [...before, command.name()]
    const options = command.options.filter(({ hidden }) => !hidden)
    const own: Completed = { words, summary: command.description(), options, choices: choicesOf(command) }
    return [own, ...completedOf(command, words)]
  })
}

function choicesOf(command: Command): string[] {
  if (command.name() === 'explain') return Object.keys(diagnosticCodes)
  return command.registeredArguments.flatMap(({ argChoices }: Argument) => argChoices ?? [])
}

function flagsOf({ options }: Completed): string[] {
  return options.flatMap(({ long, short }) => [long, short].filter((flag) => flag != null))
}

/** Words that may follow `words`: commands below it. */
function below(commands: readonly Completed[], words: readonly string[]): Completed[] {
  return commands.filter(
    (one) => one.words.length === words.length + 1 && words.every((word, at) => one.words[at] === word),
  )
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map((one) => {
    const words = [...below(commands, one.words).map(({ words }) => words.at(-1)!), ...one.choices, ...flagsOf(one)]
    return `    '${one.words.join(' ')}') words='${words.join(' ')}' ;;`
  })
  const values = commands.flatMap((one) =>
    one.options
      .filter(({ argChoices }) => argChoices)
      .map(
        ({ long, argChoices }) =>
          `    '${one.words.join(' ')} ${long}') COMPREPLY=($(compgen -W '${argChoices!.join(' ')}' -- "$cur")); return ;;`,
      ),
  )
  const nested = [...new Set(commands.filter(({ words }) => words.length > 1).map(({ words }) => words[0]))]
  return `# mixwright completion for bash: source this file, or run: source <(mixwright completion bash)
_mixwright() {
  local cur=\${COMP_WORDS[COMP_CWORD]} last=\${COMP_WORDS[COMP_CWORD-1]} words=
  local name=\${COMP_WORDS[1]}
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W '${below(commands, [])
      .map(({ words }) => words[0])
      .join(' ')} help --help --version' -- "$cur"))
    return
  fi
  case "$name" in
    ${nested.join(' | ') || '-'}) if (( COMP_CWORD > 2 )); then name="$name \${COMP_WORDS[2]}"; fi ;;
  esac
  case "$name" in
${cases.join('\n')}
  esac
  case "$name $last" in
${values.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ $cur != -* ]]; then COMPREPLY+=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _mixwright mixwright
`
}

/** Text in single quotes of a shell, without what zsh gives a meaning in descriptions. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, '’').replace(/[[\]:]/g, (sign) => `\\${sign}`)}'`
}

function zsh(commands: readonly Completed[]): string {
  const described = (list: readonly Completed[]) => {
    return list
      .map(({ words, summary }) =>
        quoted(words.at(-1)!)
          .slice(0, -1)
          .concat(`:${quoted(summary).slice(1)}`),
      )
      .join(' ')
  }
  const cases = commands
    .filter(({ words }) => words.length === 1)
    .map((one) => {
      const flags = [one, ...below(commands, one.words)].flatMap(({ options }) => options.filter(({ long }) => long))
      const specs = flags.map(({ long, description, required, argChoices }) => {
        const value = argChoices ? `:value:(${argChoices.join(' ')})` : required ? ':value:_files' : ''
        return `'${long}[${quoted(description).slice(1, -1)}]${value}'`
      })
      const words = [...below(commands, one.words).map(({ words }) => words.at(-1)!), ...one.choices]
      const rest = words.length > 0 ? `'*:argument:(${words.join(' ')})'` : "'*:file:_files'"
      return `    ${one.words[0]}) _arguments ${[...new Set(specs), rest].join(' ')} ;;`
    })
  return `#compdef mixwright
# mixwright completion for zsh: put this file into a folder of $fpath as _mixwright, or source it after compinit
_mixwright() {
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(${described(below(commands, []))})
    _describe command commands
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] = _mixwright ]]; then _mixwright "$@"; else compdef _mixwright mixwright; fi
`
}

function fish(commands: readonly Completed[]): string {
  const text = (words: string) => `'${words.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
  const lines = commands.flatMap((one) => {
    const [name, sub] = one.words
    const when = sub === undefined ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${name}`
    const inside = `-n ${text(`__fish_seen_subcommand_from ${name}`)}`
    return [
      `complete -c mixwright -n ${text(when)} -a ${one.words.at(-1)} -d ${text(one.summary)}`,
      ...one.options.map(({ long, short, description, required, argChoices }) => {
        const names = [long && `-l ${long.slice(2)}`, short && `-s ${short.slice(1)}`].filter(Boolean).join(' ')
        const value = argChoices ? ` -x -a ${text(argChoices.join(' '))}` : required ? ' -r' : ''
        return `complete -c mixwright ${inside} ${names} -d ${text(description)}${value}`
      }),
      ...(one.choices.length > 0 ? [`complete -c mixwright ${inside} -f -a ${text(one.choices.join(' '))}`] : []),
    ]
  })
  return `# mixwright completion for fish: mixwright completion fish > ~/.config/fish/completions/mixwright.fish
complete -c mixwright -n __fish_use_subcommand -f
${[...new Set(lines)].join('\n')}
`
}
