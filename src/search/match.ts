// Words and facts of index entries, and FTS5 expressions; typed text is always quoted in them. Pure.
import { skeleton } from '../skeleton.ts'
import { foldedWords, type Phrase } from './words.ts'

export type Noun = 'article' | 'comment'

/**
 * Index words for facts. They begin with §, which no word of a text contains. Facts and words share one column, so that
 * FTS5 intersects them.
 */
export const fact = {
  noun: (noun: Noun): string => `§k${noun}`,
  section: (id: number): string => `§s${id}`,
  article: (id: number): string => `§a${id}`,
  /** The nic as shown, never the account behind it. Look-alike nics are the same. */
  nic: (nic: string): string => `§n${Buffer.from(skeleton(nic)).toString('hex')}`,
  headline: (word: string): string => `§h${word}`,
} as const

export type Entry = {
  noun: Noun
  articleId: number
  sectionId: number
  nic: string
  /** Empty for a comment. */
  headline: string
  text: string
}

/** The words of an entry in the index. A lone § keeps phrases from matching across fields. */
export function entryWords(entry: Entry): string {
  const headline = foldedWords(entry.headline)
  return [
    ...headline,
    '§',
    ...foldedWords(entry.text),
    '§',
    fact.noun(entry.noun),
    fact.section(entry.sectionId),
    fact.article(entry.articleId),
    fact.nic(entry.nic),
    ...headline.map(fact.headline),
  ].join(' ')
}

/** A parsed search with all names resolved. */
export type Question = {
  phrases: readonly Phrase[]
  excluded: readonly Phrase[]
  /** At least one fact of each group must match. */
  facts: readonly (readonly string[])[]
  noFacts: readonly string[]
}

/** Parts of an FTS5 expression: all of `must` match, none of `not`. */
export type Match = { must: string[]; not: string[] }

const quoteWords = (words: Phrase): string => `"${words.join(' ').replaceAll('"', '')}"`
const anyOf = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : `(${parts.join(' OR ')})`)
const anyNoun = anyOf([fact.noun('article'), fact.noun('comment')].map((one) => quoteWords([one])))

const buildMatch = (question: Question, phrases: readonly Phrase[]): Match => ({
  must: [...question.facts.map((group) => anyOf(group.map((one) => quoteWords([one])))), ...phrases.map(quoteWords)],
  not: [...question.excluded.map(quoteWords), ...question.noFacts.map((one) => quoteWords([one]))],
})

/** Matches everything that answers a question. */
export const matchAll = (question: Question): Match => buildMatch(question, question.phrases)

/** Matches entries with one fact. */
export const matchFact = (one: string): Match => ({ must: [quoteWords([one])], not: [] })

/** Matches articles with all words in the headline; null for a question without words. */
export const matchInHeadline = (question: Question): Match | null =>
  question.phrases.length === 0
    ? null
    : buildMatch(
        question,
        question.phrases.map((phrase) => phrase.map(fact.headline)),
      )

/** Matches entries with all words as one phrase; null for fewer than two phrases or too many. */
export const matchAsPhrase = (question: Question): Match | null =>
  question.phrases.length < 2 || question.phrases.length > MAX_PHRASE_WORDS
    ? null
    : buildMatch(question, [question.phrases.flat()])

/** Most phrases that are also searched as one phrase. */
const MAX_PHRASE_WORDS = 6

/** The text of a MATCH expression. FTS5 has no unary NOT, so exclusions alone are subtracted from everything. */
export const matchText = ({ must, not }: Match): string =>
  `(${must.length === 0 ? anyNoun : must.join(' AND ')})${not.length === 0 ? '' : ` NOT (${not.join(' OR ')})`}`
