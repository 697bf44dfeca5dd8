// Counts words and finds sentences in plain text, of any language. Pure.

// Chinese and Japanese are written without spaces: each character counts as a word.
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{N}][^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]*/gu
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' })

// What shows no sign of its own, and the empty quotation that a lone `>` is: blanks of Braille and of music, fillers,
// joiners, signs that turn or vary others, controls.
const BLANK = /^[\s>\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\ufff9-\ufffb\u{1d159}\u{16fe4}]*$/u

/** True when a reader would see nothing of a text. */
export function isBlank(text: string): boolean {
  return BLANK.test(text)
}

/** How many words a text has; what holds no letter or digit is none. */
export function countWords(text: string): number {
  let count = 0
  WORD.lastIndex = 0
  while (WORD.test(text)) count++
  return count
}

/** The first words of a text on one line, with an ellipsis when there is more; at most `longest` characters and that. */
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

/** The text when it fits, else as many whole sentences as fit, else cut after a word with an ellipsis. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text
  let end = 0
  for (const sentence of SENTENCES.segment(text.slice(0, longest + 1))) {
    const after = sentence.index + sentence.segment.length
    // The last piece ends where we cut, not where the sentence does.
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
