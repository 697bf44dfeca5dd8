// What an entry holds beside its words, and questions in the language of FTS5: nothing typed is ever syntax in them. Pure.
import { skeleton } from '../skeleton.ts'
import { foldedWords, type Phrase } from './words.ts'

export type Noun = 'article' | 'comment'

/**
 * Words that stand for facts. They begin with §, which no word of a text does: the index has one column, and
 * facts are intersected with words inside it.
 */
export const fact = {
  noun: (noun: Noun): string => `§k${noun}`,
  section: (id: number): string => `§s${id}`,
  article: (id: number): string => `§a${id}`,
  /** The nic as it is shown, never the account behind it; look-alikes are one, as everywhere. */
  nic: (nic: string): string => `§n${Buffer.from(skeleton(nic)).toString('hex')}`,
  headline: (word: string): string => `§h${word}`,
} as const

export type Entry = {
  noun: Noun
  articleId: number
  sectionId: number
  nic: string /** Of a comment, empty. */
  headline: string
  text: string
}

/** What the index keeps of an entry; the lone § keeps phrases from running across. */
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

/** A question with every name in it resolved. */
export type Question = {
  phrases: readonly Phrase[]
  excluded: readonly Phrase[]
  /** One fact of each group has to hold. */
  facts: readonly (readonly string[])[]
  noFacts: readonly string[]
}

/** A question in the language of FTS5: all of the first have to hold, none of the second may. */
export type Match = { must: string[]; not: string[] }

const quoteWords = (words: Phrase): string => `"${words.join(' ').replaceAll('"', '')}"`
const anyOf = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : `(${parts.join(' OR ')})`)
const anyNoun = anyOf([fact.noun('article'), fact.noun('comment')].map((one) => quoteWords([one])))

const buildMatch = (question: Question, phrases: readonly Phrase[]): Match => ({
  must: [...question.facts.map((group) => anyOf(group.map((one) => quoteWords([one])))), ...phrases.map(quoteWords)],
  not: [...question.excluded.map(quoteWords), ...question.noFacts.map((one) => quoteWords([one]))],
})

/** Everything that answers the question. */
export const matchAll = (question: Question): Match => buildMatch(question, question.phrases)

/** Whatever has one fact. */
export const matchFact = (one: string): Match => ({ must: [quoteWords([one])], not: [] })

/** Only articles that have all words in their headline; null for a question without words. */
export const matchInHeadline = (question: Question): Match | null =>
  question.phrases.length === 0
    ? null
    : buildMatch(
        question,
        question.phrases.map((phrase) => phrase.map(fact.headline)),
      )

/** Only what has all loose words side by side, as they were typed; null where that says nothing more, or nobody would say it. */
export const matchAsPhrase = (question: Question): Match | null =>
  question.phrases.length < 2 || question.phrases.length > MAX_PHRASE_WORDS
    ? null
    : buildMatch(question, [question.phrases.flat()])

/** Words that are also looked for side by side. */
const MAX_PHRASE_WORDS = 6

/** The text of a MATCH. FTS5 cannot leave anything out of nothing, so that it is left out of everything. */
export const matchText = ({ must, not }: Match): string =>
  `(${must.length === 0 ? anyNoun : must.join(' AND ')})${not.length === 0 ? '' : ` NOT (${not.join(' OR ')})`}`
