// The page of feeds, and what a member's private feed of replies has.
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/time.ts'
import { type Member, NOON, openSite, type Site } from '../support/site.ts'
import { all, one, readXml } from '../support/xml.ts'

/** Presses the button and takes the address from the page. */
async function make(site: Site, as: Member, name = 'Reader'): Promise<{ atom: string; json: string; page: string }> {
  const answer = await site.post('/accounts/tokens', { name }, as)
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-store'])
  const [atom = '', json = ''] = [
    ...answer.body.matchAll(/value="http:\/\/localhost:3000(\/feeds\/replies\/[^"]+)" readonly/g),
  ].map((match) => match[1])
  return { atom, json, page: answer.body }
}

const contents = async (site: Site, address: string): Promise<string[]> =>
  all(readXml((await site.get(address)).body), 'entry').map((entry) =>
    one(entry, 'content').text.replace(/<[^>]*>/g, ''),
  )

const said = { nameKind: 'guest' as const, nic: 'Passer-by', format: 'markup' as const, state: 'live' as const }

test('GET /feeds lists the feeds of the site and of every section in words, for everybody', async () => {
  const site = await openSite()
  await site.article()
  const { statusCode, body } = await site.get('/feeds')
  expect(statusCode).toBe(200)
  for (const address of [
    '/feeds/articles.xml',
    '/feeds/articles.json',
    '/feeds/comments.xml',
    '/feeds/comments.json',
    '/feeds/sections/harbour.xml',
    '/feeds/sections/harbour.json',
  ])
    expect(body).toContain(`href="${address}"`)
  for (const [, address] of body.matchAll(/<td><a href="([^"]+)"/g))
    expect((await site.get(address!)).statusCode, address).toBe(200)
  expect(body).toContain('href="/accounts/login?next=%2Ffeeds"')
  expect(body).not.toContain('href="/accounts/tokens"')
})

test('a member finds their private feeds from the page of feeds', async () => {
  const site = await openSite()
  expect((await site.get('/feeds', await site.member('Ada K.'))).body).toContain('href="/accounts/tokens"')
})

test('it has replies to the member’s comments, picked nics included, and comments on their articles, but not their own', async () => {
  const site = await openSite()
  const [ada, bo] = [await site.member('Ada K.'), await site.member('Bo')]
  const own = { ...said, nameKind: 'member' as const, nic: 'Ada K.', account: 'Ada K.' }
  await site.article({
    headline: 'Hers',
    account: 'Ada K.',
    nic: 'Ada K.',
    comments: [
      { ...said, key: 'a', postedAt: NOON - 9 * MINUTE, text: 'Under her article.' },
      { ...own, key: 'b', parent: 'a', postedAt: NOON - 8 * MINUTE, text: 'Her own answer.' },
      { ...said, key: 'b2', parent: 'a', postedAt: NOON - 7.5 * MINUTE, text: 'Deeper under her article.' },
    ],
  })
  await site.article({
    headline: 'Another’s',
    comments: [
      { ...own, key: 'c', postedAt: NOON - 7 * MINUTE, text: 'Her comment.' },
      { ...said, key: 'd', parent: 'c', postedAt: NOON - 6 * MINUTE, text: 'Answer to her.' },
      { ...said, key: 'e', parent: 'd', postedAt: NOON - 5 * MINUTE, text: 'Answer to somebody else.' },
      { ...said, key: 'f', parent: 'c', postedAt: NOON - 4 * MINUTE, text: 'Waits.', state: 'held' },
      { ...said, key: 'g', parent: 'c', postedAt: NOON - 4 * MINUTE, text: 'Gone.', state: 'removed' },
      { ...own, key: 'h', nameKind: 'picked', nic: 'Wendorin 44', postedAt: NOON - 3 * MINUTE, text: 'As another.' },
      { ...said, key: 'i', parent: 'h', postedAt: NOON - 2 * MINUTE, text: 'Answer to the picked nic.' },
    ],
  })
  const { atom, json } = await make(site, ada)
  expect(await contents(site, atom)).toEqual([
    'Answer to the picked nic.',
    'Answer to her.',
    'Deeper under her article.',
    'Under her article.',
  ])
  expect((JSON.parse((await site.get(json)).body) as { items: object[] }).items.length).toBe(4)
  expect(await contents(site, (await make(site, bo)).atom)).toEqual([])
})

test('it leaves out what its owner has muted: a person, a word, a section', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const mine = {
    ...said,
    nameKind: 'member' as const,
    nic: 'Ada K.',
    account: 'Ada K.',
    key: 'm',
    postedAt: NOON - 9 * MINUTE,
    text: 'Hers.',
  }
  const answers = ['Passer-by', 'Fogbank'].map((nic, i) => ({
    ...said,
    nic,
    key: nic,
    parent: 'm',
    postedAt: NOON - (8 - i) * MINUTE,
    text: i === 0 ? 'About sluices.' : 'About nothing.',
  }))
  await site.article({ comments: [mine, ...answers] })
  const { atom } = await make(site, ada)
  expect(await contents(site, atom)).toEqual(['About nothing.', 'About sluices.'])
  await site.post('/mutes', { kind: 'person', value: 'Fogbank', action: 'mute' }, ada)
  expect(await contents(site, atom)).toEqual(['About sluices.'])
  await site.post('/mutes', { kind: 'word', value: 'sluices', action: 'mute' }, ada)
  expect(await contents(site, atom)).toEqual([])
  await site.post('/mutes', { kind: 'word', value: 'sluices', action: 'unmute' }, ada)
  await site.post('/mutes', { kind: 'section', value: 'harbour', action: 'mute' }, ada)
  expect(await contents(site, atom)).toEqual([])
})

test('it is private: not cached, not indexed, and its content never has its address', async () => {
  const site = await openSite()
  const { atom, json } = await make(site, await site.member('Ada K.'))
  for (const address of [atom, json]) {
    const answer = await site.get(address)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers['content-type']).toMatch(/^application\/(atom\+xml|feed\+json); charset=utf-8$/)
    expect(answer.body).not.toContain(/replies\/(.+)\./.exec(address)![1])
    expect(site.deps.pages.get(address, NOON)).toBeUndefined()
  }
})

test.each([
  '/feeds/replies/x.xml',
  '/feeds/replies/.xml',
  `/feeds/replies/${'a'.repeat(1500)}.json`,
  '/feeds/replies/x',
])('%s is nobody’s', async (address) => {
  expect((await (await openSite()).get(address)).statusCode).toBe(404)
})
