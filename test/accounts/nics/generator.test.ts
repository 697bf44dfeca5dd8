// Pic-a-Nic: free nics that are never rude, through every part and every junction that the generator can make.

import { expect, test } from 'vitest'
import { freeNic } from '../../../src/accounts/nics/free-checks.ts'
import { inventNic, isRude, PARTS, partByNumber } from '../../../src/accounts/nics/generator.ts'
import { refused } from '../../../src/accounts/nics/refused-words.ts'
import { nicFault } from '../../../src/accounts/nics/rules.ts'
import { type Random, systemRandom } from '../../../src/random.ts'
import { readings, skeleton } from '../../../src/skeleton.ts'
import { openSite } from '../../support/site.ts'

/** Random numbers from a list, then zeros. */
function told(...numbers: number[]): Random {
  const left = [...numbers]
  return { ...systemRandom, below: (below) => (left.shift() ?? 0) % below }
}

const joined = (nic: string): string => nic.toLowerCase().replace(/[^a-z]/g, '')
const rudeIn = (nic: string): string[] => refused().filter((word) => joined(nic).includes(word))

test('Pic-a-Nic offers pronounceable nonsense in two parts and a number, a good nic and never a rude one', () => {
  const known = /ass|shit|fuc|cunt|cock|dick|tit|nig|fag|rape|piss|wank|twat|nazi|slut|whor|poo|cum/
  const seen = new Set<string>()
  for (let i = 0; i < 5000; i++) {
    const nic = inventNic(systemRandom)
    expect(nic).toMatch(/^[A-Z][a-z]*[aeiou][a-z]* [A-Z][a-z]*[aeiou][a-z]* [1-9]\d?$/)
    // At most three consonants in a row, y being none.
    expect(nic.toLowerCase().replace(/qu/g, 'k')).not.toMatch(/[bcdfghjklmnpqrstvwxz]{4}/)
    expect(nicFault(nic)).toBeNull()
    expect(nic.toLowerCase().replaceAll(' ', '')).not.toMatch(known)
    seen.add(nic)
  }
  expect(seen.size).toBeGreaterThan(4900)
})

test('no part that the generator can make comes out rude, whatever chance it begins with', () => {
  const rude = new RegExp(refused().join('|'))
  const odd: string[] = []
  let same = 0
  for (let part = 0; part < PARTS; part++) {
    const nic = inventNic(told(part))
    if (rude.test(joined(nic))) odd.push(nic)
    if (joined(nic).startsWith(partByNumber(part))) same++
  }
  expect(odd).toEqual([])
  // The list refuses few of them.
  expect(same).toBeGreaterThan(PARTS * 0.8)
})

/** The number of the first part that has each beginning or ending, by its letters; parts that are rude themselves are left out. */
function firstParts(parts: readonly string[], cut: (part: string, length: number) => string): Map<string, number> {
  const found = new Map<string, number>()
  const longest = Math.max(...refused().map((word) => word.length))
  for (const [number, part] of parts.entries()) {
    if (isRude(part)) continue
    for (let length = 1; length < longest && length <= part.length; length++) {
      const letters = cut(part, length)
      if (!found.has(letters)) found.set(letters, number)
    }
  }
  return found
}

test('no two parts come out rude where they meet', () => {
  const parts = Array.from({ length: PARTS }, (_, i) => partByNumber(i))
  const beginning = firstParts(parts, (part, length) => part.slice(0, length))
  const ending = firstParts(parts, (part, length) => part.slice(-length))
  let met = 0
  for (const word of refused()) {
    for (let cut = 1; cut < word.length; cut++) {
      const [first, second] = [ending.get(word.slice(0, cut)), beginning.get(word.slice(cut))]
      if (first === undefined || second === undefined) continue
      met++
      expect(partByNumber(first) + partByNumber(second)).toContain(word)
      expect(rudeIn(inventNic(told(first, second)))).toEqual([])
    }
  }
  expect(met).toBeGreaterThan(30)
})

test('the refused words of nine languages are refused', () => {
  for (const word of [
    'cunt',
    'nigger',
    'arschloch',
    'hitler',
    'putain',
    'encule',
    'cabron',
    'mierda',
    'cazzo',
    'stronzo',
    'kanker',
    'kutwijf',
    'caralho',
    'buceta',
    'kurwa',
    'pizda',
    'fitta',
    'knulla',
  ])
    expect(rudeIn(word), word).not.toEqual([])
  expect(refused().filter((word) => !/^[a-z]{3,}$/.test(word))).toEqual([])
})

test('an invented nic is free: not a member’s, not reserved, not the site’s, not used in the thread', async () => {
  const site = await openSite()
  const article = await site.article()
  const bo = await site.member('Bosun')
  const offered = (articleId?: number) =>
    freeNic({ ...site.deps, random: told(5, 5000, 7, 20_000, 30_000, 9) }, articleId)
  const first = await offered()
  expect(await offered(article)).toBe(first)
  await site.post(
    '/comments',
    { article: String(article), nic: first.replaceAll(' ', '_').toUpperCase(), body: 'Mine here.' },
    bo,
  )
  expect(skeleton(await offered(article))).not.toBe(skeleton(first))
  expect(await offered()).toBe(first)
  const second = await offered(article)
  await site.post('/accounts/nics', { nic: second }, bo)
  expect(await offered(article)).not.toBe(second)
  await site.member(first)
  expect(await offered()).not.toBe(first)
})

test('a generator that has run out ends its attempts, and still offers a free nic', async () => {
  const site = await openSite()
  const stuck = { ...site.deps, random: told() }
  const first = await freeNic(stuck)
  await site.member(first)
  const next = await freeNic(stuck)
  expect(nicFault(next)).toBeNull()
  expect(readings(next)).not.toContain(skeleton(first))
  await site.member(next)
  expect(await freeNic(stuck)).not.toBe(next)
})
