// Tokenizes texts and searches into words, and finds phrases in texts. Pure.

/** A word of a text: its position in UTF-16 units, and its folded form. */
export type Token = { from: number; to: number; word: string }

/** One word, or several that must follow each other. */
export type Phrase = readonly string[]

/**
 * Letters and digits with combining marks and invisible joiners. Chinese and Japanese have no spaces: there every
 * character is a word, and characters typed together form a phrase.
 */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]\p{M}*|[[\p{L}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]][[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]*/gv

/** Accents, vowel points and variation selectors, which searches ignore. */
const IGNORED =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: these ranges are combining characters on purpose
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f\u20d0-\u20ff]|[^\p{L}\p{N}\p{M}]/gu

/** Longer words are cut, and found by their beginning. */
const MAX_WORD_CHARACTERS = 100

const ASCII = /^[\x00-\x7f]*$/

/** A word as indexed: lower case without accents; may be empty. */
function foldWord(word: string): string {
  const folded = ASCII.test(word)
    ? word.toLowerCase()
    : word
        .normalize('NFKD')
        .replace(IGNORED, '')
        .toLowerCase()
        .replace(IGNORED, '')
        .replaceAll('ς', 'σ')
        .normalize('NFC')
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
