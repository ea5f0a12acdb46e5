const EDIT = 2

/** Arguments in which `-3 dB`, a value for `edit`, is not taken for options. */
export function withNegativeValues(argv: readonly string[]): string[] {
  if (argv[EDIT] !== 'edit' || argv.includes('--')) return [...argv]
  const [before, given] = [argv.slice(0, EDIT + 1), argv.slice(EDIT + 1)]
  const isOption = (text: string) => text.startsWith('--') || /^-[a-zA-Z]$/.test(text)
  return [...before, ...given.filter(isOption), '--', ...given.filter((text) => !isOption(text))]
}
