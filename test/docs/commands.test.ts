import { expect, test } from 'vitest'
import { mixwright } from '../_tools.ts'
import { expectWritten } from './_written.ts'

interface Row {
  flags: string
  text: string
}

const unquoted = (text: string) => text.replace(/\\(['\\])/g, '$1')

/** Every command and option that the program itself knows: its completion script for fish is a line for each. */
function commands(): Map<string, { summary: string; options: Row[] }> {
  const found = new Map<string, { summary: string; options: Row[] }>()
  for (const line of mixwright(['completion', 'fish']).stdout.split('\n')) {
    const summary = /-d '((?:[^'\\]|\\.)*)'/.exec(line)?.[1]
    const named =
      /^complete -c mixwright -n '(?:__fish_use_subcommand|__fish_seen_subcommand_from (\w+))' -a (\w+) -d/.exec(line)
    if (named) {
      const [, above, name] = named
      found.set(above === undefined ? name! : `${above} ${name}`, { summary: unquoted(summary!), options: [] })
      continue
    }
    const option = /_from (\w+)' -l ([\w-]+)(?: -s (\w))? -d/.exec(line)
    if (!option) continue
    const [, command, long, short] = option
    const flags = short === undefined ? `--${long}` : `--${long}, -${short}`
    found.get(command!)!.options.push({ flags, text: unquoted(summary!) })
  }
  return found
}

/** Options that many commands share: told once. */
const SHARED = ['--json', '--quiet, -q', '--plain', '--allow-outside', '--jobs']
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

test('docs/commands.md has every command and option, in the words of its --help', () => {
  const all = commands()
  const shared = SHARED.map(
    (flags) => [...all.values()].flatMap(({ options }) => options).find((one) => one.flags === flags)!,
  )
  const table = (rows: readonly Row[]) => [
    '| option | |',
    '|---|---|',
    ...rows.map(({ flags, text }) => `| \`${flags}\` | ${cell(text)} |`),
  ]
  const sections = [...all].map(([name, { summary, options }]) => {
    const own = options.filter(({ flags }) => !SHARED.includes(flags))
    const also = options.filter(({ flags }) => SHARED.includes(flags)).map(({ flags }) => `\`${flags.split(',')[0]}\``)
    const lines = [`## \`mixwright ${name}\``, '', `${cell(summary[0]!.toUpperCase() + summary.slice(1))}.`]
    if (own.length > 0) lines.push('', ...table(own))
    if (also.length > 0) lines.push('', `Also ${also.join(', ')}.`)
    return lines.join('\n')
  })
  const head = `# Commands and their options

What \`mixwright <command> --help\` says, all on one page. Arguments and examples are there, and in the
[command table](../README.md#commands). These options many commands share:

${table(shared).join('\n')}`
  expect(all.size).toBeGreaterThan(20)
  expect(mixwright(['render', '--help']).stdout.replace(/\s+/g, ' ')).toContain(
    all.get('render')!.options.find(({ flags }) => flags === '--frozen')!.text,
  )
  expectWritten('commands.md', `${[head, ...sections].join('\n\n')}\n`)
})
