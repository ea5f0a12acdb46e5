import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect } from 'vitest'
import { ROOT } from '../_tools.ts'
import { DOCS } from './_written.ts'

/** A fenced block of a page: what stands behind its three backticks, its text, and its line. */
export interface Block {
  info: string
  text: string
  line: number
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = []
  let open: Block | undefined
  for (const [index, line] of readFileSync(join(DOCS, page), 'utf8').split('\n').entries()) {
    if (!line.startsWith('```')) {
      if (open) open.text += `${line}\n`
    } else if (open) {
      blocks.push(open)
      open = undefined
    } else {
      open = { info: line.slice(3), text: '', line: index + 1 }
    }
  }
  return blocks
}

/** A shell block, and the output that is shown right after it. */
export interface Step {
  block: Block
  shown: string | undefined
  /** How many of its commands end with an exit code other than 0. */
  failures: number
}

export function stepsOf(page: string): Step[] {
  return blocksOf(page).flatMap((block, index, all) => {
    if (!block.info.startsWith('sh')) return []
    const next = all[index + 1]
    return { block, shown: next?.info === 'text' ? next.text : undefined, failures: block.info === 'sh fails' ? 1 : 0 }
  })
}

export interface Ran {
  output: string
  failures: number
}

/** Runs the steps one after another in one shell, in which folder and variables stay from step to step. */
export function runSteps(steps: readonly Step[], folder: string): Ran[] {
  const logs = mkdtempSync(join(tmpdir(), 'mixwright-guide-'))
  const log = (index: number) => join(logs, `${index}`)
  const script = steps.map(
    ({ block }, index) => `{ FAILED='${log(index)}.failed'\n${block.text}} >'${log(index)}' 2>&1\n`,
  )
  const text = `trap 'echo "$BASH_COMMAND" >> "$FAILED"' ERR\n${script.join('')}true\n`
  writeFileSync(log(steps.length), text)
  const env = {
    ...process.env,
    PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    ...{ GIT_AUTHOR_NAME: 'A. Mixer', GIT_AUTHOR_EMAIL: 'mixer@example.org', GIT_CONFIG_GLOBAL: '/dev/null' },
    ...{ GIT_COMMITTER_NAME: 'A. Mixer', GIT_COMMITTER_EMAIL: 'mixer@example.org', GIT_CONFIG_SYSTEM: '/dev/null' },
  }
  const { status, stderr } = spawnSync('bash', [log(steps.length)], { cwd: folder, env, encoding: 'utf8' })
  try {
    if (status !== 0) throw new Error(`the steps stopped: ${stderr}`)
    return steps.map((_, index) => ({
      output: readFileSync(log(index), 'utf8'),
      failures: linesOf(`${log(index)}.failed`),
    }))
  } finally {
    rmSync(logs, { recursive: true })
  }
}

/** Holds what steps did to what their page shows of it. */
export function expectToPrint(page: string, steps: readonly Step[], ran: readonly Ran[]): void {
  for (const [index, { block, shown, failures }] of steps.entries()) {
    const { output, ...result } = ran[index]!
    const place = `docs/${page}:${block.line} printed:\n${output}\n`
    expect(result.failures, `commands that fail; ${place}`).toBe(failures)
    if (shown) expect(missingFrom(output, shown), `what is shown and not there; ${place}`).toBeUndefined()
  }
}

function linesOf(path: string): number {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').length
  } catch {
    return 0
  }
}

/**
 * What of shown lines is not in an output, from the first missing line on; undefined when all is there. The lines stand
 * one after another as shown; `…` is any text, on a line of its own any lines.
 */
export function missingFrom(output: string, shown: string): string | undefined {
  const lines = output.trimEnd().split('\n')
  const wanted = shown.trimEnd().split('\n')
  const fits = (line: string, pattern: string) =>
    new RegExp(`^${pattern.split('…').map(escaped).join('.*')}$`).test(line.trimEnd())
  let reached = 0
  const follow = (at: number, want: number): boolean => {
    reached = Math.max(reached, want)
    if (want === wanted.length) return true
    if (wanted[want] === '…')
      return lines.slice(at).some((_, skip) => follow(at + skip, want + 1)) || want + 1 === wanted.length
    return at < lines.length && fits(lines[at]!, wanted[want]!.trimEnd()) && follow(at + 1, want + 1)
  }
  return lines.some((_, at) => follow(at, 0)) ? undefined : wanted.slice(reached).join('\n')
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
