import { afterAll, afterEach, beforeAll } from 'vitest'

/** Prints how many of these a file of tests has tried, each in a test of its own, and how long that took. */
export function printTried(what: string): void {
  let tried = 0
  let beginMs = 0
  beforeAll(() => {
    beginMs = performance.now()
  })
  afterEach(() => {
    tried++
  })
  afterAll(() => {
    console.log(`reliability: ${tried} ${what}, ${((performance.now() - beginMs) / 1000).toFixed(1)} s`)
  })
}
