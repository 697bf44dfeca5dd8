// The folded words by which headlines are compared. Pure.
import { foldAccents } from '../skeleton.ts'
import { UNSPACED_OR_KOREAN } from '../unspaced.ts'

/** Words that say nothing of a story. In other languages such words weigh little, because they are common. */
const FUNCTION_WORDS = new Set(
  `a about after again all also an and are as at be been but by can could did do does for from get got had has have he
   her here his how i if in into is it its just may more new no not now of off on only or our out over said say she
   so some than that the their them then there they this to up us was we were what when where which who why will
   with would you your ask show tell hn pdf video`.split(/\s+/),
)

/** Runs of a script without spaces, and words of any other. */
const WORD = new RegExp(`[${UNSPACED_OR_KOREAN}]+|[[\\p{L}\\p{N}]--[${UNSPACED_OR_KOREAN}]]+`, 'gv')
const UNSPACED_RUN = new RegExp(`^[${UNSPACED_OR_KOREAN}]`, 'v')

/** Words of one headline that are compared. */
const MAX_WORDS = 40
const MAX_WORD_CHARACTERS = 40

/** A plural counts as its singular. */
const singular = (word: string): string =>
  word.length > 3 && word.endsWith('s') && !/[su]s$|is$/.test(word) ? word.slice(0, -1) : word

/** Two neighbours each, since a run has no words that could be told apart. */
const pairsOf = (run: string): string[] => {
  const letters = [...run]
  return letters.length < 2 ? letters : letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
}

/** The words of a headline in folded form, each once; empty where it has only function words. */
export function headlineWords(headline: string): string[] {
  const folded = foldAccents(headline).replace(/['’](?:s\b)?/g, '')
  const words = (folded.match(WORD) ?? []).flatMap((word) =>
    UNSPACED_RUN.test(word) ? pairsOf(word) : [singular(word.slice(0, MAX_WORD_CHARACTERS))],
  )
  return [...new Set(words.filter((word) => !FUNCTION_WORDS.has(word)))].slice(0, MAX_WORDS)
}
