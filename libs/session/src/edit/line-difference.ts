/** Lines around a change that are shown with it. */
const CONTEXT = 2

/** What is different in a text, as lines with `-` and `+` and those around them; empty where nothing is. */
export function lineDifference(from: string, to: string): string[] {
  if (from === to) return []
  const [a, b] = [from.split(/\r?\n/), to.split(/\r?\n/)]
  let head = 0
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++
  let foot = 0
  while (foot < Math.min(a.length, b.length) - head && a.at(-1 - foot) === b.at(-1 - foot)) foot++
  const first = Math.max(0, head - CONTEXT)
  const removed = a.slice(head, a.length - foot)
  const added = b.slice(head, b.length - foot)
  const below = a.slice(a.length - foot, a.length - foot + CONTEXT)
  const above = a.slice(first, head)
  const around = above.length + below.length
  const range = (count: number) => `${first + 1},${count + around}`
  return [
    `@@ -${range(removed.length)} +${range(added.length)} @@`,
    ...above.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...below.map((line) => ` ${line}`),
  ]
}
