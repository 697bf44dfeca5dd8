// Which nics are good, in sentences, and which look alike: pure rules.
import { limits } from '../settings.ts'
import { skeleton } from './skeleton.ts'

export { readings, SKELETON, skeleton, tidyNic } from './skeleton.ts'

/** Scripts that a nic may be written in; Japanese and Korean mix several by nature. */
const scripts = [
  ['Latin'], ['Greek'], ['Cyrillic'], ['Armenian'], ['Georgian'], ['Hebrew'], ['Arabic'], ['Devanagari'], ['Bengali'],
  ['Gurmukhi'], ['Gujarati'], ['Tamil'], ['Telugu'], ['Kannada'], ['Malayalam'], ['Sinhala'], ['Thai'], ['Lao'],
  ['Tibetan'], ['Khmer'], ['Myanmar'], ['Ethiopic'], ['Han', 'Hiragana', 'Katakana'], ['Han', 'Hangul'],
].map((names) => new RegExp(`^[${names.map((name) => `\\p{Script=${name}}`).join('')}\\p{Script=Common}\\p{Script=Inherited}]+$`, 'u'))

/** Words that stand for the site itself; nobody else signs with them. */
const reserved = ['admin', 'administrator', 'moderator', 'editor', 'broadside', 'system', 'guest', 'anonymous']

const reservedSkeletons = new Set(reserved.map(skeleton))

/**
 * What is wrong with a nic, in a sentence, or null.
 * @param nic tidied by `tidyNic`
 */
export function nicFault(nic: string): string | null {
  const length = [...nic].length
  if (length < limits.nic.min || length > limits.nic.max) return `A nic has ${limits.nic.min} to ${limits.nic.max} characters.`
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(nic)) return 'That nic has characters in it that cannot be seen. Type it anew.'
  if (/[<>&"@/\\#?%]/u.test(nic)) return 'A nic cannot have < > & " @ / \\ # ? or % in it.'
  if (!/[\p{L}\p{N}]/u.test(nic)) return 'A nic needs at least one letter or digit.'
  if (/\p{M}{3,}/u.test(nic)) return 'A nic cannot pile up accents.'
  if (!scripts.some((script) => script.test(nic))) return 'A nic is written in one alphabet; this one mixes several.'
  if (reservedSkeletons.has(skeleton(nic))) return 'That nic is kept for the site itself. Choose another.'
  return null
}
