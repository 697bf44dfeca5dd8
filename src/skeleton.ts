// The skeleton of a nic: what is left when case, spacing and everything that the eye takes for one another are folded. Pure.
import { prototypes } from './confusables.ts'

/** Counts the rules below and the table: whoever changes what a skeleton is raises it, and stored ones are made anew (refolding.ts). */
export const SKELETON_VERSION = 2

/**
 * What the eye takes for one another beyond Unicode's table, or against it; each folds to the first. Unicode keeps
 * capitals apart from small letters; here a letter is the twin of whatever either of its forms looks like.
 */
const twins = [
  'aɑαа',
  'bвβ',
  'cс',
  'dԁ',
  'eеє',
  'hһн',
  'iıɩιі1|lјӏ!',
  'kκк',
  'mм',
  'nпη',
  'oоοσς0θө',
  'pрρ',
  'qԛ',
  'rг',
  'sѕ5$',
  'tτт',
  'uυц',
  'vνѵ',
  'wԝω',
  'xχх',
  'yуүγ',
]

/** What one letter, of small form and without its accents, looks like; undefined for itself. */
type Fold = (letter: string) => string | undefined

const ownTwins = new Map(twins.flatMap(([to = '', ...letters]) => letters.map((letter) => [letter, to] as const)))

const decodeCodePoints = (codes: string): string =>
  codes
    .split('+')
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .join('')

/** The letters of Unicode's table. */
const unicodePrototypes = new Map(
  prototypes
    .trim()
    .split(/\s+/)
    .flatMap((entry) => {
      const [prototype = '', letters = ''] = entry.split('=')
      return letters.split('+').map((code) => [decodeCodePoints(code), decodeCodePoints(prototype)] as const)
    }),
)

/** What a letter looks like by our own list alone. */
export const twinOf = (letter: string): string | undefined => ownTwins.get(letter)

/** What a letter looks like: by our own list, else by Unicode's. */
export const prototypeOf: Fold = (letter) => ownTwins.get(letter) ?? unicodePrototypes.get(letter)

/** What else some letters look like than what they fold to: capitals that look like other letters than their small forms do, Cyrillic j, German ß. */
const alternatives = new Map(
  ['hΗ', 'nΝ', 'yΥ', 'jЈј', 'bßẞ'].flatMap(([to = '', ...letters]) => letters.map((letter) => [letter, to] as const)),
)

/** A nic as it is kept: composed, trimmed, single spaces, without what keyboards of telephones put behind a sign to have it in colour. */
export const tidyNic = (typed: string): string =>
  typed
    .replace(/[\uFE0E\uFE0F]/g, '')
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim()

/** Case folded in full: ß is ss, a final sigma a sigma, and all four Turkish i are one. */
export const foldCase = (text: string): string =>
  text
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFD')
    .replace(/(?<=[ijı]\p{M}*)\u0307/gu, '')

/** Pairs of letters that close up into one, after everything else. */
const joinLetterPairs = (text: string): string => text.replaceAll('rn', 'm').replaceAll('vv', 'w')

function foldOnce(text: string, fold: Fold): string {
  const letters = foldCase(text.normalize('NFKC'))
    .normalize('NFKD')
    .replace(/[\s_.\-'’\p{Default_Ignorable_Code_Point}]/gu, '')
  // Russian prints ё as е, and nobody reads ї for anything but an i.
  const plain = letters.replaceAll('е\u0308', 'e').replaceAll('і\u0308', 'i')
  return joinLetterPairs([...plain].map((letter) => fold(letter) ?? letter).join('')).normalize('NFC')
}

/** Rounds of folding at most: two or three do, and a table with a circle in it must not hang the server. */
const MAX_FOLDING_ROUNDS = 9

/** Folds until there is nothing left to fold. */
export function foldWith(text: string, fold: Fold): string {
  let folded = text
  for (let round = 0; round < MAX_FOLDING_ROUNDS; round++) {
    const next = foldOnce(folded, fold)
    if (next === folded) break
    folded = next
  }
  return folded
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

/** What folding comes to where a nic has no letters but those of ASCII, as most have: a page of a thread asks for hundreds. */
const foldAscii = (text: string): string =>
  joinLetterPairs(
    text
      .toLowerCase()
      .replace(/[ _.\-']/g, '')
      .replace(/[1l!|05$]/g, (letter) => ownTwins.get(letter)!),
  )

/** Whatever is longer than this is nobody's nic, and is not folded: a form may hold a quarter of a megabyte. */
const MAX_FOLDED_CHARACTERS = 500

/** Two nics that look alike have the same skeleton: case, spacing, punctuation and look-alike letters are folded. */
export const skeleton = (nic: string): string =>
  (nic.length > MAX_FOLDED_CHARACTERS ? '' : isAscii(nic) ? foldAscii(nic) : foldWith(tidyNic(nic), prototypeOf)) ||
  tidyNic(nic)

/**
 * The skeleton of a nic, and what else it can be read as: a capital Greek nu looks like an N and is kept as the small
 * one, a v. A new name is compared under all its readings, a stored one under its skeleton.
 */
export function readings(nic: string): [string, ...string[]] {
  const first = skeleton(nic)
  if (isAscii(nic) || nic.length > MAX_FOLDED_CHARACTERS) return [first]
  const other = skeleton(
    [...tidyNic(nic).normalize('NFD')].map((letter) => alternatives.get(letter) ?? letter).join(''),
  )
  return other === first ? [first] : [first, other]
}

/** Letters without case and accents, so that a muted word hides its capitals too. */
export const foldAccents = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim()
