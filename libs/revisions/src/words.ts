import { keyOfProperty } from '@mixwright/project'

/** What keys are called at a desk, where that is not the key itself in words. */
const WORDS: Readonly<Record<string, string>> = {
  faderDb: 'fader',
  trimDb: 'trim',
  sendDb: '',
  allPass: 'all-pass',
  autoBlack: 'silence kept undithered from',
  bandPass: 'band-pass',
  fadeIn: 'fade-in',
  fadeOut: 'fade-out',
  freq: 'frequency',
  highPass: 'high-pass',
  highShelf: 'high shelf',
  isrc: 'ISRC',
  lookahead: 'look-ahead',
  lowPass: 'low-pass',
  lowShelf: 'low shelf',
  makeup: 'make-up',
  on: 'acts on',
  pingPong: 'ping-pong',
  predelay: 'pre-delay',
  sampleRate: 'sample rate',
  sidechain: 'side-chain',
  upc: 'UPC',
}

/** What a property, or a key, is called: `thresholdDb` the threshold, `faderDb` the fader, `highPass` the high-pass. */
export function wordsFor(property: string): string {
  const key = keyOfProperty(property)
  return WORDS[property] ?? WORDS[key] ?? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
