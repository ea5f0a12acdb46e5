/** Words of other programs, and the key that means the same here. */
const FOREIGN: Readonly<Record<string, string>> = {
  volume: 'gain',
  fader: 'gain',
  level: 'gain',
  panning: 'pan',
  balance: 'pan',
  phase: 'polarity',
  invert: 'polarity',
  plugins: 'inserts',
  effects: 'inserts',
  fx: 'inserts',
  chain: 'inserts',
  aux: 'sends',
  output: 'bus',
  route: 'bus',
  source: 'file',
  path: 'file',
  audio: 'file',
  tracks: 'stems',
  channels: 'stems',
  groups: 'buses',
  submixes: 'buses',
  auxes: 'returns',
  name: 'title',
  bpm: 'tempo',
  markers: 'sections',
  outputs: 'deliver',
  targets: 'deliver',
  delivery: 'deliver',
  mastering: 'master',
}

/** Keys of strips, which are sometimes written at the top of a file. */
const OF_STRIPS: ReadonlySet<string> = new Set([
  'inserts',
  'gain',
  'pan',
  'width',
  'sends',
  'mute',
  'solo',
  'file',
  'bus',
])

/** What to do about a key that is right elsewhere, or in another program; undefined where nothing is known of it. */
export function foreignKey(key: string, known: readonly string[]): string | undefined {
  const own = FOREIGN[key.toLowerCase()]
  if (own !== undefined && known.includes(own)) return `write it as \`${own}\``
  const isTop = known.includes('stems') && known.includes('deliver')
  return isTop && OF_STRIPS.has(key) ? 'it belongs into a stem, bus or return, `mix` or `master`' : undefined
}
