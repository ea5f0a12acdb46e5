import { getHeapStatistics } from 'node:v8'
import { Composer, type CST, type Document, Lexer, Parser } from 'yaml'
import type { Diagnostic } from './diagnostic.ts'
import type { DiagnosticCode } from './diagnostic-codes.ts'
import { sentence } from './printable.ts'
import { type Range, SourceText } from './source-text.ts'
import { explain, placeOf } from './syntax-error.ts'
import { isNothing, type MapNode } from './tree.ts'
import { treeOf } from './yaml-tree.ts'

/** 16 Mi UTF-16 units: 5 000 stems with long chains fill a quarter of it. */
const LONGEST_TEXT = 1 << 24
/** 5 000 stems with long chains have two thirds of them; megabytes of commas would hold gigabytes. */
const MOST_LEXEMES = 1 << 22
/** What a mix holds of the heap from its text to its report, by lexeme, at its most, and what all else holds. bytes */
const HEAP_PER_LEXEME = 500
const HEAP_FOR_ALL_ELSE = 48 << 20
/** The parser's stack at the deepest place; the deepest of the language is 15. */
const DEEPEST_NESTING = 64
/** One slip often trips the parser many times. */
const MOST_SYNTAX_ERRORS = 20
/** Each holds much: a text that trips the parser more often is not read to its end. */
const MOST_SLIPS = 1000

/** The tree of a YAML text, absent when the text cannot be made sense of, and what is wrong with the text. */
export interface YamlText {
  readonly root?: MapNode
  readonly diagnostics: readonly Diagnostic[]
}

export interface YamlOptions {
  /** Where relative paths in the text start, seen from the folder of the mix file. Default: that folder. */
  readonly folder?: string
  /** What to do where the text is no map. */
  readonly advice?: string
}

/** Reads YAML 1.2 text whose root is a map. Never throws, whatever the text. */
export function parseYaml(text: string, file: string, { folder, advice = MIX_ADVICE }: YamlOptions = {}): YamlText {
  const source = new SourceText(file, text, folder)
  const diagnostics: Diagnostic[] = []
  const report = (code: DiagnosticCode, range: Range, message: string, fix?: string) => {
    const severity = code === 'YAML_BYTE_ORDER_MARK' ? 'info' : 'error'
    const place = source.place(range)
    diagnostics.push({ code, severity, message, ...place, ...(fix === undefined ? {} : { fix: sentence(fix) }) })
  }
  const root = readRoot(source, advice, report)
  return root ? { root, diagnostics } : { diagnostics }
}

/** The keys at the top of a text, as far as it can be read; none of a text that is no map. */
export function keysOf(text: string): string[] {
  return parseYaml(text, '').root?.entries.map(({ key }) => key.text) ?? []
}

/** What is wrong with a text as YAML, whatever it says. */
export function yamlProblems(text: string, file: string): readonly Diagnostic[] {
  return parseYaml(text, file).diagnostics
}

type Report = (code: DiagnosticCode, range: Range, message: string, fix?: string) => void

function readRoot(source: SourceText, advice: string, report: Report): MapNode | undefined {
  if (!isReadable(source.text, report)) return undefined
  const documents = compose(source.text, report)
  const document = documents?.[0]
  if (!document) return undefined
  if (reportSyntax(document, source, report)) return undefined
  if (documents[1]) {
    const start = documents[1].range[0]
    const fix = 'keep one document, without `---` lines between keys'
    report('YAML_SEVERAL_DOCUMENTS', { from: start, to: start + 3 }, 'a second document starts here', fix)
  }
  if (document.contents === null) {
    report('YAML_EMPTY', START, 'the file is empty', advice)
    return undefined
  }
  const root = treeOf(document, source, report)
  if (root === undefined || root.type === 'map') return root
  if (isNothing(root)) report('YAML_EMPTY', START, 'the file is empty', advice)
  else report('YAML_NOT_A_MAP', root.head, 'the file is not a map of keys and values', advice)
  return undefined
}

const MIX_ADVICE = 'start it with `mixwright: 1`, then `stems:`; each line reads `key: value`'

const RAISE = 'raise --max-old-space-size, perhaps in NODE_OPTIONS, or leave it out'

const START: Range = { from: 0, to: 1 }

function isReadable(text: string, report: Report): boolean {
  if (text.length > LONGEST_TEXT) {
    report('YAML_TOO_LARGE', START, `got ${text.length} characters, allowed up to ${LONGEST_TEXT}`)
    return false
  }
  const broken = text.search(/[\0\ufffd]/)
  if (broken >= 0) {
    const fix = 'save it as UTF-8'
    report('YAML_NOT_TEXT', { from: broken, to: broken + 1 }, 'the file is not UTF-8 text', fix)
    return false
  }
  const bareReturn = text.search(/\r(?!\n)/)
  if (bareReturn >= 0) {
    const range = { from: bareReturn, to: bareReturn + 1 }
    report('YAML_SYNTAX', range, 'a carriage return stands without a line feed', 'end lines with LF, or CR and LF')
    return false
  }
  if (text.startsWith('\ufeff')) {
    report('YAML_BYTE_ORDER_MARK', START, 'the file starts with a byte-order mark, which is ignored')
  }
  return true
}

/**
 * The first two documents of a text; undefined after reporting one nested too deep, or one of too many pieces. Both are
 * watched while the parser works: a heap that is full, and a parser or composer that recurses too deep, end the whole
 * process, beyond any catch.
 */
export function compose(text: string, report: Report): Document.Parsed[] | undefined {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  const heapBytes = getHeapStatistics().heap_size_limit
  const room = Math.floor((heapBytes - HEAP_FOR_ALL_ELSE) / HEAP_PER_LEXEME)
  let lexemes = 0
  let slips = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > Math.min(room, MOST_LEXEMES)) {
      if (lexemes > MOST_LEXEMES)
        report('YAML_TOO_LARGE', START, `the file has more than ${MOST_LEXEMES} words and signs`)
      else
        report(
          'OUT_OF_MEMORY',
          START,
          `the file is too long for the ${Math.floor(heapBytes / 2 ** 20)} MiB that Node.js may hold`,
          RAISE,
        )
      return undefined
    }
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === 'error') slips++
    }
    if (slips > MOST_SLIPS) break
    if (parser.stack.length <= DEEPEST_NESTING) continue
    const range = { from: parser.offset - 1, to: parser.offset }
    report('YAML_TOO_DEEP', range, `lists and maps are nested more than ${DEEPEST_NESTING} deep`)
    return undefined
  }
  for (const token of parser.end()) tokens.push(token)
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    keepSourceTokens: true,
  })
  const documents: Document.Parsed[] = []
  for (const document of composer.compose(tokens, true, text.length)) if (documents.push(document) === 2) break
  return documents
}

/** Reports what the parser found, the first slip of each line; true when there was an error. */
function reportSyntax(document: Document.Parsed, source: SourceText, report: Report): boolean {
  const lines = new Set<number>()
  for (const error of document.errors) {
    const { code, message, fix } = explain(error, source.text)
    const range = placeOf(error, document)
    const { line } = source.place(range)
    if (lines.has(line) || lines.size >= MOST_SYNTAX_ERRORS) continue
    lines.add(line)
    report(code, range, message, fix)
  }
  return lines.size > 0
}
