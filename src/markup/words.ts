// Counts words and shortens plain text at words and sentences, in any language. Pure.
import { isInvisible } from '../blank.ts'
import { lazy } from '../lazy.ts'

// Chinese and Japanese are written without spaces: each character counts as a word.
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{N}][^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]*/gu
const sentences = lazy(() => new Intl.Segmenter('en', { granularity: 'sentence' }))

/** Whether a text has no visible character but `>`, which alone is an empty quotation. */
export const isBlank = (text: string): boolean => isInvisible(text.replaceAll('>', ''))

/** Number of words of a text. A word has a letter or a digit. */
export function countWords(text: string): number {
  let count = 0
  WORD.lastIndex = 0
  while (WORD.test(text)) count++
  return count
}

/** The first words of a text on one line, with an ellipsis if there are more; at most `longest` characters. */
export function firstWords(text: string, words: number, longest: number): string {
  WORD.lastIndex = 0
  let end = 0
  for (let count = 0; count < words && end <= longest; count++) {
    if (!WORD.test(text)) return cutAtWord(toOneLine(text), longest)
    end = WORD.lastIndex
  }
  const more = WORD.test(text)
  const line = toOneLine(text.slice(0, more ? end : text.length))
  return more && line.length <= longest ? `${line.replace(/[.,;:]+$/, '')}…` : cutAtWord(line, longest)
}

/** The text if it fits, else the whole sentences that fit, else the text cut after a word with an ellipsis. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text
  let end = 0
  for (const sentence of sentences().segment(text.slice(0, longest + 1))) {
    const after = sentence.index + sentence.segment.length
    // The last segment may end at the cut instead of the end of a sentence.
    if (after > longest) break
    end = after
  }
  const whole = text.slice(0, end).trimEnd()
  return whole === '' ? cutAtWord(text, longest) : whole
}

function cutAtWord(text: string, longest: number): string {
  if (text.length <= longest) return text
  const room = text.slice(0, Math.max(0, longest - 1))
  const space = /[\s.,;:!?]/.test(text.charAt(longest - 1)) ? room.length : room.lastIndexOf(' ')
  const cut = space > 0 ? room.slice(0, space) : room.replace(/[\ud800-\udbff]$/, '')
  return `${cut.replace(/[\s.,;:]+$/, '')}…`
}

function toOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
