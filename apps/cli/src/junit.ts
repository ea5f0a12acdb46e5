import { limitText, type TestResult, valueText } from '@mixwright/session'

/**
 * A test result as JUnit XML, the report that CI services read: a suite for the mix and one for each variant, and where
 * something kept them from being tested an error for each. It carries no clock and no host.
 */
export function junitReport({ expectations, diagnostics }: TestResult): string {
  const variants = [...new Set(expectations.map(({ variant }) => variant))]
  const suites = variants.map((variant) => {
    const own = expectations.filter((one) => one.variant === variant)
    return suite(
      variant ?? 'mix',
      own.map((one) => {
        const got = `got ${valueText(one.value, one.unit)}, expected ${limitText(one)}`
        return { name: one.name, file: one.file, line: one.line, ...(one.ok ? {} : { failure: got }) }
      }),
    )
  })
  const errors = diagnostics.filter(({ code, severity }) => severity === 'error' && code !== 'EXPECT_FAILED')
  if (errors.length > 0) {
    suites.push(
      suite(
        'problems',
        errors.map(({ code, message, file, line }) => ({ name: code, file, line, error: message })),
      ),
    )
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mixwright">\n${suites.join('')}</testsuites>\n`
}

interface Case {
  name: string
  file: string | undefined
  line: number | undefined
  failure?: string
  error?: string
}

function suite(name: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const errors = cases.filter(({ error }) => error !== undefined).length
  const counts = attributes({ name, tests: cases.length, failures, errors })
  return `  <testsuite${counts}>\n${cases.map((one) => caseText(name, one)).join('')}  </testsuite>\n`
}

function caseText(classname: string, { name, file, line, failure, error }: Case): string {
  const head = `    <testcase${attributes({ name, classname, file, line })}`
  if (failure !== undefined)
    return `${head}>\n      <failure${attributes({ message: failure, type: 'EXPECT_FAILED' })}/>\n    </testcase>\n`
  if (error !== undefined)
    return `${head}>\n      <error${attributes({ message: error, type: name })}/>\n    </testcase>\n`
  return `${head}/>\n`
}

function attributes(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return given.map(([key, value]) => ` ${key}="${escaped(String(value))}"`).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for an attribute; characters that XML cannot hold become `�`. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (letter) => ENTITIES[letter]!)
    .replace(/[\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
