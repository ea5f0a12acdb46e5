// The part of node:path that the engine uses, for paths with `/`, called from the root.

export const sep = '/'

export function isAbsolute(path: string): boolean {
  return path.startsWith('/')
}

export function resolve(...parts: readonly string[]): string {
  const last = parts.findLastIndex(isAbsolute)
  return `/${plain(parts.slice(Math.max(0, last)).join('/')).join('/')}`
}

export function join(...parts: readonly string[]): string {
  const joined = parts.filter((part) => part !== '').join('/')
  return `${isAbsolute(joined) ? '/' : ''}${plain(joined).join('/')}` || '.'
}

export function dirname(path: string): string {
  const end = path.lastIndexOf('/')
  return end === -1 ? '.' : end === 0 ? '/' : path.slice(0, end)
}

export function basename(path: string, extension = ''): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return extension !== '' && name.endsWith(extension) ? name.slice(0, -extension.length) : name
}

export function extname(path: string): string {
  const name = basename(path)
  return name.lastIndexOf('.') > 0 ? name.slice(name.lastIndexOf('.')) : ''
}

export function relative(from: string, to: string): string {
  const [here, there] = [plain(resolve(from)), plain(resolve(to))]
  let common = 0
  while (common < here.length && here[common] === there[common]) common++
  return [...here.slice(common).map(() => '..'), ...there.slice(common)].join('/')
}

/** The names of a path, without `.`, `..` and empty ones. */
function plain(path: string): string[] {
  const names: string[] = []
  for (const name of path.split('/')) {
    if (name === '..') names.pop()
    else if (name !== '' && name !== '.') names.push(name)
  }
  return names
}
