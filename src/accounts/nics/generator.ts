// Invents nics for Pic-a-Nic: two pronounceable parts and a number, without rude words of nine languages. Pure but for chance.
import { lazy } from '../../lazy.ts'
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

/** Number of possible parts, refused ones included. */
export const PARTS = onsets.length * vowels.length * middles.length * endings.length

/** The part with a number from 0; the last letters change first. */
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

const rude = lazy(() => new RegExp(refused().join('|')))

/** Whether letters without a gap contain a refused run. */
export const isRude = (letters: string): boolean => rude().test(letters)

/** Neighbouring numbers differ only in their last letters. The stride is coprime to PARTS, so it visits every part. */
const STRIDE = 9973

/** A random part that may follow the letters before it, or the next one that may. There always is one. */
function inventPart(random: Random, before: string): string {
  const from = random.below(PARTS)
  for (let tries = 0; ; tries++) {
    const word = partByNumber((from + tries * STRIDE) % PARTS)
    if (word !== before && (tries === PARTS || !isRude(before + word))) return word
  }
}

const capitalize = (word: string): string => word[0]!.toUpperCase() + word.slice(1)

/**
 * Invents a nic such as `Wobbin Tarlock 41`.
 * @param numbers size of the range of numbers, which begins at 2
 */
export function inventNic(random: Random, numbers = 97): string {
  const first = inventPart(random, '')
  return `${capitalize(first)} ${capitalize(inventPart(random, first))} ${2 + random.below(numbers)}`
}
