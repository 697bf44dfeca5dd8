// The faults of a nic by its spelling. Pure.
import { limits } from '../../settings.ts'
import { skeleton, tidyNic } from '../../skeleton.ts'

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
const reserved = [...offices, 'system', 'root', 'guest', 'anonymous', 'deleted', 'removed', 'withdrawn']

const reservedSkeletons = new Set(reserved.map(skeleton))
const officeSkeletons = new Set(offices.map(skeleton))

/** The fault of a nic that contains a word for the staff. Staff accounts are not checked. */
export const officeFault = (nic: string): string | null =>
  tidyNic(nic)
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => word !== '' && officeSkeletons.has(skeleton(word)))
    ? 'A nic cannot look like one of the site’s staff. Choose another.'
    : null

/**
 * The fault of a nic, or null.
 * @param nic tidied by `tidyNic`
 */
export function nicFault(nic: string): string | null {
  const length = [...nic].length
  if (length < limits.nic.min || length > limits.nic.max)
    return `A nic has ${limits.nic.min} to ${limits.nic.max} characters.`
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(nic))
    return 'That nic has invisible characters. Type it again.'
  if (/[<>&"@/\\#?%]/u.test(nic)) return 'A nic cannot contain < > & " @ / \\ # ? or %.'
  if (!/[\p{L}\p{N}]/u.test(nic)) return 'A nic needs at least one letter or digit.'
  if (/\p{M}{3,}/u.test(nic)) return 'A nic can have at most two accents on a letter.'
  if (!scripts.some((script) => script.test(nic))) return 'Use one alphabet; that nic mixes several.'
  if (reservedSkeletons.has(skeleton(nic))) return 'That nic is reserved for the site. Choose another.'
  return null
}
