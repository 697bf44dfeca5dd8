// Quotes a comment for a reply: its lines as typed, each behind a `>`. Pure.
import { TAGS } from '../../markup/table.ts'
import { plainText } from '../../markup/text.ts'
import { MAX_QUOTE_CHARACTERS } from '../../settings.ts'

const tagNames = (...kinds: readonly string[]): string =>
  TAGS.filter((tag) => kinds.includes(tag.kind))
    .map((tag) => tag.name)
    .join('|')

/** Block tags are removed from a quotation, because they would end it. */
const BLOCK_TAG = new RegExp(`</?(?:${tagNames('block', 'line', 'leaf')}|pre)(?:\\s[^<>]*)?>`, 'gi')
const QUOTATION = /<blockquote>[^]*?<\/blockquote\s*>/gi
const MARK_TAG = new RegExp(`<(/?)(${tagNames('mark')})(?:\\s[^<>]*)?>`, 'gi')

/**
 * Quotes a saved comment.
 * @returns at most MAX_QUOTE_CHARACTERS characters; quotations within the comment are left out, unless there is nothing else
 */
export function quotation(comment: { format: string; source: string; html: string }): string {
  const text = (comment.format === 'markup' ? comment.source : plainText(comment.html)).replaceAll('\r\n', '\n')
  const own = text
    .replace(QUOTATION, '\n')
    .split('\n')
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
  return quoteLines(own.replace(BLOCK_TAG, '').trim() === '' ? text : own)
}

function quoteLines(text: string): string {
  const lines = closeMarks(
    cutAfterWord(
      text
        .replace(BLOCK_TAG, '\n')
        .replace(/\n\s*\n/g, '\n\n')
        .trim(),
    ),
  ).split('\n')
  return lines.map((line) => (line.trim() === '' ? '>' : `> ${line.replace(/^(?:\s*>)+\s*/, '')}`)).join('\n')
}

/** Cuts after a word, never within a tag. */
function cutAfterWord(text: string): string {
  if (text.length <= MAX_QUOTE_CHARACTERS) return text
  const cut = text.slice(0, MAX_QUOTE_CHARACTERS)
  const whole = cut.lastIndexOf('<') > cut.lastIndexOf('>') ? cut.slice(0, cut.lastIndexOf('<')) : cut
  const words = /^[^]*\s/.exec(whole)?.[0].trimEnd() ?? whole.replace(/[\ud800-\udbff]$/, '')
  return `${words}…`
}

/** Closes the tags that the quotation leaves open, so that they do not run on into the reply. */
function closeMarks(text: string): string {
  const open: string[] = []
  for (const [, closing, name] of text.matchAll(MARK_TAG)) {
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

/** Puts the quotation before the text, once. */
export const withQuotation = (quote: string, body: string): string =>
  body.startsWith(quote) ? body : `${quote}\n\n${body}`
