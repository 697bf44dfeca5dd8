// Tokenizes texts and searches into words, and finds phrases in texts. Pure.

import { withBaseLetters } from '../base-letters.ts'
import { UNSPACED_OR_KOREAN } from '../unspaced.ts'

/** A word of a text: its position in UTF-16 units, and its folded form. */
export type Token = { from: number; to: number; word: string }

/** One word, or several that must follow each other. */
export type Phrase = readonly string[]

/**
 * A syllable or letter with its combining marks: in scripts without spaces and in Korean, whose particles follow nouns
 * directly, every one is a word, and those typed together form a phrase. A Korean syllable may be typed in parts.
 */
const LETTER_WORD = `[\\u1100-\\u115f\\ua960-\\ua97c][\\u1160-\\u11a7\\ud7b0-\\ud7c6]*[\\u11a8-\\u11ff\\ud7cb-\\ud7fb]*|[${UNSPACED_OR_KOREAN}]\\p{M}*`
/** Elsewhere, letters and digits with combining marks and invisible joiners. */
const SPACED_WORD = `[[\\p{L}\\p{N}]--[${UNSPACED_OR_KOREAN}]][[\\p{L}\\p{N}\\p{M}\\u00ad\\u200b-\\u200d\\u2060]--[${UNSPACED_OR_KOREAN}]]*`
const WORD = new RegExp(`${LETTER_WORD}|${SPACED_WORD}`, 'gv')

/** Accents, vowel points, the Arabic stretch and variation selectors, which searches ignore. */
const IGNORED =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: these ranges are combining characters on purpose
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0640\u064b-\u065f\u0670\ufe00-\ufe0f\u20d0-\u20ff]|[^\p{L}\p{N}\p{M}]/gu

/** Longer words are cut, and found by their beginning. */
const MAX_WORD_CHARACTERS = 100

const ASCII = /^[\x00-\x7f]*$/

/** A word as indexed: lower case without accents; may be empty. */
function foldWord(word: string): string {
  const folded = ASCII.test(word)
    ? word.toLowerCase()
    : withBaseLetters(word.normalize('NFKD').replace(IGNORED, '').toLowerCase().replace(IGNORED, '')).normalize('NFC')
  return folded.length > MAX_WORD_CHARACTERS ? folded.slice(0, MAX_WORD_CHARACTERS).toWellFormed() : folded
}

/** The words of a text one after the other. */
function tokenize(text: string): Token[] {
  const found: Token[] = []
  WORD.lastIndex = 0
  // Not matchAll or a generator: both cost more than the expression itself.
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const word = foldWord(match[0])
    if (word !== '') found.push({ from: match.index, to: WORD.lastIndex, word })
  }
  return found
}

const IN_LETTER_SCRIPT = new RegExp(`[${UNSPACED_OR_KOREAN}]`, 'v')

/** Whether a folded word is one letter or syllable of a longer word. */
export const isLetterWord = (word: string): boolean => IN_LETTER_SCRIPT.test(word)

/** The folded words of a text. */
export const foldedWords = (text: string): string[] => tokenize(text).map((token) => token.word)

/** A phrase in a text: its position, and the index of the phrase. */
export type PhraseMatch = { from: number; to: number; phrase: number }

/**
 * Finds phrases in a text, in order.
 * @param max matches to find
 */
export function findPhrases(text: string, phrases: readonly Phrase[], max: number): PhraseMatch[] {
  const starts = phrases.flatMap((phrase, i) => (phrase.length > 0 ? [{ phrase, i, start: phrase[0]! }] : []))
  const found: PhraseMatch[] = []
  if (starts.length === 0) return found
  const words = tokenize(text)
  for (const [at, first] of words.entries()) {
    if (found.length >= max) break
    // Compared one by one: a map would hash every word of the text.
    for (const { phrase, i, start } of starts) {
      if (first.word === start && phrase.every((word, ahead) => words[at + ahead]?.word === word))
        found.push({ from: first.from, to: words[at + phrase.length - 1]!.to, phrase: i })
    }
  }
  return found
}
