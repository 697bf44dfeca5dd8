// Passages of rendered HTML: which words are the writer's own, which are quoted, which are folded away. Pure.

import { plainText } from './text.ts'
import { shorten } from './words.ts'

export type Passage = {
  text: string
  /** Number of quotations around it; 0 for the writer's own words. */
  depth: number
}

const BLOCK = /<(\/?)(?:p|ul|ol|li|(blockquote)|pre|h2|(details)|(summary)|div|figure|figcaption)(?: [^>]*)?>/g
const QUOTED = /<(\/?)q(?: [^>]*)?>/g

/** The passages of HTML made by `render`, one per block; of a squish only the summary. */
export function passages(html: string): Passage[] {
  const found: Passage[] = []
  let depth = 0
  let folded = 0
  let from = 0
  const say = (fragment: string): void => {
    const text = plainText(fragment)
    if (text !== '') found.push({ text, depth })
  }
  for (const { 0: tag, 1: slash, 2: quotes, 3: folds, 4: sums, index } of html.matchAll(BLOCK)) {
    const before = html.slice(from, index)
    const by = slash === '' ? 1 : -1
    if (folded === 0) say(before)
    else if (folded === 1 && sums !== undefined && by === -1)
      say(before.replace(QUOTED, (_q, end: string) => (end === '' ? '“' : '”')))
    if (folds !== undefined) folded += by
    if (quotes !== undefined && folded === 0) depth += by
    from = index + tag.length
  }
  say(html.slice(from))
  return found
}

/**
 * The beginning of the writer's own words, in at most `longest` characters: without quotations at either end, with `…` for
 * those between. If there are only quotations, they are put in quotation marks.
 */
export function ownText(html: string, longest: number): string {
  const all = passages(html)
  const own = all.filter(({ depth }) => depth === 0)
  if (own.length === 0)
    return all.length === 0 ? '' : `“${shorten(all.map(({ text }) => text).join(' '), longest - 2)}”`
  const from = all.indexOf(own[0]!)
  const words = all
    .slice(from, all.indexOf(own.at(-1)!) + 1)
    .map(({ text, depth }) => (depth === 0 ? text : '…'))
    .join(' ')
  return shorten(words.replace(/…(?: …)+/g, '…'), longest)
}
