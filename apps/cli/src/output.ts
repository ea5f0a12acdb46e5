import { toJson } from '@mixwright/session'
import { type Colors, createColors, terminalText } from './terminal-text.ts'

export interface OutputOptions {
  json?: boolean | undefined
  quiet?: boolean | undefined
  plain?: boolean | undefined
}

export type { Colors }

/**
 * Where a command speaks: results to stdout, everything meant for a person to stderr. With `--json` stdout carries
 * exactly one JSON document; with `--quiet` stderr carries problems only.
 */
export class Output {
  readonly json: boolean
  readonly quiet: boolean
  /** Whether a view may move on stderr. */
  readonly isLive: boolean
  /** Whether more than ASCII may be drawn. */
  readonly isUnicode: boolean
  /** For stderr. */
  readonly colors: Colors
  /** For stdout. */
  readonly resultColors: Colors

  constructor({ json = false, quiet = false, plain = false }: OutputOptions) {
    this.json = json
    this.quiet = quiet
    const { TERM, NO_COLOR, MIXWRIGHT_PLAIN } = process.env
    const isPlain = plain || TERM === 'dumb' || isSet(MIXWRIGHT_PLAIN)
    const isColored = !isPlain && !isSet(NO_COLOR)
    this.isLive = process.stderr.isTTY === true && !quiet && !json && !isPlain
    this.isUnicode = hasUnicode(process.env)
    this.colors = createColors(isColored && process.stderr.isTTY === true)
    this.resultColors = createColors(isColored && process.stdout.isTTY === true)
  }

  /** Columns that a line of the result may have; no end of them where it goes to no terminal. */
  get columns(): number {
    return process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY
  }

  /** A result, for stdout; left out when a JSON document goes there. */
  result(text: string): void {
    if (!this.json) process.stdout.write(`${terminalText(text)}\n`)
  }

  /** The JSON document, when one was asked for. Levels of silence (-Infinity) become null. */
  document(value: unknown): void {
    if (this.json) process.stdout.write(toJson(value))
  }

  /** What is going on, for a person. */
  note(text: string): void {
    if (!this.quiet && !this.json) process.stderr.write(`${terminalText(text)}\n`)
  }

  /** A problem: said even when quiet. */
  problem(text: string): void {
    process.stderr.write(`${terminalText(text)}\n`)
  }
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== ''
}

/** Terminals of today show it, unless their locale says otherwise. */
function hasUnicode({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find(isSet)
  return locale === undefined || !/^(C|POSIX)$|iso-?8859|ascii/i.test(locale)
}
