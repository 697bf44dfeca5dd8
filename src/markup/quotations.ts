// Finds the quotations of rendered HTML, and adds a link to each that is known. Pure.
import { SafeHtml } from './safe-html.ts'
import { plainText } from './text.ts'
import { escapeAttribute, escapeText } from './write.ts'

const EDGE = /<(\/?)blockquote\b[^>]*>/g

/** The outermost quotations: where each begins and ends, its own tags left out. */
function quotationsIn(html: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  let [depth, from] = [0, 0]
  for (const edge of html.matchAll(EDGE)) {
    if (edge[1] === '') {
      if (depth++ === 0) from = edge.index + edge[0].length
    } else if (--depth === 0) found.push({ from, to: edge.index })
  }
  return found
}

/** The text of each quotation of HTML made by `render`. */
export const quotedTexts = (html: string): string[] =>
  html.includes('<blockquote') ? quotationsIn(html).map(({ from, to }) => plainText(html.slice(from, to))) : []

/** Adds to each quotation the link that `find` has for its text. @param html from the database, made by `render` */
export function linkQuotations(html: string, find: (text: string) => { href: string; text: string } | null): SafeHtml {
  let [linked, done] = ['', 0]
  for (const { from, to } of html.includes('<blockquote') ? quotationsIn(html) : []) {
    const link = find(plainText(html.slice(from, to)))
    if (link === null) continue
    linked += `${html.slice(done, to)}<p class="hint"><a href="${escapeAttribute(link.href)}">${escapeText(link.text)}</a></p>`
    done = to
  }
  return new SafeHtml(linked + html.slice(done))
}
