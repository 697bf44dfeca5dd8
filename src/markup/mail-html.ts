// Rendered HTML for e-mail: shortened, squishes unfolded, links to pictures in place of pictures, absolute addresses. Pure.

import { attributeOf, tokensOf } from './rendered.ts'
import { SafeHtml } from './safe-html.ts'
import { withAbsoluteLinks } from './syndication.ts'
import { plainText } from './text.ts'
import { escapeAttribute, escapeText } from './write.ts'

/** Characters of a quotation, so that it leaves room for the answer. */
const QUOTATION_CHARACTERS = 280

// The quoted words of a summary are also in the passage.
const SUMMARY_QUOTE = /: <q\b[^>]*>.*?<\/q>(?=<\/span><\/summary>)/g
const FIGURE = /<figure\b[^>]*>(.*?)<\/figure>/g
const IMAGE = /<img [^>]*>/
const CAPTION = /<(\/?)figcaption\b/g
const OUTERMOST = '<p>…</p>'

/**
 * The HTML of a comment in an e-mail.
 * @param html made by `render`
 * @param baseUrl scheme and host of the site, without a slash at the end
 * @param longest characters of its text, not counting summaries
 */
export function mailHtml(html: string, baseUrl: string, longest: number): SafeHtml {
  const unfolded = html
    .replaceAll('<details class="squish"', '<details open')
    .replace(SUMMARY_QUOTE, '')
    .replace(FIGURE, (_, within: string) => `<div>${linkToPicture(within).replace(CAPTION, '<$1p')}</div>`)
  return new SafeHtml(withAbsoluteLinks(shortenHtml(unfolded, longest), baseUrl))
}

/** As `mailHtml`, without the quotations: those between the writer's own words become `…`. Only quotations are kept. */
export function ownMailHtml(html: string, baseUrl: string, longest: number): SafeHtml {
  const own = withoutQuotations(html)
  return mailHtml(plainText(own) === '' ? html : own, baseUrl, longest)
}

/** Plain text as paragraphs, with its line breaks. */
export function textAsHtml(text: string): SafeHtml {
  const paragraphs = text.split(/\n{2,}/).filter((one) => one.trim() !== '')
  return new SafeHtml(paragraphs.map((one) => `<p>${escapeText(one).replaceAll('\n', '<br />')}</p>`).join(''))
}

function linkToPicture(figure: string): string {
  return figure.replace(IMAGE, (image) => {
    const alt = attributeOf(image, 'alt') ?? ''
    const words = escapeText(alt === '' || alt === 'Picture' ? 'Picture' : `Picture: ${alt}`)
    // A foto is in a link already.
    return figure.startsWith('<a ')
      ? words
      : `<a href="${escapeAttribute(attributeOf(image, 'src') ?? '')}">${words}</a>`
  })
}

function withoutQuotations(html: string): string {
  let own = ''
  let depth = 0
  for (const token of tokensOf(html)) {
    const by = token.kind === 'open' ? 1 : -1
    const quotes = token.kind !== 'text' && token.name === 'blockquote'
    if (depth === 0 && !quotes) own += token.html
    if (!quotes) continue
    depth += by
    if (depth === 0 && own !== '' && !own.endsWith(OUTERMOST)) own += OUTERMOST
  }
  return own.endsWith(OUTERMOST) ? own.slice(0, -OUTERMOST.length) : own
}

/** Cuts the text after a word, and every outermost quotation at its own length; ends what is open there. */
function shortenHtml(html: string, longest: number): string {
  const open: string[] = []
  let short = ''
  let room = longest
  let quotations = 0
  let quotationRoom = 0
  // Elements that began in the part of a quotation that is left out, or null outside such a part.
  let skipped: number | null = null
  for (const token of tokensOf(html)) {
    if (token.kind === 'text') {
      if (skipped !== null || inSummary(open)) {
        if (skipped === null) short += token.html
        continue
      }
      const letters = [...token.text]
      const left = quotations > 0 ? Math.min(room, quotationRoom) : room
      const isWhole = letters.length <= left
      short += isWhole ? token.html : escapeText(cutText(letters, left))
      if (!isWhole && left === room) break
      room -= Math.min(left, letters.length)
      quotationRoom -= Math.min(left, letters.length)
      if (!isWhole) skipped = 0
    } else if (token.kind === 'void') {
      if (skipped === null) short += token.html
    } else if (token.kind === 'open') {
      if (skipped !== null) skipped++
      else {
        short += token.html
        open.push(token.name)
        if (token.name === 'blockquote' && quotations++ === 0) quotationRoom = QUOTATION_CHARACTERS
      }
    } else if (skipped !== null && skipped > 0) skipped--
    else {
      short += token.html
      open.pop()
      if (token.name === 'blockquote' && --quotations === 0) skipped = null
    }
  }
  return (
    short +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  )
}

const inSummary = (open: readonly string[]): boolean => open.includes('summary')

function cutText(letters: readonly string[], left: number): string {
  const cut = letters.slice(0, left).join('')
  const kept = cut.slice(0, Math.max(cut.lastIndexOf(' '), cut.length - 60))
  return kept.trim() === '' ? '…' : `${kept} …`
}
