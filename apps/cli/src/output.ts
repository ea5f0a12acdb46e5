import { toJson } from '@mixwright/session'
import picocolors from 'picocolors'

export interface OutputOptions {
  json?: boolean | undefined
  quiet?: boolean | undefined
}

/**
 * Where a command speaks: results to stdout, everything meant for a person to stderr. With `--json` stdout carries
 * exactly one JSON document; with `--quiet` stderr carries problems only.
 */
export class Output {
  readonly json: boolean
  readonly quiet: boolean
  readonly isLive: boolean
  readonly colors: ReturnType<typeof picocolors.createColors>

  constructor({ json = false, quiet = false }: OutputOptions) {
    this.json = json
    this.quiet = quiet
    this.isLive = process.stderr.isTTY === true && !quiet && !json
    const plain = 'NO_COLOR' in process.env || process.stderr.isTTY !== true
    this.colors = picocolors.createColors(!plain)
  }

  /** A result, for stdout; left out when a JSON document goes there. */
  result(text: string): void {
    if (!this.json) process.stdout.write(`${text}\n`)
  }

  /** The JSON document, when one was asked for. Levels of silence (-Infinity) become null. */
  document(value: unknown): void {
    if (this.json) process.stdout.write(toJson(value))
  }

  /** What is going on, for a person. */
  note(text: string): void {
    if (!this.quiet && !this.json) process.stderr.write(`${text}\n`)
  }

  /** A problem: said even when quiet. */
  problem(text: string): void {
    process.stderr.write(`${text}\n`)
  }
}
