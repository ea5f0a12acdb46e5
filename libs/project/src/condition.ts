import { quoted } from './printable.ts'
import { didYouMean, listed } from './suggestion.ts'

/** Figures that a condition can speak of, and what each says of the mix, a delivery or a strip. */
export const CONDITION_FIGURES = {
  loudness: 'integrated loudness, LUFS',
  momentary: 'loudest 0.4 s, LUFS',
  shortTerm: 'loudest 3 s, LUFS',
  range: 'loudness range, LU',
  truePeak: 'true peak, dBTP',
  peak: 'highest sample, dBFS',
  plr: 'true peak over integrated loudness, LU',
  rms: 'mean level, dBFS',
  correlation: 'of left and right, -1 to 1',
  monoLoss: 'what folding to mono takes, dB',
  width: 'share of the side in the power, 0 to 1',
  duration: 'length, s',
  level: 'integrated loudness of a strip as it reaches the mix bus, LUFS',
} as const

export type ConditionFigure = keyof typeof CONDITION_FIGURES

/** `truePeak(spotify)`. */
export interface FigureTerm {
  readonly figure: ConditionFigure
  /** `mix`, a delivery, or for `level` a strip. */
  readonly of: string
}

type Sum =
  | { readonly type: 'number'; readonly value: number }
  | ({ readonly type: 'figure' } & FigureTerm)
  | { readonly type: 'add' | 'subtract'; readonly left: Sum; readonly right: Sum }

type Test =
  | { readonly type: 'compare'; readonly sign: Sign; readonly left: Sum; readonly right: Sum }
  | { readonly type: 'and' | 'or'; readonly left: Test; readonly right: Test }

type Sign = '<' | '<=' | '>' | '>='

/** A statement about measured figures, such as `truePeak(spotify) > -1 and level(vocal) - level(guitar) < 3`. */
export interface Condition {
  /** Every figure that it speaks of, once. */
  readonly figures: readonly FigureTerm[]
  /** Whether it holds. A figure may be -Infinity, which is what silence measures. */
  holds(read: (term: FigureTerm) => number): boolean
}

/** Reads a condition: sums of figures and numbers (units may be written), compared, joined by `and` and `or`. */
export function parseCondition(text: string): { condition: Condition } | { fault: string; fix?: string } {
  try {
    const reader = new ConditionReader(text)
    const test = reader.whole()
    return { condition: { figures: reader.figures, holds: (read) => holds(test, read) } }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { fault: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) }
  }
}

class Fault extends Error {
  readonly fix: string | undefined

  constructor(message: string, fix?: string) {
    super(message)
    this.fix = fix
  }
}

