// The faults of a nic by its spelling. Pure.

import { formerNic } from '../../former-nics.ts'
import { lazy } from '../../lazy.ts'
import { limits } from '../../settings.ts'
import { letterLikeSign, skeleton, tidyNic } from '../../skeleton.ts'

/** Scripts that a nic may use; Japanese and Korean mix several. */
const scripts = [
  ['Latin'],
  ['Greek'],
  ['Cyrillic'],
  ['Armenian'],
  ['Georgian'],
  ['Hebrew'],
  ['Arabic'],
  ['Devanagari'],
  ['Bengali'],
  ['Gurmukhi'],
  ['Gujarati'],
  ['Tamil'],
  ['Telugu'],
  ['Kannada'],
  ['Malayalam'],
  ['Sinhala'],
  ['Thai'],
  ['Lao'],
  ['Tibetan'],
  ['Khmer'],
  ['Myanmar'],
  ['Ethiopic'],
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Hangul'],
].map(
  (names) =>
    new RegExp(
      `^[${names.map((name) => `\\p{Script=${name}}`).join('')}\\p{Script=Common}\\p{Script=Inherited}]+$`,
      'u',
    ),
)

/** Words for the staff: refused alone or beside other words. */
const offices = [
  'admin',
  'admins',
  'administrator',
  'administrators',
  'moderator',
  'moderators',
  'editor',
  'editors',
  'staff',
  'broadside',
]
/** Words that would be misread in place of a nic: refused alone. */
const reserved = [...offices, 'system', 'root', 'anonymous']

/** Words of which the site makes labels that stand in place of a nic or beside one: refused alone and with the words below. */
const labels =
  'deleted removed withdrawn held waiting reported closed hidden muted moved blanked banned silenced suspended blocked unknown guest member spam picked poster featured edited you somebody someone nobody everybody everyone'.split(
    ' ',
  )
/** Words that go with them, as in “Removed comment” and “Withdrawn by its author”. */
const labelCompanions =
  'comment comments article articles account user nic name names person author writer reader text post thread moderator moderators editor editors admin by its their his her the a an my your for from at here in is was has been this that new former'.split(
    ' ',
  )
/** Labels without any of the words above. */
const otherLabels = ['This comment', 'Posted the article', 'After closing', 'Waiting for approval', 'Not posted yet']

const skeletons = (words: readonly string[]): Set<string> => new Set(words.map(skeleton))

const labelSkeletons = lazy(() => skeletons(labels))
const companionSkeletons = lazy(() => skeletons(labelCompanions))
const reservedSkeletons = lazy(() =>
  skeletons([
    ...reserved,
    ...otherLabels,
    ...labels.flatMap((label) => ['', 'comment', 'account', 'user', 'member', 'nic'].map((word) => label + word)),
  ]),
)
const officeSkeletons = lazy(() => skeletons(offices))

/** Skeletons of the words of a nic; a capital after a small letter begins one. */
const wordSkeletons = (nic: string): string[] =>
  tidyNic(nic)
    .split(/[^\p{L}\p{N}\p{M}]+|(?<=\p{Ll})(?=\p{Lu})/u)
    .filter((word) => word !== '')
    .map(skeleton)

/** A label that names a person, as in “Removed by Mo”. */
const isActOfSomebody = ([word = '', by = '', ...rest]: readonly string[]): boolean =>
  labelSkeletons().has(word) && by === skeleton('by') && rest.length > 0

/** A number in a label, as in “3 comments removed”. */
const NUMBER_WORD = /(?<![\p{L}\p{N}])\p{N}+(?![\p{L}\p{N}])/gu

function isLabel(nic: string): boolean {
  const withoutNumbers = wordSkeletons(nic.replace(NUMBER_WORD, ' '))
  const words = withoutNumbers.length > 1 ? withoutNumbers : wordSkeletons(nic)
  return (
    reservedSkeletons().has(skeleton(nic)) ||
    isActOfSomebody(words) ||
    (words.some((word) => labelSkeletons().has(word)) &&
      words.every((word) => labelSkeletons().has(word) || companionSkeletons().has(word)))
  )
}

/** The fault of a nic that contains a word for the staff, or the name of the site. Staff accounts are not checked. */
export function officeFault(nic: string, siteName: string): string | null {
  const words = wordSkeletons(nic)
  const site = skeleton(siteName)
  const hasSiteName = words.some((_, from) =>
    words.some((_, to) => to >= from && skeleton(words.slice(from, to + 1).join('')) === site),
  )
  if (skeleton(nic).startsWith(skeleton(formerNic(1)))) return 'That nic stands for former members. Choose another.'
  return hasSiteName || words.some((word) => officeSkeletons().has(word))
    ? 'A nic cannot look like one of the site’s staff. Choose another.'
    : null
}

/**
 * The fault of a nic, or null.
 * @param nic tidied by `tidyNic`
 */
export function nicFault(nic: string): string | null {
  const sign = letterLikeSign(nic)
  return (
    spellingFault(nic) ??
    (sign === undefined ? null : `A nic cannot contain ${sign}, which can be read as a letter.`) ??
    (isLabel(nic) ? 'That nic is reserved for the site. Choose another.' : null)
  )
}

/** The fault of a nic by its length, its characters and its script, or null. */
export function spellingFault(nic: string): string | null {
  const length = [...nic].length
  if (length < limits.nic.min || length > limits.nic.max)
    return `A nic has ${limits.nic.min} to ${limits.nic.max} characters.`
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(nic))
    return 'That nic has invisible characters. Type it again.'
  if (/[<>&"@/\\#?%]/u.test(nic)) return 'A nic cannot contain < > & " @ / \\ # ? or %.'
  if (!/[\p{L}\p{N}]/u.test(nic)) return 'A nic needs at least one letter or digit.'
  if (/\p{M}{3,}/u.test(nic)) return 'A nic can have at most two accents on a letter.'
  if (!scripts.some((script) => script.test(nic))) return 'Use one alphabet; that nic mixes several.'
  return null
}
