import type { Page } from './_browser.ts'

/** What is wrong with how a page is laid out; nothing is best. */
export interface Faults {
  /** How far the page is wider than its window. CSS pixels */
  overflowPx: number
  /** Texts of plots that lie on each other. */
  overlaps: string[]
  /** Texts that end outside of what holds them. */
  cuts: string[]
  /** Words of tables that are broken by the letter, for lack of width. */
  broken: string[]
  /** Texts with too little contrast (WCAG AA). */
  faint: string[]
  /** Headings that skip a level, and what has no name for a screen reader. */
  unnamed: string[]
  texts: number
}

/** Measures every text of a page as it is drawn. */
export function layoutFaults(page: Page): Promise<Faults> {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
    const isShown = (element: Element) => element.getClientRects().length > 0 && !element.closest('.hidden, .skip')
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()} “${element.textContent!.trim().slice(0, 40)}”`
    const faults: Faults = { overflowPx: 0, overlaps: [], cuts: [], broken: [], faint: [], unnamed: [], texts: 0 }
    faults.overflowPx = document.documentElement.scrollWidth - window.innerWidth

    for (const svg of document.querySelectorAll('svg')) {
      if (!isShown(svg)) continue
      if (!svg.getAttribute('aria-label')) faults.unnamed.push('a plot without a summary')
      const frame = svg.getBoundingClientRect()
      const boxes = [...svg.querySelectorAll('text')].flatMap((text) => {
        const parts = text.children.length > 0 ? [...text.children] : [text]
        return parts.map((part) => ({ text: part.textContent!, box: part.getBoundingClientRect() }))
      })
      for (const [index, { text, box }] of boxes.entries()) {
        if (box.left < frame.left - 1 || box.right > frame.right + 1) faults.cuts.push(`plot text “${text}”`)
        if (box.top < frame.top - 1 || box.bottom > frame.bottom + 1) faults.cuts.push(`plot text “${text}”`)
        for (const other of boxes.slice(index + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
          if (across > 1 && down > 3) faults.overlaps.push(`“${text}” and “${other.text}”`)
        }
      }
    }

    for (const box of document.querySelectorAll('svg.flow g')) {
      const frame = box.querySelector('rect')!.getBoundingClientRect()
      for (const text of box.querySelectorAll('text')) {
        const { right, bottom, top } = text.getBoundingClientRect()
        if (right > frame.right - 2 || bottom > frame.bottom || top < frame.top) faults.cuts.push(nameOf(text))
      }
    }

    for (const promises of document.querySelectorAll('.card .scroll')) {
      const hiddenPx = promises.scrollWidth - promises.clientWidth
      if (hiddenPx > 0) faults.cuts.push(`${promises.getAttribute('aria-label')}: ${hiddenPx} px to the right`)
    }

    const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    const colourOf = (text: string) => (text.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = ([r = 0, g = 0, b = 0]: number[]) => {
      return 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255)
    }
    const paperOf = (element: Element | null): number[] => {
      for (let at = element; at; at = at.parentElement) {
        const colour = colourOf(getComputedStyle(at).backgroundColor)
        if ((colour[3] ?? 1) > 0.99 && colour.length >= 3) return colour
      }
      return [255, 255, 255]
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!
      if (node.textContent!.trim() === '' || !isShown(element) || element.closest('script, style, button:disabled'))
        continue
      faults.texts++
      const style = getComputedStyle(element)
      const ink = luminance(colourOf(element instanceof SVGElement ? style.fill : style.color))
      const paper = luminance(paperOf(element))
      const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)
      const isLarge = Number.parseFloat(style.fontSize) >= 24
      if (contrast < (isLarge ? 3 : 4.5)) faults.faint.push(`${nameOf(element)}: ${contrast.toFixed(2)}`)
      const range = document.createRange()
      if (element.closest('table')) {
        for (const { 0: word, index } of node.textContent!.matchAll(
          /(?<![^\s-])[\p{Script=Latin}\d.,]{2,12}(?=[\s-]|$)/gu,
        )) {
          range.setStart(node, index)
          range.setEnd(node, index + word.length)
          const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
          if (tops.size > 1) faults.broken.push(`${nameOf(element)}: “${word}”`)
        }
      }
      if (element.closest('svg, .scroll, .sources')) continue
      range.selectNodeContents(node)
      const holder = element.closest('figure, article, header, section, main, body')!.getBoundingClientRect()
      const right = Math.min(holder.right, window.innerWidth)
      for (const box of range.getClientRects()) {
        if (box.right > right + 1 || box.left < Math.max(0, holder.left) - 1) faults.cuts.push(nameOf(element))
      }
    }

    let level = 0
    for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
      const now = Number(heading.tagName[1])
      if (now > level + 1) faults.unnamed.push(`${nameOf(heading)} after a heading of level ${level}`)
      level = now
    }
    for (const control of document.querySelectorAll('button, input, a')) {
      const label = control.getAttribute('aria-label') ?? control.closest('label')?.textContent ?? control.textContent
      if (!label?.trim()) faults.unnamed.push(control.outerHTML.slice(0, 60))
    }
    for (const figure of document.querySelectorAll('figure')) {
      if (!figure.querySelector('table')) faults.unnamed.push(`figure ${figure.id} without a table`)
      if (!figure.querySelector('figcaption, .lead')) faults.unnamed.push(`figure ${figure.id} without words`)
    }
    return faults
  })
}
