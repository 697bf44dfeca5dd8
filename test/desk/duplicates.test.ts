// Duplicates of what is being written: articles with the same address, or with nearly the same headline.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { saveArticleLinks } from '../../src/articles/link-queries.ts'
import { write } from '../../src/db/write.ts'
import { findDuplicates } from '../../src/desk/duplicates/reading.ts'
import { isNear, similarity, weights } from '../../src/desk/duplicates/rules.ts'
import { DAY } from '../../src/time.ts'
import { aThread, NOON, openSite, preparedSite, type Site } from '../support/site.ts'

const find = (site: Site, about: { url?: string; headline?: string; except?: number }) =>
  findDuplicates(site.deps, { url: '', headline: '', except: null, ...about })

const headlines = async (...args: Parameters<typeof find>): Promise<string[]> =>
  (await find(...args)).map(({ why, headline }) => `${why}: ${headline}`)

const link = (headline: string, url: string) => ({ kind: 'link' as const, headline, source: { url } })

const setState = (site: Site, id: number, state: 'waiting' | 'scheduled' | 'rejected' | 'withdrawn') =>
  write(site.deps, async (db) => {
    await db.updateTable('articles').set({ state, published_at: null }).where('id', '=', id).execute()
    await saveArticleLinks(db, { id })
  })

test('an article with the same address is found with all that a writer wants to know', async () => {
  const site = await openSite()
  const old = await site.article({
    ...link('High water', 'http://www.tides.example/a/?utm_source=x'),
    postedAt: NOON - 400 * DAY,
    comments: aThread('c', [null, 0], NOON - 399 * DAY),
  })
  const fresh = await site.article(link('High water again', 'https://tides.example/a#top'))
  await site.article(link('Low water', 'https://tides.example/b'))
  expect(await find(site, { url: 'https://m.tides.example/a' })).toEqual([
    {
      id: fresh,
      why: 'address',
      state: 'published',
      headline: 'High water again',
      href: `/articles/${fresh}-high-water-again`,
      at: NOON - (NOON % DAY) + 8 * 3_600_000,
      comments: 0,
      open: true,
    },
    {
      id: old,
      why: 'address',
      state: 'published',
      headline: 'High water',
      href: `/articles/${old}-high-water`,
      at: NOON - 400 * DAY,
      comments: 2,
      open: false,
    },
  ])
})

test('the article itself is none', async () => {
  const site = await openSite()
  const id = await site.article(link('High water', 'https://tides.example/a'))
  expect(await find(site, { url: 'https://tides.example/a', headline: 'High water', except: id })).toEqual([])
})

test('the address of an article of this site is that article', async () => {
  const site = await openSite({ BASE_URL: 'https://news.example' })
  const id = await site.article({ headline: 'High water' })
  for (const url of [`https://www.news.example/articles/${id}-high-water?view=flat`, `/articles/${id}`])
    expect(await headlines(site, { url })).toEqual(['address: High water'])
  expect(await headlines(site, { url: `https://other.example/articles/${id}-high-water` })).toEqual([])
})

test('what waits or is scheduled is found without an address, what is rejected or withdrawn is not', async () => {
  const site = await openSite()
  for (const state of ['waiting', 'scheduled', 'rejected', 'withdrawn'] as const)
    await setState(site, await site.article(link(`It is ${state}`, 'https://tides.example/a')), state)
  expect(
    (await find(site, { url: 'https://tides.example/a' })).map(({ state, href, open }) => [state, href, open]),
  ).toEqual([
    ['scheduled', null, false],
    ['waiting', null, false],
  ])
})

const news = preparedSite(async (site) => {
  for (const [i, headline] of [
    'US oil prices turn negative as demand dries up',
    'Clearview AI’s entire source code exposed in security error',
    'GitHub is down',
    'Install Ubuntu 20.04 LTS on an old laptop',
    'John Conway has died',
    'The harbour gets a new crane',
    'The harbour gets a new clock',
    'Ein neuer Kran für den Hafen in Emden',
    '东京证券交易所因系统故障暂停交易',
    ...Array.from({ length: 40 }, (_, n) => `Report ${n} of the harbour about water, wind and word${n}`),
  ].entries())
    await site.article({ headline, postedAt: NOON - 20 * DAY + i })
  await site.article({ headline: 'Marine Corps bans public display of Confederate flag', postedAt: NOON - 31 * DAY })
})

test.each([
  ['oil prices turn Negative as demand for it dries up!', 'US oil prices turn negative as demand dries up'],
  ['Security error exposes Clearview AI’s source code', 'Clearview AI’s entire source code exposed in security error'],
  ['Github down again', 'GitHub is down'],
  ['A new crane for the harbour', 'The harbour gets a new crane'],
  ['Neuer Kran fur den Hafen in Emden', 'Ein neuer Kran für den Hafen in Emden'],
  ['东京证券交易所因系统故障暂停全部交易', '东京证券交易所因系统故障暂停交易'],
])('“%s” is nearly the same', async (headline, found) => {
  expect((await headlines(await news(), { headline }))[0]).toBe(`headline: ${found}`)
})

test.each([
  ['the same subject', 'How to install Node on Ubuntu 20.04 LTS in ten minutes'],
  ['the same name', 'A lecture by John Conway on surreal numbers'],
  ['one name and little else', 'John Conway remembered'],
  ['only common words', 'Water and wind at the harbour'],
  ['only function words', 'What is it and why are they here'],
  ['no word', '???'],
  ['an article of more than 30 days ago', 'Marine Corps bans public display of Confederate flag'],
])('%s is not enough', async (_, headline) => {
  expect(await headlines(await news(), { headline })).toEqual([])
})

test('at most five are found, those with the same address first, then the most alike', async () => {
  const site = await openSite()
  const words = 'Council votes to rebuild the northern breakwater after storm damage'
  for (const n of [1, 2, 3]) await site.article(link(`Source ${n}`, 'https://tides.example/a'))
  await site.article({ headline: 'Council votes to rebuild northern breakwater' })
  await site.article({ headline: words })
  for (let n = 0; n < 30; n++) await site.article({ headline: `Other news ${n} of the day${n}` })
  await site.article({ headline: 'Council votes to rebuild breakwater after storm' })
  expect(await headlines(site, { url: 'https://tides.example/a', headline: words })).toEqual([
    'address: Source 3',
    'address: Source 2',
    'address: Source 1',
    `headline: ${words}`,
    'headline: Council votes to rebuild breakwater after storm',
  ])
})

test('a headline is the same as itself, and likeness has no direction', () => {
  const words = fc.uniqueArray(fc.constantFrom(...'abcdefghijkl'), { minLength: 1 })
  fc.assert(
    fc.property(words, words, fc.dictionary(fc.constantFrom(...'abcdefghijkl'), fc.nat(200)), (one, other, counts) => {
      const weight = weights(new Map(Object.entries(counts)), 100)
      expect(isNear(similarity(one, one, weight))).toBe(true)
      expect(similarity(one, other, weight).share).toBeCloseTo(similarity(other, one, weight).share)
      expect(similarity(one, other, weight).share).toBeLessThanOrEqual(1 + 1e-9)
    }),
  )
})
