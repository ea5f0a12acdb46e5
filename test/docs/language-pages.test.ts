import { test } from 'vitest'
import { albumPage, diagnosticsPage, languagePage } from './_language-page.ts'
import { expectWritten } from './_written.ts'

test('the reference of the mix file is current', () => {
  expectWritten('mix-file.md', languagePage())
})

test('the reference of the album file is current', () => {
  expectWritten('album-file.md', albumPage())
})

test('the list of diagnostics is current', () => {
  expectWritten('diagnostics.md', diagnosticsPage())
})
