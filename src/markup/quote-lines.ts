// Lines that begin with `>`: which of them are quotations, and their text. Pure.

// `>_<` and `>:(` are emoticons. `>=` is an operator, whatever follows it.
const OTHERWISE = /^>(?:=|(?:[_.^oO]{1,3}<|[:;]['’]?-?[()[\]|/\\DPpOoSsXx])(?![^\s.,!?]))/
const LINE = /(?<![^\n])[ \t]*>/g

export type QuotedLines = {
  /** Start and end in the source; the end is that of the last line. */
  start: number
  end: number
  /** Their text, with one `>` removed from each line. */
  text: string
}

/** Whether a line without leading white space is a quotation. */
export function isQuoted(line: string): boolean {
  return line.startsWith('>') && !OTHERWISE.test(line)
}

/** The next quoted lines of the source from an index, if they have any text; null when there are none. */
export function nextQuoted(source: string, from: number): QuotedLines | null {
  LINE.lastIndex = from
  for (let match = LINE.exec(source); match !== null; match = LINE.exec(source)) {
    const start = match.index
    const lines: string[] = []
    let end = start
    for (let at = start; at <= source.length; ) {
      const lineEnd = endOfLine(source, at)
      const line = source.slice(at, lineEnd).replace(/^[ \t]+/, '')
      if (!isQuoted(line)) break
      lines.push(line.replace(/^>[ \t]?/, ''))
      end = lineEnd
      at = lineEnd + 1
    }
    const text = lines.join('\n')
    // Only `>` without text is no quotation.
    if (/[^>\s]/.test(text)) return { start, end, text }
    LINE.lastIndex = Math.max(end, match.index + match[0].length)
  }
  return null
}

function endOfLine(source: string, from: number): number {
  const at = source.indexOf('\n', from)
  return at === -1 ? source.length : at
}
