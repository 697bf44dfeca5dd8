// The strings of TypeScript files and the visible text of templates, read from their source.

/** String literals and the literal parts of templates with a space in them, as written: sentences, not keys. */
export function stringsOf(source: string): string[] {
  const found: string[] = []
  let at = 0
  /** Template literals that are open, each with the braces opened inside its current `${`. */
  const open: number[] = []
  const take = (from: number, to: number): void => {
    const text = source.slice(from, to)
    if (/\s/.test(text.trim())) found.push(text)
  }
  const template = (): void => {
    const from = at
    while (at < source.length && source[at] !== '`' && !source.startsWith('${', at)) at += source[at] === '\\' ? 2 : 1
    take(from, at)
    if (source[at] === '`') at += 1
    else {
      open.push(0)
      at += 2
    }
  }
  while (at < source.length) {
    const sign = source[at]!
    if (source.startsWith('//', at)) at = until(source, '\n', at)
    else if (source.startsWith('/*', at)) at = until(source, '*/', at) + 2
    else if (sign === "'" || sign === '"') {
      const from = at + 1
      at += 1
      while (at < source.length && source[at] !== sign && source[at] !== '\n') at += source[at] === '\\' ? 2 : 1
      take(from, at)
      at += 1
    } else if (sign === '`') {
      at += 1
      template()
    } else if (sign === '}' && open.at(-1) === 0) {
      open.pop()
      at += 1
      template()
    } else {
      if (open.length > 0 && sign === '{') open[open.length - 1]! += 1
      if (open.length > 0 && sign === '}') open[open.length - 1]! -= 1
      at += 1
    }
  }
  return found
}

const until = (source: string, mark: string, from: number): number => {
  const found = source.indexOf(mark, from)
  return found < 0 ? source.length : found
}

/** The text of a template between its tags, with the texts of attributes that are read aloud, and the sentences in its code. */
export function visibleTextOf(template: string): string {
  const code = [...template.matchAll(/<%[^]*?%>/g)].flatMap(([tag]) => stringsOf(tag))
  const plain = template.replace(/<%[^]*?%>/g, ' ')
  const attributes = [...plain.matchAll(/\b(?:title|alt|placeholder|aria-label|value)="([^"]*)"/g)].map(
    ([, text]) => text!,
  )
  return [...code, ...attributes, plain.replace(/<[^>]*>/g, '\n')].join('\n')
}
