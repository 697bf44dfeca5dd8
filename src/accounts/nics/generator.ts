// The generator behind Pic-a-Nic: pleasant nonsense in two parts and a number, which no language that is read here takes amiss. Pure but for chance.
import type { Random } from '../../random.ts'
import { refused } from './refused-words.ts'

const onsets = [
  'b',
  'br',
  'c',
  'cl',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'j',
  'k',
  'l',
  'm',
  'n',
  'p',
  'pl',
  'qu',
  'r',
  's',
  'sk',
  'sn',
  't',
  'th',
  'tr',
  'v',
  'w',
  'wh',
  'z',
]
const vowels = ['a', 'e', 'i', 'o', 'u', 'oo', 'ee', 'ou']
const middles = ['bb', 'dd', 'ff', 'mm', 'nn', 'pp', 'rl', 'rb', 'lb', 'mb', 'nd', 'ng', 'st', 'zz', 'v', 'l', 'm']
const endings = ['le', 'er', 'in', 'ock', 'et', 'y', 'um', 'ow', 'ick', 'ard', 'elly', 'oon', 'ish', 'on']

/** How many parts there are, those that are refused included. */
export const PARTS = onsets.length * vowels.length * middles.length * endings.length

/** One part by its number, from 0; the last letters change first. */
export function partByNumber(number: number): string {
  let left = number
  return [endings, middles, vowels, onsets]
    .map((list) => {
      const piece = list[left % list.length]!
      left = Math.trunc(left / list.length)
      return piece
    })
    .reverse()
    .join('')
}

const rude = new RegExp(refused.join('|'))

/** Whether letters without a gap hold something that is refused. */
export const isRude = (letters: string): boolean => rude.test(letters)

/** Neighbours differ in their last letters alone; a stride that has no divisor in common with their number visits all the same. */
const STRIDE = 9973

/** A part that goes with the letters before it: by chance, or the next after that which does. There always is one. */
function inventPart(random: Random, before: string): string {
  const from = random.below(PARTS)
  for (let tries = 0; ; tries++) {
    const word = partByNumber((from + tries * STRIDE) % PARTS)
    if (word !== before && (tries === PARTS || !isRude(before + word))) return word
  }
}

const capitalize = (word: string): string => word[0]!.toUpperCase() + word.slice(1)

/**
 * An invented nic: pronounceable nonsense in two parts and a number, for instance `Wobbin Tarlock 41`.
 * @param numbers how many numbers there are to choose from, beginning with 2
 */
export function inventNic(random: Random, numbers = 97): string {
  const first = inventPart(random, '')
  return `${capitalize(first)} ${capitalize(inventPart(random, first))} ${2 + random.below(numbers)}`
}
