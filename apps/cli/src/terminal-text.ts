import { printable } from '@mixwright/project'
import picocolors from 'picocolors'

const digits = () => 1000 + Math.floor(9000 * Math.random())

/**
 * Begins our own colours until they are printed. Widths are counted as if it was a colour already, and nobody who writes
 * a mix file can know the numbers in it.
 */
const OWN = `\x1b[${digits()};${digits()};${digits()};`
const ESCAPE = '\x1b['

const COLORS = ['red', 'green', 'yellow', 'cyan', 'bold', 'dim'] as const

export type Colors = Record<(typeof COLORS)[number], (text: string) => string>

/** Colours for texts that `terminalText` passes on the way out; plain ones where there are none to be. */
export function createColors(isColored: boolean): Colors {
  const known = picocolors.createColors(isColored)
  const painter = (color: keyof Colors) => (text: string) => {
    const kept = text.split(OWN).map(safe).join(OWN)
    return known[color](kept).replaceAll(OWN, ESCAPE).replaceAll(ESCAPE, OWN)
  }
  return Object.fromEntries(COLORS.map((color) => [color, painter(color)])) as Colors
}

/** A text as a terminal gets it: of what could make it act, only our own colours, line ends and tabs are left. */
export function terminalText(text: string): string {
  return text.split(OWN).map(safe).join(ESCAPE)
}

function safe(text: string): string {
  return text.replace(/[^\n\t]+/g, printable)
}
