// A comment as its quotation in a reply: lines that begin with `>`, as its writer typed them. Pure.
import { TAGS } from '../../markup/table.ts'
import { plainText } from '../../markup/text.ts'
import { QUOTE_MOST } from '../../settings.ts'

const namesOf = (...kinds: readonly string[]): string =>
  TAGS.filter((tag) => kinds.includes(tag.kind))
    .map((tag) => tag.name)
    .join('|')

/** A block would end the quotation that its lines stand in: what it holds is quoted without it. */
const BLOCK = new RegExp(`</?(?:${namesOf('block', 'line', 'leaf')}|pre)(?:\\s[^<>]*)?>`, 'gi')
const QUOTATION = /<blockquote>[^]*?<\/blockquote\s*>/gi
const MARK = new RegExp(`<(/?)(${namesOf('mark')})(?:\\s[^<>]*)?>`, 'gi')

/**
 * @param comment as it is stored
 * @returns its text in at most QUOTE_MOST characters, every line behind a `>`; what it quotes itself is left out where it says anything else
 */
export function quotation(comment: { format: string; source: string; html: string }): string {
  const text = (comment.format === 'markup' ? comment.source : plainText(comment.html)).replaceAll('\r\n', '\n')
  const own = text
    .replace(QUOTATION, '\n')
    .split('\n')
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
  return quoted(own.replace(BLOCK, '').trim() === '' ? text : own)
}

function quoted(text: string): string {
  const lines = closed(
    shortened(
      text
        .replace(BLOCK, '\n')
        .replace(/\n\s*\n/g, '\n\n')
        .trim(),
    ),
  ).split('\n')
  return lines.map((line) => (line.trim() === '' ? '>' : `> ${line.replace(/^(?:\s*>)+\s*/, '')}`)).join('\n')
}

/** Cut after a word, and never within a tag. */
function shortened(text: string): string {
  if (text.length <= QUOTE_MOST) return text
  const cut = text.slice(0, QUOTE_MOST)
  const whole = cut.lastIndexOf('<') > cut.lastIndexOf('>') ? cut.slice(0, cut.lastIndexOf('<')) : cut
  const words = /^[^]*\s/.exec(whole)?.[0].trimEnd() ?? whole.replace(/[\ud800-\udbff]$/, '')
  return `${words}…`
}

/** What a mark opens ends with the quotation, not with the reply. */
function closed(text: string): string {
  const open: string[] = []
  for (const [, closing, name] of text.matchAll(MARK)) {
    if (closing === '') open.push(name!.toLowerCase())
    else if (open.includes(name!.toLowerCase())) open.splice(open.lastIndexOf(name!.toLowerCase()), 1)
  }
  return (
    text +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  )
}

/** The quotation at the head of what is being written; once is enough. */
export const withQuotation = (quote: string, body: string): string =>
  body.startsWith(quote) ? body : `${quote}\n\n${body}`
