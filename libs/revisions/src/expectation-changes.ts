import type { Expectation } from '@mixwright/project'
import { expectationName, limitText } from '@mixwright/session'
import type { Telling } from './change.ts'

/** Tells what a mix is held to otherwise than before: by what is measured, their order being none. */
export function tellExpectations(from: readonly Expectation[], to: readonly Expectation[], telling: Telling): void {
  const at = telling.about('', 'expect')
  const gone = [...from]
  for (const [index, expectation] of to.entries()) {
    const name = wordsOf(expectation)
    const limits = limitsOf(expectation)
    const likely = gone.filter((one) => wordsOf(one) === name)
    const former = likely.find((one) => limitsOf(one) === limits) ?? likely[0]
    if (former) gone.splice(gone.indexOf(former), 1)
    const inside = at.into(index)
    if (!former) inside.tell(`now expects ${name} ${limits}`, null, expectation)
    else if (limitsOf(former) !== limits)
      inside.tell(`expects ${name} ${limitsOf(former)} → ${limits}`, former, expectation)
  }
  for (const expectation of gone) {
    const said = `no longer expects ${wordsOf(expectation)} ${limitsOf(expectation)}`
    at.into(from.indexOf(expectation)).tell(said, expectation, null)
  }
}

/** The same with the present names of strips, deliveries and sections. */
export function renamedExpectation(
  { in: stretch, over, ...expectation }: Expectation,
  names: ReadonlyMap<string, string>,
  sections: ReadonlyMap<string, string>,
): Expectation {
  const nameOf = (name: string) => names.get(name) ?? name
  return {
    ...expectation,
    of: expectation.of.map(nameOf),
    ...(over === undefined ? {} : { over: over.map(nameOf) }),
    ...(stretch === undefined ? {} : { in: { ...stretch, name: sections.get(stretch.name) ?? stretch.name } }),
  }
}

function wordsOf(expectation: Expectation): string {
  const words = expectationName(expectation)
  return expectation.name === undefined ? words : `${words} ('${expectation.name}')`
}

function limitsOf({ atLeast, atMost, unit }: Expectation): string {
  return limitText({ atLeast: atLeast ?? null, atMost: atMost ?? null, unit })
}
