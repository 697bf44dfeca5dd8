// Which nics are good, in sentences, and which look alike: pure rules.
import { limits } from '../../settings.ts'
import { skeleton, tidyNic } from '../../skeleton.ts'

/** Scripts that a nic may be written in; Japanese and Korean mix several by nature. */
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

/** Words that stand for the site itself: nobody else signs with them, alone or beside a name. */
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
/** Words that say something else where a nic stands. */
const reserved = [...offices, 'system', 'root', 'guest', 'anonymous', 'deleted', 'removed', 'withdrawn']

const reservedSkeletons = new Set(reserved.map(skeleton))
const officeSkeletons = new Set(offices.map(skeleton))

/** What is wrong with a nic that says that its bearer holds an office here, whatever else it says; the staff itself may be called so. */
export const officeFault = (nic: string): string | null =>
  tidyNic(nic)
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => word !== '' && officeSkeletons.has(skeleton(word)))
    ? 'A nic cannot say that somebody holds an office here. Choose another.'
    : null

/**
 * What is wrong with a nic, in a sentence, or null.
 * @param nic tidied by `tidyNic`
 */
export function nicFault(nic: string): string | null {
  const length = [...nic].length
  if (length < limits.nic.min || length > limits.nic.max)
    return `A nic has ${limits.nic.min} to ${limits.nic.max} characters.`
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(nic))
    return 'That nic has characters in it that cannot be seen. Type it anew.'
  if (/[<>&"@/\\#?%]/u.test(nic)) return 'A nic cannot have < > & " @ / \\ # ? or % in it.'
  if (!/[\p{L}\p{N}]/u.test(nic)) return 'A nic needs at least one letter or digit.'
  if (/\p{M}{3,}/u.test(nic)) return 'A nic cannot pile up accents.'
  if (!scripts.some((script) => script.test(nic))) return 'A nic is written in one alphabet; this one mixes several.'
  if (reservedSkeletons.has(skeleton(nic))) return 'That nic is kept for the site itself. Choose another.'
  return null
}
