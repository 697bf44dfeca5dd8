// Which nics are good, which look alike, and the generator behind Pic-a-Nic: pure rules.
import { limits } from '../settings.ts'
import type { Random } from '../random.ts'

/** Scripts that a nic may be written in; Japanese and Korean mix several by nature. */
const scripts = [
  ['Latin'], ['Greek'], ['Cyrillic'], ['Armenian'], ['Georgian'], ['Hebrew'], ['Arabic'], ['Devanagari'], ['Bengali'],
  ['Gurmukhi'], ['Gujarati'], ['Tamil'], ['Telugu'], ['Kannada'], ['Malayalam'], ['Sinhala'], ['Thai'], ['Lao'],
  ['Tibetan'], ['Khmer'], ['Myanmar'], ['Ethiopic'], ['Han', 'Hiragana', 'Katakana'], ['Han', 'Hangul'],
].map((names) => new RegExp(`^[${names.map((name) => `\\p{Script=${name}}`).join('')}\\p{Script=Common}\\p{Script=Inherited}]+$`, 'u'))

/** What the eye takes for one another. Both sides fold to the second; applied after lower case. */
const lookalikes: readonly [RegExp, string][] = [
  [/[аɑα]/g, 'a'], [/[вß]/g, 'b'], [/[сϲ]/g, 'c'], [/ԁ/g, 'd'], [/[еёє]/g, 'e'], [/[һн]/g, 'h'], [/[іїıɩι1|lјӏ!]/g, 'i'], [/[κк]/g, 'k'],
  [/м/g, 'm'], [/[пη]/g, 'n'], [/[оοσς0θө]/g, 'o'], [/[рρ]/g, 'p'], [/ԛ/g, 'q'], [/г/g, 'r'], [/[ѕ5$]/g, 's'], [/[тτ]/g, 't'], [/[υц]/g, 'u'],
  [/[νѵ]/g, 'v'], [/[ԝω]/g, 'w'], [/[хχ]/g, 'x'], [/[уүγ]/g, 'y'], [/rn/g, 'm'], [/vv/g, 'w'],
]

/** Words that stand for the site itself; nobody else signs with them. */
const reserved = ['admin', 'administrator', 'moderator', 'editor', 'broadside', 'system', 'guest', 'anonymous']

/** A nic as it is kept: composed, trimmed, single spaces. */
export const tidyNic = (typed: string): string => typed.normalize('NFKC').replace(/\s+/gu, ' ').trim()

/** Two nics that look alike have the same skeleton: case, spacing, punctuation and look-alike letters are folded. */
export function skeleton(nic: string): string {
  let folded = tidyNic(nic).toLowerCase().replace(/[\s_.\-'’]/gu, '').normalize('NFKC')
  for (const [pattern, letter] of lookalikes) folded = folded.replace(pattern, letter)
  // An accent that stood on a look-alike letter now stands on ours.
  folded = folded.normalize('NFKC')
  return folded || tidyNic(nic)
}

const reservedSkeletons = new Set(reserved.map(skeleton))

/**
 * What is wrong with a nic, in a sentence, or null.
 * @param nic tidied by `tidyNic`
 */
export function nicFault(nic: string): string | null {
  const length = [...nic].length
  if (length < limits.nic.min || length > limits.nic.max) return `A nic has ${limits.nic.min} to ${limits.nic.max} characters.`
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0\u2800\u034F]/u.test(nic)) return 'That nic has characters in it that cannot be seen. Type it anew.'
  if (/[<>&"@/\\#?%]/u.test(nic)) return 'A nic cannot have < > & " @ / \\ # ? or % in it.'
  if (!/[\p{L}\p{N}]/u.test(nic)) return 'A nic needs at least one letter or digit.'
  if (/\p{M}{3,}/u.test(nic)) return 'A nic cannot pile up accents.'
  if (!scripts.some((script) => script.test(nic))) return 'A nic is written in one alphabet; this one mixes several.'
  if (reservedSkeletons.has(skeleton(nic))) return 'That nic is kept for the site itself. Choose another.'
  return null
}

const onsets = ['b', 'br', 'c', 'cl', 'd', 'dr', 'f', 'fl', 'g', 'gr', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'pl', 'qu', 'r', 's', 'sk', 'sn', 't', 'th', 'tr', 'v', 'w', 'wh', 'z']
const vowels = ['a', 'e', 'i', 'o', 'u', 'oo', 'ee', 'ou']
const middles = ['bb', 'dd', 'ff', 'mm', 'nn', 'pp', 'rl', 'rb', 'lb', 'mb', 'nd', 'ng', 'st', 'zz', 'v', 'l', 'm']
const endings = ['le', 'er', 'in', 'ock', 'et', 'y', 'um', 'ow', 'ick', 'ard', 'elly', 'oon', 'ish', 'on']

/** Runs of letters that an invented name must not come out with. */
const rude = ['ass', 'bast', 'bit', 'bugg', 'cock', 'coon', 'crap', 'cum', 'cunn', 'cunt', 'damn', 'dick', 'douch', 'fag', 'fann', 'fuc', 'fuk', 'gook', 'hell', 'hoe', 'hook', 'jew', 'kike', 'knob', 'minge', 'nazi', 'negr', 'nig', 'nip', 'paki', 'pee', 'pimp', 'piss', 'poo', 'porn', 'prick', 'puss', 'rape', 'sex', 'shag', 'shit', 'slut', 'snatch', 'tit', 'turd', 'twat', 'wank', 'whor', 'wog']

function part(random: Random): string {
  const from = (list: readonly string[]): string => list[random.below(list.length)]!
  for (;;) {
    const word = from(onsets) + from(vowels) + from(middles) + from(endings)
    if (!rude.some((run) => word.includes(run))) return word[0]!.toUpperCase() + word.slice(1)
  }
}

/** An invented nic: pronounceable nonsense in two parts and a number, for instance `Wobbin Tarlock 41`. */
export function inventNic(random: Random): string {
  for (;;) {
    const nic = `${part(random)} ${part(random)} ${2 + random.below(97)}`
    if (!rude.some((run) => nic.toLowerCase().replaceAll(' ', '').includes(run))) return nic
  }
}
