import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { mixwright, ROOT } from '../_tools.ts'
import { DOCS } from './_written.ts'

const pagesOf = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' })
const PAGES = ['README.md', ...pagesOf(DOCS).map((name) => join('docs', name))].filter((name) => name.endsWith('.md'))

interface Link {
  path: string
  anchor: string | undefined
}

/** Links of a page to files of the repository, by their path from its top. */
function linksOf(page: string): Link[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```/gms, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path, anchor] = target.split('#')
      return { path: path === '' ? page : relative(ROOT, resolve(ROOT, dirname(page), path!)), anchor }
    })
}

/** The anchors that a page's headings have where git hosts show it. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(join(ROOT, page), 'utf8').matchAll(/^#+ (.*)$/gm)
  return [...headings].map(([, text]) =>
    text!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test.each(PAGES)('every link of %s leads somewhere', (page) => {
  const dead = linksOf(page).filter(
    ({ path, anchor }) => !existsSync(join(ROOT, path)) || (anchor !== undefined && !anchorsOf(path).includes(anchor)),
  )
  expect(dead).toEqual([])
})

test('every page is in the index, or in that of the processors', () => {
  const listed = new Set(['docs/README.md', 'docs/processors/README.md'].flatMap(linksOf).map(({ path }) => path))
  const indices = ['README.md', 'docs/README.md']
  expect(PAGES.filter((page) => !listed.has(page) && !indices.includes(page))).toEqual([])
})

test('the README tells every command, and no other', () => {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const told = new Set([...text.matchAll(/^\| `mixwright ([a-z]+)/gm)].map(([, command]) => command))
  const help = mixwright(['--help']).stdout.split('Commands:')[1]!
  const there = new Set([...help.matchAll(/^ {2}([a-z]+)/gm)].map(([, command]) => command))
  there.delete('help')
  expect([...told].sort()).toEqual([...there].sort())
})
