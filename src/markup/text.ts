// Plain text out of rendered HTML: for search, feeds, excerpts and counts. Pure.

import { stripBidiControls } from './direction.ts'
import { countWords, shorten } from './words.ts'

const WORDS_PER_MINUTE = 220
// The words of a squish's summary are ours, or stand in its body too.
const SUMMARY = /<summary>.*?<\/summary>/g
const BREAK = /<\/?(?:p|br|ul|ol|li|blockquote|pre|h2|details|div|figure|figcaption)(?: [^>]*)?>/g
const TAG = /<[^>]*>/g
const ALT = /<img [^>]*\balt="([^"]*)"/g

/** The text of HTML that `render` made, on one line, with a space where a block or a line ends; nothing in it turns what follows. Where there are pictures and nothing else, what they show. */
export function plainText(html: string): string {
  const said = decodeToOneLine(stripBidiControls(html).replace(SUMMARY, ' ').replace(BREAK, ' ').replace(TAG, ''))
  return said !== '' || !html.includes('<img ')
    ? said
    : decodeToOneLine(stripBidiControls([...html.matchAll(ALT)].map((match) => match[1]).join(' ')))
}

function decodeToOneLine(text: string): string {
  return (
    text
      // The ampersand last: what follows it is text by then.
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/** The beginning of rendered HTML in at most `max` characters: whole sentences, or the first one cut after a word with `…`. */
export function excerpt(html: string, max: number): string {
  return shorten(plainText(html), max)
}

/** The number of words that a reader of the rendered HTML reads. */
export function wordCount(html: string): number {
  return countWords(plainText(html))
}

/** Whole minutes, at least one, that reading so many words takes. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / WORDS_PER_MINUTE))
}
