// Which passwords are too short, too long, or made of what everybody knows of their account. Pure.
import { limits } from '../../settings.ts'

/** What everybody knows of an account, and what a password must not be made of. */
export type Owner = { nic: string; email: string; siteName: string }

/** Digits and signs that people write for a letter. */
const swapped: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '|': 'l',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '8': 'b',
}

const MIN_WORD = 3

/** Letters of a password beside such words that are too few to guess. */
const MIN_OTHER_LETTERS = 3

const lettersOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, '')

/** The letters of a password in which digits and signs stand for letters. `l` and `i` are one, since a 1 may be either. */
const unswapped = (text: string): string =>
  lettersOf(text.replace(/[0134578!|@$]/g, (sign) => swapped[sign]!)).replaceAll('l', 'i')

const reversed = (text: string): string => [...text].reverse().join('')

/** The words of an owner: each name as a whole and its parts, the longest first. */
export function ownerWords({ nic, email, siteName }: Owner): string[] {
  const [local = '', host = ''] = email.split('@')
  const names = [nic, local, host, siteName]
  const parts = names.flatMap((name) => [name, ...name.split(/[^\p{L}\p{M}]+/u)])
  return [...new Set([email, ...parts].map(lettersOf))]
    .filter((word) => word.length >= MIN_WORD)
    .sort((a, b) => b.length - a.length)
}

/** Whether a text consists of the words, forwards or backwards, and hardly a letter more. */
function consistsOf(text: string, words: readonly string[]): boolean {
  let rest = text
  for (const word of words.flatMap((one) => [one, reversed(one)])) rest = rest.replaceAll(word, ' ')
  return rest.includes(' ') && lettersOf(rest).length < MIN_OTHER_LETTERS
}

/** Whether a password is made of its owner's names or the site's: with digits added, reversed, or letters swapped for signs. */
export function isMadeOfNames(password: string, owner: Owner): boolean {
  const words = ownerWords(owner)
  return (
    consistsOf(lettersOf(password), words) ||
    consistsOf(
      unswapped(password),
      words.map((word) => word.replaceAll('l', 'i')),
    )
  )
}

/** A password is measured in bytes and never trimmed. */
export function lengthFault(password: string): string | null {
  const bytes = Buffer.byteLength(password)
  if (bytes < limits.password.min) return `Use at least ${limits.password.min} characters. A short sentence works well.`
  return bytes > limits.password.max ? `A password has at most ${limits.password.max} bytes.` : null
}

export const EASY_FAULT = 'That password is easy to guess. Choose another.'
export const NAMES_FAULT =
  'That password is easy to guess: it is made of your nic, your e-mail address or the name of the site. Choose another.'

/** How hard a password is to guess, in steps. The first is refused. */
const strengths = ['easy to guess', 'fair', 'good', 'strong'] as const
export type Strength = (typeof strengths)[number]

/** @param guesses about how many guesses find it, as a power of ten */
export const strengthOf = (guesses: number): Strength =>
  guesses < MIN_GUESSES ? 'easy to guess' : guesses < 8 ? 'fair' : guesses < 12 ? 'good' : 'strong'

/** Fewer guesses than these, as a power of ten, are refused: the commonest 50,000 passwords, and what is made of one with a digit or two. */
const MIN_GUESSES = 6
