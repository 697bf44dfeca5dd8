// What counts as a word, in texts and in questions alike, and where the words of a question stand in a text. Pure.

/** A word of a text: where it stands, in UTF-16 units, and how it is looked for. */
export type Token = { from: number; to: number; word: string }

/** Several words that have to stand side by side, or one. */
export type Phrase = readonly string[]

/**
 * Letters and digits with what is set on them or hidden in them. Chinese and Japanese are written without spaces:
 * there every sign is a word, and what was typed in a row is looked for in a row.
 */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]\p{M}*|[[\p{L}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]][[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]*/gv

/** Accents, vowel points and what only chooses a shape: whoever searches leaves them out. */
const IGNORED =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f\u20d0-\u20ff]|[^\p{L}\p{N}\p{M}]/gu

/** Longer words are looked for by their beginning. */
const MAX_WORD_CHARACTERS = 100

// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/

/** A word as it stands in the index: small letters without accents. Empty when nothing is left of it. */
export function foldWord(word: string): string {
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
export function tokenize(text: string): Token[] {
  const found: Token[] = []
  WORD.lastIndex = 0
  // Not matchAll, and no generator: both take more than the expression itself.
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const word = foldWord(match[0])
    if (word !== '') found.push({ from: match.index, to: WORD.lastIndex, word })
  }
  return found
}

/** The folded words of a text. */
export const foldedWords = (text: string): string[] => tokenize(text).map((token) => token.word)

/** A place of a text in which a phrase stands. */
export type PhraseMatch = { from: number; to: number; phrase: number }

/**
 * Where phrases stand in a text, in reading order.
 * @param most places at most
 */
export function findPhrases(text: string, phrases: readonly Phrase[], most: number): PhraseMatch[] {
  const starts = phrases.flatMap((phrase, i) => (phrase.length > 0 ? [{ phrase, i, start: phrase[0]! }] : []))
  const found: PhraseMatch[] = []
  if (starts.length === 0) return found
  const words = tokenize(text)
  for (const [at, first] of words.entries()) {
    if (found.length >= most) break
    // Compared one by one: a look into a map would first make a hash of every word there is.
    for (const { phrase, i, start } of starts) {
      if (first.word === start && phrase.every((word, ahead) => words[at + ahead]?.word === word))
        found.push({ from: first.from, to: words[at + phrase.length - 1]!.to, phrase: i })
    }
  }
  return found
}
