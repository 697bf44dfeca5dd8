// A member's own comments under picked names: listed for them, and for nobody else.
import { expect, test } from 'vitest'
import { HOUR } from '../../src/time.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { aThread, type Member, NOON, openSite, type Site } from '../support/site.ts'

const SECRET = 'Wobbin 41'

async function open(): Promise<{ site: Site; ada: Member; article: number }> {
  const site = await openSite()
  const ada = await site.member('Ada')
  const article = await site.article({ headline: 'Steps' })
  await site.post('/comments', { article: String(article), nic: '', body: 'As myself.' }, ada)
  const other = await site.article({ headline: 'Bells' })
  await site.post('/comments', { article: String(other), nic: SECRET, body: 'As somebody else.' }, ada)
  return { site, ada, article }
}

test('my page and a page of its own show me my comments under picked names, with the name and the article', async () => {
  const { site, ada } = await open()
  const mine = (await site.get('/people/Ada', ada)).body
  expect(wordsOn(mine)).toContain(
    'Under picked names Only you see this. Moderators know that these comments are yours; nobody else does. on Bells Wobbin 41 picked nic 14:25 As somebody else.',
  )
  const all = linkOn(mine, 'All your comments under picked names')!
  expect(all).toBe('/people/Ada/picked')
  const page = await site.get(all, ada)
  expect(page.headers['cache-control']).toBe('private, no-store')
  expect(page.body).toContain('content="noindex"')
  expect(wordsOn(page.body)).toContain('on Bells Wobbin 41 picked nic 14:25 As somebody else.')
  expect(wordsOn(page.body)).not.toContain('As myself.')
})

test('a guest, another member or a moderator never sees the link between them on my pages, whichever of them opened them first', async () => {
  const { site, ada } = await open()
  const others = [null, await site.member('Bo'), await site.member('Mo', 'moderator'), await site.member('Di', 'admin')]
  await site.get('/people/Ada', ada)
  for (const as of [...others, ada, ...others]) {
    const { body } = await site.get('/people/Ada', as)
    expect([body.includes(SECRET), body.includes('/picked'), body.includes('As somebody else.')]).toEqual(
      Array.from({ length: 3 }, () => as === ada),
    )
  }
  const answers = await Promise.all(others.map((as) => site.get('/people/Ada/picked', as)))
  expect(answers.map((answer) => answer.statusCode)).toEqual([403, 404, 404, 404])
  for (const { body } of answers) expect(body.includes(SECRET) || body.includes('As somebody else.')).toBe(false)
  // It is the same whether there are any or not.
  await site.member('Cy')
  const [, bo] = others
  expect(wordsOn((await site.get('/people/Cy/picked', bo)).body).replaceAll('Cy', 'Ada')).toBe(
    wordsOn(answers[1]!.body),
  )
})

test('nor does a feed, the search or the list of latest comments link them', async () => {
  const { site } = await open()
  await site.deps.refresh()
  for (const url of ['/feeds/people/Ada.xml', '/search?by=Ada', '/people/Ada/articles'])
    expect((await site.get(url)).body, url).not.toContain('As somebody else.')
  for (const url of ['/latest', `/search?by=${encodeURIComponent(SECRET)}`]) {
    const { body } = await site.get(url)
    expect(body, url).toContain('As somebody else.')
    expect(/As somebody else\.[\s\S]*?<\/article>/.exec(body)![0], url).not.toContain('Ada')
  }
})

test('without any, my page says nothing of them, and their page says so', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  expect((await site.get('/people/Ada', ada)).body).not.toContain('picked')
  expect(wordsOn((await site.get('/people/Ada/picked', ada)).body)).toContain('You have only ever been yourself.')
})

test('my comments under picked names are paged by key, twenty a page, in both directions, without losing any', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  await site.article({
    comments: aThread(
      'p',
      Array.from({ length: 50 }, () => null),
    ).map((comment, i) => ({
      ...comment,
      nic: i % 10 === 9 ? 'Ada' : SECRET,
      account: 'Ada',
      nameKind: i % 10 === 9 ? ('member' as const) : ('picked' as const),
      postedAt: NOON - HOUR + Math.trunc(i / 2) * 1000,
    })),
  })
  const seen: number[] = []
  const visited: string[] = []
  for (let url: string | null = '/people/Ada/picked'; url !== null; ) {
    const { body } = await site.get(url, ada)
    expect(linkOn(body, 'Newer')).toBe(visited.at(-1) ?? null)
    seen.push(...[...body.matchAll(/>Comment number (\d+)\.</g)].map((match) => Number(match[1])))
    visited.push(url)
    url = linkOn(body, 'Older')
  }
  expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => 49 - i).filter((i) => i % 10 !== 9))
  expect(visited).toHaveLength(3)
  expect(wordsOn((await site.get('/people/Ada/picked?before=1', ada)).body)).toContain('Nothing older.')
})
