// Skeletons of nics: case, spacing, punctuation, symbols and look-alike letters folded, so that look-alike nics compare equal. Pure but for its own memory.
import { withBaseLetters } from './base-letters.ts'
import { prototypes } from './confusables.ts'
import { lazy } from './lazy.ts'
import { isAscii, singleSpaced } from './spaces.ts'

/** Version of the rules below and of the table. Raise it when a skeleton changes: `refold-actions.ts` then recomputes stored ones. */
export const SKELETON_VERSION = 3

/**
 * Look-alike letters beyond Unicode's table, or against it; each folds to the first. Unicode keeps capitals apart from
 * small letters; here a letter folds to the look-alike of either form.
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

/** Folds a lower-case letter without accents to its look-alike; undefined if it stays as it is. */
type Fold = (letter: string) => string | undefined

const ownTwins = new Map(twins.flatMap(([to = '', ...letters]) => letters.map((letter) => [letter, to] as const)))

const decodeCodePoints = (codes: string): string =>
  codes
    .split('+')
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .join('')

/** Unicode's table of confusables, from letter to prototype. */
const unicodePrototypes = lazy(
  () =>
    new Map(
      prototypes
        .trim()
        .split(/\s+/)
        .flatMap((entry) => {
          const [prototype = '', letters = ''] = entry.split('=')
          return letters.split('+').map((code) => [decodeCodePoints(code), decodeCodePoints(prototype)] as const)
        }),
    ),
)

/** Folds a letter by our own list only. */
export const lookAlikeOf = (letter: string): string | undefined => ownTwins.get(letter)

/** Folds a letter by our own list, else by Unicode's. */
export const prototypeOf: Fold = (letter) => ownTwins.get(letter) ?? unicodePrototypes().get(letter)

const SIGN = /^[\p{P}\p{S}]$/u
// Letters in discs and squares, which no normalization makes letters; letters for clicks, which look like ! and |.
const DISGUISED = /[\u{1f110}-\u{1f1ff}\u01c0-\u01c3]/u

/** The first punctuation or symbol of a tidied nic that can be read as a letter; undefined if there is none. */
export const letterLikeSign = (nic: string): string | undefined =>
  [...nic].find(
    (sign) =>
      DISGUISED.test(sign) ||
      // A struck-out sign is one sign with a mark.
      [...sign.normalize('NFKD')].some((one) => SIGN.test(one) && LETTER.test(prototypeOf(one) ?? '')),
  )

/** Second readings of letters: capitals that look different from their small forms, Cyrillic j, German ß. */
const alternatives = new Map(
  ['hΗ', 'nΝ', 'yΥ', 'jЈј', 'bßẞ'].flatMap(([to = '', ...letters]) => letters.map((letter) => [letter, to] as const)),
)

/** A nic as stored: composed, trimmed, single spaces, without the variation selectors that phone keyboards add for colour. */
export const tidyNic = (typed: string): string =>
  typed
    .replace(/[\uFE0E\uFE0F]/g, '')
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim()

/** Full case folding: ß is ss, final sigma is sigma, and all four Turkish i are one. */
export const foldCase = (text: string): string =>
  text
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFD')
    .replace(/(?<=[ijı]\p{M}*)\u0307/gu, '')

/** Folds pairs of letters that look like one, after everything else. */
const joinLetterPairs = (text: string): string => text.replaceAll('rn', 'm').replaceAll('vv', 'w')

const LETTER = /[\p{L}\p{N}]/u
/**
 * White space with the accents on it, invisible characters, signs around letters, and letters of phonetic and Arabic script
 * that look like punctuation.
 */
const NO_LETTERS =
  /(?:^|\s)\p{M}+|[\s\p{Default_Ignorable_Code_Point}\p{Me}\u02b0-\u02ff\u0559\u0640\ua717-\ua71f\ua788]/gu

function foldOnce(text: string, fold: Fold): string {
  const letters = foldCase(text.normalize('NFKC'))
    .normalize('NFKD')
    .replace(NO_LETTERS, '')
    // Punctuation and symbols tell no two nics apart, unless they look like letters.
    .replace(/([\p{P}\p{S}])\p{M}*/gu, (marked, sign: string) => (LETTER.test(fold(sign) ?? '') ? marked : ''))
  // Russian prints ё as е, and ї reads as an i.
  const plain = letters.replaceAll('е\u0308', 'e').replaceAll('і\u0308', 'i')
  return joinLetterPairs([...plain].map((letter) => fold(letter) ?? letter).join('')).normalize('NFC')
}

/** Two or three rounds are enough; a cycle in the table must not hang the server. */
const MAX_FOLDING_ROUNDS = 9

/** Folds until nothing changes. */
export function foldWith(text: string, fold: Fold): string {
  let folded = text
  for (let round = 0; round < MAX_FOLDING_ROUNDS; round++) {
    const next = foldOnce(folded, fold)
    if (next === folded) break
    folded = next
  }
  return folded
}

/** Fast path for ASCII nics, which most are: a page of a thread needs hundreds of skeletons. */
const foldAscii = (text: string): string =>
  joinLetterPairs(
    text
      .toLowerCase()
      .replace(/[^a-z0-9!|$]/g, '')
      .replace(/[1l!|05$]/g, (letter) => ownTwins.get(letter)!),
  )

/** Longer texts are no nic and are not folded: a form may have a quarter of a megabyte. */
const MAX_FOLDED_CHARACTERS = 500

const skeletonOf = (nic: string): string =>
  (nic.length > MAX_FOLDED_CHARACTERS ? '' : isAscii(nic) ? foldAscii(nic) : foldWith(tidyNic(nic), prototypeOf)) ||
  tidyNic(nic)

/** Skeletons of nics: a page of a thread asks for hundreds of the same ones. */
const skeletons = new Map<string, string>()
const MAX_SKELETONS = 5000
const MAX_KEPT_CHARACTERS = 60

/** The skeleton of a nic: look-alike nics have the same one. */
export function skeleton(nic: string): string {
  const known = skeletons.get(nic)
  if (known !== undefined) return known
  const folded = skeletonOf(nic)
  if (nic.length > MAX_KEPT_CHARACTERS) return folded
  if (skeletons.size >= MAX_SKELETONS) skeletons.clear()
  skeletons.set(nic, folded)
  return folded
}

/**
 * The skeleton of a nic and its second reading, if it has one: a capital Greek nu looks like N, but folds to v. A new nic is
 * compared by all readings, a stored one by its skeleton.
 */
export function readings(nic: string): [string, ...string[]] {
  const first = skeleton(nic)
  if (isAscii(nic) || nic.length > MAX_FOLDED_CHARACTERS) return [first]
  const other = skeleton(
    [...tidyNic(nic).normalize('NFD')].map((letter) => alternatives.get(letter) ?? letter).join(''),
  )
  return other === first ? [first] : [first, other]
}

/** A text in lower case without accents and strokes and with single spaces, for comparing words. */
export const foldAccents = (text: string): string =>
  singleSpaced(
    isAscii(text)
      ? text.toLowerCase()
      : withBaseLetters(text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()).normalize('NFC'),
  ).trim()
