/** Text for an HTML page, inside elements and attributes alike. */
export function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A table for readers and for those who cannot see a plot; cells are texts, the first column heads its row. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text, column) => `<th scope="col"${column > 0 ? ' class="n"' : ''}>${html(text)}</th>`)
  const body = rows.map(([first = '', ...rest]) => {
    return `<tr><th scope="row">${html(first)}</th>${rest.map((text) => `<td class="n">${html(text)}</td>`).join('')}</tr>`
  })
  return `<div class="scroll" tabindex="0" role="region" aria-label="${html(caption)}"><table><caption>${html(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}
