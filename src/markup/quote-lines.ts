// Lines that begin with `>`: which of them are quotations, and what they quote. Pure.

// `>_<` and `>:(` are faces, `>=` is a sign.
const OTHERWISE = /^>(?:[_.^oO]{1,3}<|[:;]['’]?-?[()[\]|/\\DPpOoSsXx]|=)(?![^\s.,!?])/
const LINE = /(?<![^\n])[ \t]*>/g

export type QuotedLines = {
  /** Where they begin and end in the source; the end is the end of the last line. */
  start: number
  end: number
  /** What they say, one `>` taken from each line. */
  text: string
}

/** True when a line, as it stands without white space before it, begins with `>` and means a quotation. */
export function isQuoted(line: string): boolean {
  return line.startsWith('>') && !OTHERWISE.test(line)
}

/** The next lines of the source, from an index on, that begin with `>` and say something; null when there are none. */
export function nextQuoted(source: string, from: number): QuotedLines | null {
  LINE.lastIndex = from
  for (let match = LINE.exec(source); match !== null; match = LINE.exec(source)) {
    const start = match.index
    const said: string[] = []
    let end = start
    for (let at = start; at <= source.length; ) {
      const lineEnd = endOfLine(source, at)
      const line = source.slice(at, lineEnd).replace(/^[ \t]+/, '')
      if (!isQuoted(line)) break
      said.push(line.replace(/^>[ \t]?/, ''))
      end = lineEnd
      at = lineEnd + 1
    }
    const text = said.join('\n')
    // Nothing but `>`: no quotation, but somebody typed it.
    if (/[^>\s]/.test(text)) return { start, end, text }
    LINE.lastIndex = Math.max(end, match.index + match[0].length)
  }
  return null
}

function endOfLine(source: string, from: number): number {
  const at = source.indexOf('\n', from)
  return at === -1 ? source.length : at
}
