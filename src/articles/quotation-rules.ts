// Whether a quotation is the article's, as it is now or as it once was, and the address of the passage. Pure.
import { urls } from '../urls.ts'
import { type PassageText, passageIn } from './correction-rules.ts'

/** Shorter quotations are found by chance. */
const MIN_CHARACTERS = 20

/** Words at each end of a long passage that name it in an address. */
const FRAGMENT_WORDS = 4

/** A comment may leave out the end of a passage. */
const trimmed = (quotation: string): string => quotation.replace(/\s*(?:…|\.\.\.|\[…\])$/, '').trim()

const isLongEnough = (quotation: string): boolean => trimmed(quotation).length >= MIN_CHARACTERS

/** A text fragment: the browser scrolls to the passage and marks it. */
function textFragment(passage: string): string {
  const encode = (words: readonly string[]): string => encodeURIComponent(words.join(' ')).replaceAll('-', '%2D')
  const words = passage.split(' ')
  return `#:~:text=${
    words.length <= 2 * FRAGMENT_WORDS
      ? encode(words)
      : `${encode(words.slice(0, FRAGMENT_WORDS))},${encode(words.slice(-FRAGMENT_WORDS))}`
  }`
}

type Quoted = PassageText & { id: number; slug: string }

/** Whether a quotation is long enough to be looked for, and not in the article as it is now. */
export const isMissing = (article: Quoted, quotation: string): boolean =>
  isLongEnough(quotation) && passageIn(article, trimmed(quotation)) === null

/**
 * The link of a quotation; null if the article never said it.
 * @param versions the earlier public versions, the newest first @param current the number of the current one
 */
export function quotationLink(
  article: Quoted,
  versions: readonly (PassageText & { number: number })[],
  current: number,
  quotation: string,
): { href: string; text: string } | null {
  if (!isLongEnough(quotation)) return null
  const text = trimmed(quotation)
  const found = passageIn(article, text)
  if (found !== null) return { href: `${urls.article(article)}${textFragment(found.passage)}`, text: 'In the article' }
  const earlier = versions.find((version) => passageIn(version, text) !== null)
  return earlier === undefined
    ? null
    : {
        href: urls.articleChange(article.id, earlier.number, current),
        text: 'In an earlier version of the article, changed since',
      }
}
