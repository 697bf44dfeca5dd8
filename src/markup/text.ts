// Plain text of rendered HTML, for search, feeds, excerpts and counts. Pure.

import { isAscii, singleSpaced } from '../spaces.ts'
import { stripBidiControls } from './direction.ts'
import { decodeEntities } from './rendered.ts'
import { countWords, shorten } from './words.ts'

const WORDS_PER_MINUTE = 220
// The summary of a squish is generated, and its quoted words are also in the body.
const SUMMARY = /<summary>.*?<\/summary>/g
const BREAK = /<\/?(?:p|br|ul|ol|li|blockquote|pre|h2|details|div|figure|figcaption)(?: [^>]*)?>/g
const TAG = /<[^>]*>/g
const ALT = /<img [^>]*\balt="([^"]*)"/g

/** The text of HTML made by `render`, on one line and without bidirectional controls. If there are only pictures, their descriptions. */
export function plainText(html: string): string {
  // Whole threads are read for muted words, so each step is left out where its first character is missing.
  const seen = isAscii(html) ? html : stripBidiControls(html)
  const told = seen.includes('<summary>') ? seen.replace(SUMMARY, ' ') : seen
  const text = decodeToOneLine(told.replace(BREAK, ' ').replace(TAG, ''))
  return text !== '' || !html.includes('<img ')
    ? text
    : decodeToOneLine(stripBidiControls([...html.matchAll(ALT)].map((match) => match[1]).join(' ')))
}

function decodeToOneLine(text: string): string {
  return singleSpaced(text.includes('&') ? decodeEntities(text) : text).trim()
}

/** The beginning of rendered HTML, at most `max` characters: whole sentences, or the first one cut after a word with `…`. */
export function excerpt(html: string, max: number): string {
  return shorten(plainText(html), max)
}

/** Number of words of rendered HTML. */
export function wordCount(html: string): number {
  return countWords(plainText(html))
}

/** Reading time of a number of words, in whole minutes, at least one. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / WORDS_PER_MINUTE))
}
