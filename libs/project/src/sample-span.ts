import { milliseconds } from './dimension.ts'
import type { Form } from './form.ts'
import { quoted } from './printable.ts'
import { type Limits, quantity } from './quantity.ts'

const SAMPLES = /^(\d{1,9})\s*samples?$/

/** A span in ms, written as a time or as a whole number of samples at the session rate. */
export function sampleSpan(limits: Pick<Limits, 'min' | 'max'>): Form<number> {
  const span = quantity<number>(milliseconds, limits)
  const allowed = `${span.allowed}, or a whole number of samples such as 32 samples`
  return {
    allowed,
    read(node, reader) {
      const count = node.type === 'scalar' ? SAMPLES.exec(node.text)?.[1] : undefined
      if (count === undefined) {
        const isCounted = node.type === 'scalar' && /samples?$/.test(node.text)
        return isCounted ? reader.refuse('PROJECT_BAD_VALUE', node, allowed) : span.read(node, reader)
      }
      const ms = (Number(count) * 1000) / reader.song.sampleRateHz
      if (ms >= limits.min && ms <= limits.max) return ms
      const got = `${quoted(`${count} samples`)}, which is ${Number(ms.toFixed(3))} ms at this session rate`
      return reader.report('PROJECT_OUT_OF_RANGE', node, `got ${got}, allowed ${span.allowed}`)
    },
    schema: (definitions) => ({
      anyOf: [span.schema(definitions), { type: 'string', pattern: '^\\d{1,9}\\s*samples?$' }],
    }),
    show: (ms) => span.show(ms),
  }
}