const TOKEN = /\s*(?:(\d+(?:\.\d*)?|\.\d+)|([\p{L}_][\p{L}\p{N}_.-]*)|("[^"]*")|(<=|>=|[<>()+,\u2212-])|(\S))/uy
const UNITS = new Set(['LUFS', 'LU', 'dB', 'dBTP', 'dBFS', 's'])
const SIGNS: ReadonlySet<string> = new Set(['<', '<=', '>', '>='])
const LONGEST = 1000

interface Token {
  readonly type: 'number' | 'name' | 'sign' | 'end'
  readonly text: string
  readonly column: number
}

class ConditionReader {
  readonly figures: FigureTerm[] = []
  readonly #tokens: Token[]
  #at = 0

  constructor(text: string) {
    if (text.length > LONGEST) throw new Fault(`got ${text.length} characters, allowed up to ${LONGEST}`)
    this.#tokens = tokensOf(text)
  }

  whole(): Test {
    const test = this.#either()
    if (this.#next.type !== 'end') this.#unexpected('`and`, `or` or the end')
    return test
  }

  get #next(): Token {
    return this.#tokens[this.#at]!
  }

  #either(): Test {
    let left = this.#both()
    while (this.#take('or')) left = { type: 'or', left, right: this.#both() }
    return left
  }

  #both(): Test {
    let left = this.#compare()
    while (this.#take('and')) left = { type: 'and', left, right: this.#compare() }
    return left
  }

  #compare(): Test {
    const left = this.#sum()
    const sign = this.#next
    if (!SIGNS.has(sign.text)) this.#unexpected('one of < <= > >=')
    this.#at++
    return { type: 'compare', sign: sign.text as Sign, left, right: this.#sum() }
  }

  #sum(): Sum {
    let left = this.#term()
    for (;;) {
      if (this.#take('+')) left = { type: 'add', left, right: this.#term() }
      else if (this.#take('-')) left = { type: 'subtract', left, right: this.#term() }
      else return left
    }
  }

  #term(): Sum {
    if (this.#take('-')) return { type: 'subtract', left: { type: 'number', value: 0 }, right: this.#term() }
    if (this.#take('(')) {
      const sum = this.#sum()
      this.#expect(')')
      return sum
    }
    const { type, text } = this.#next
    if (type === 'number') {
      this.#at++
      if (this.#next.type === 'name' && UNITS.has(this.#next.text)) this.#at++
      return { type: 'number', value: Number(text) }
    }
    if (type !== 'name') this.#unexpected('a number or a figure such as truePeak(spotify)')
    return this.#figure()
  }

  #figure(): Sum {
    const { text, column } = this.#next
    const known = Object.keys(CONDITION_FIGURES)
    if (!Object.hasOwn(CONDITION_FIGURES, text)) {
      throw new Fault(`column ${column}: no figure is called ${quoted(text)} ${listed(known)}`, didYouMean(text, known))
    }
    this.#at++
    this.#expect('(')
    const of = this.#next
    if (of.type !== 'name') this.#unexpected('`mix`, the name of a delivery, or for `level` that of a strip')
    this.#at++
    this.#expect(')')
    const term: FigureTerm = { figure: text as ConditionFigure, of: of.text }
    if (!this.figures.some((one) => one.figure === term.figure && one.of === term.of)) this.figures.push(term)
    return { type: 'figure', ...term }
  }

  #take(text: string): boolean {
    const isIt = this.#next.type !== 'end' && this.#next.text === text
    if (isIt) this.#at++
    return isIt
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#unexpected(`\`${text}\``)
  }

  #unexpected(wanted: string): never {
    const { type, text, column } = this.#next
    throw new Fault(`column ${column}: got ${type === 'end' ? 'the end' : quoted(text)}, expected ${wanted}`)
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of text.matchAll(new RegExp(TOKEN, 'gu'))) {
    const [whole, number, name, quotation, sign, other] = match
    end = match.index + whole.length
    const written = number ?? name ?? quotation ?? sign ?? other!
    const column = end - written.length + 1
    if (other !== undefined) {
      const fix = other === '=' ? 'compare with <= or >=' : 'put a name with other characters in double quotes'
      throw new Fault(`column ${column}: got ${quoted(other)}, which is not part of a condition`, fix)
    }
    if (number !== undefined) tokens.push({ type: 'number', text: number, column })
    else if (sign !== undefined) tokens.push({ type: 'sign', text: sign.replace('\u2212', '-'), column })
    else tokens.push({ type: 'name', text: name ?? quotation!.slice(1, -1), column })
  }
  return [...tokens, { type: 'end', text: '', column: text.length + 1 }]
}

function holds(test: Test, read: (term: FigureTerm) => number): boolean {
  if (test.type !== 'compare') {
    const left = holds(test.left, read)
    return left === (test.type === 'and') ? holds(test.right, read) : left
  }
  const [left, right] = [sumOf(test.left, read), sumOf(test.right, read)]
  if (test.sign === '<') return left < right
  if (test.sign === '<=') return left <= right
  return test.sign === '>' ? left > right : left >= right
}

function sumOf(sum: Sum, read: (term: FigureTerm) => number): number {
  if (sum.type === 'number') return sum.value
  if (sum.type === 'figure') return read(sum)
  const [left, right] = [sumOf(sum.left, read), sumOf(sum.right, read)]
  return sum.type === 'add' ? left + right : left - right
}
