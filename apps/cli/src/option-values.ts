import { InvalidArgumentError, Option } from 'commander'

/** Names separated by commas. */
export function names(list: string): string[] {
  const found = list.split(',').map((name) => name.trim())
  if (found.some((name) => name === '')) throw new InvalidArgumentError('Expected names separated by commas.')
  return found
}

export function variantsOption(description: string): Option {
  return new Option('--variants <names>', description).argParser(variantNames).default('all')
}

function variantNames(list: string): string[] | 'all' {
  if (list === 'none') return []
  return list === 'all' ? list : names(list)
}

export function jobsOption(): Option {
  return new Option('--jobs <count>', 'threads to use (default: one a core)').argParser(jobCount)
}

function jobCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 64) {
    throw new InvalidArgumentError('Expected a whole number from 1 to 64.')
  }
  return count
}
