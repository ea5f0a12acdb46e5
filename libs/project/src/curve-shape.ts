import { didYouMean } from './suggestion.ts'
import type { Node, ScalarNode } from './tree.ts'

/** How a value that moves is reached from the point before. `line` is what is meant where no word is written. */
export type CurveShape = 'line' | 'step' | 'smooth' | 'exponential'

const WORDS = ['step', 'smooth', 'exponential'] as const

/** What may stand before a value, as a regular expression without anchors. */
export const SHAPE_PATTERN = `(?:(?:${WORDS.join('|')})\\s+)?`

/** What the words mean, for the schema. */
export const SHAPES_DOC =
  'Times to values: each is reached from the one before in a straight line; `smooth` in an S, level at both ends; ' +
  '`exponential` by equal ratios in equal times, which sweeps frequencies evenly in octaves; `step` at once.'

/** A value without the word before it, which keeps its place in the text. */
export interface Shaped {
  readonly node: Node
  readonly shape: CurveShape
  /** Set when the word before the value is none, but nearly one. */
  readonly misspelt?: { readonly node: ScalarNode; readonly fix: string }
}

/** Splits `step -5 dB` into the word and the value. */
export function splitShape(node: Node): Shaped {
  if (node.type !== 'scalar') return { node, shape: 'line' }
  const [before, word] = /^([A-Za-z]+)\s+(?=\S)/.exec(node.text) ?? []
  if (before === undefined || word === undefined) return { node, shape: 'line' }
  const shape = WORDS.find((one) => one === word)
  if (shape) return { node: from(node, before.length), shape }
  const fix = didYouMean(word, WORDS)
  return fix === undefined ? { node, shape: 'line' } : { node, shape: 'line', misspelt: { node, fix } }
}

/** The rest of a text, from its character `start` on. */
function from(node: ScalarNode, start: number): ScalarNode {
  const first = node.plain ? Math.min(node.head.from + start, node.head.to - 1) : node.head.from
  return { ...node, text: node.text.slice(start), head: { from: first, to: node.head.to } }
}
