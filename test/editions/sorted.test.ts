// Lists of articles by the latest comment and by recommendation.
import { describe, expect, test } from 'vitest'
import { changeState } from '../../src/comments/state-actions.ts'
import { write } from '../../src/db/write.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { anArticle, aThread, NOON, openSite, type Site } from '../support/site.ts'

const heads = (body: string): string[] =>
  [...body.matchAll(/<h3 class="hed"><a [^>]*>([^<]*)</g)].map((match) => match[1]!)
const read = async (site: Site, url: string): Promise<string[]> => heads((await site.get(url)).body)

/** Three articles of a section, a tag and a source, the second one talked about last, the first one recommended most. */
async function three(): Promise<Site> {
  const site = await openSite()
  const story = (headline: string, day: number, key: string, thread: number[]) =>
    site.article({
      key,
      headline,
      tags: ['Tides'],
      source: { url: `https://example.org/${key}` },
      postedAt: NOON - day * DAY,
      comments: thread.map((at, i) => ({
        ...aThread(
          key,
          thread.map(() => null),
        )[i]!,
        postedAt: at,
      })),
    })
  await story('Oldest', 3, 'a', [NOON - 2 * DAY, NOON - 2 * DAY + MINUTE])
  await story('Talked about', 2, 'b', [NOON - HOUR])
  await story('Newest', 1, 'c', [])
  return site
}

const recommend = async (site: Site, comment: number, by: string): Promise<void> => {
  const answer = await site.post(`/comments/${comment}/recommendations`, { action: 'give' }, await site.member(by))
  expect(answer.statusCode).toBe(303)
}

describe.each(['/sections/harbour', '/tags/Tides', '/sources/example.org'])('The articles of %s', (list) => {
  test('are listed by their latest comment, those without one last', async () => {
    const site = await three()
    expect(await read(site, list)).toEqual(['Newest', 'Talked about', 'Oldest'])
    const { body } = await site.get(`${list}?sort=activity`)
    expect(heads(body)).toEqual(['Talked about', 'Oldest', 'Newest'])
    expect(wordsOn(body)).toContain('3 articles, with the latest comment first. Newest Latest comment Most recommended')
    expect(wordsOn(body)).toContain('1 comment last comment 13:25')
    expect(linkOn(body, 'Newest')).toBe(list)
    expect(body).toMatch(/<a href="[^"]*\?sort=activity" aria-current="true">/)
    await site.post('/comments', { article: '1', nic: '', body: 'News.' }, await site.member('Ada'))
    expect(await read(site, `${list}?sort=activity`)).toEqual(['Oldest', 'Talked about', 'Newest'])
  })

  test('are listed by the recommendations of their live comments', async () => {
    const site = await three()
    await recommend(site, 3, 'Ada')
    for (const [comment, by] of [
      [1, 'Bo'],
      [2, 'Cy'],
    ] as const)
      await recommend(site, comment, by)
    const { body } = await site.get(`${list}?sort=recommended`)
    expect(heads(body)).toEqual(['Oldest', 'Talked about', 'Newest'])
    expect(wordsOn(body)).toContain('2 recommendations')
    await write(site.deps, async (db) => {
      for (const id of [1, 2]) await changeState(db, id, 'removed')
    })
    site.advance(6 * MINUTE)
    expect(await read(site, `${list}?sort=recommended`)).toEqual(['Talked about', 'Newest', 'Oldest'])
  })
})

test('a site without recommendations has no list by them, and an unknown order is not found', async () => {
  const site = await three()
  expect((await site.get('/sections/harbour?sort=loudest')).statusCode).toBe(404)
  expect((await site.get('/sections/harbour?sort=')).statusCode).toBe(404)
  await site.set('recommendations', false)
  expect((await site.get('/sections/harbour?sort=recommended')).statusCode).toBe(404)
  expect((await site.get('/sections/harbour')).body).not.toContain('Most recommended')
})

test('a list by activity is paged by key within the newest 200, without losing any or showing one twice', async () => {
  const site = await openSite()
  await loadArticles(
    site.deps,
    'test',
    Array.from({ length: 210 }, (_, i) =>
      anArticle({
        key: `p${i}`,
        headline: `Story ${i}`,
        postedAt: NOON - DAY + i * MINUTE,
        comments: i % 3 === 0 ? aThread(`t${i}`, [null], NOON - HOUR + ((i * 7) % 211) * 1000) : [],
      }),
    ),
    { dryRun: false, actor: 'test' },
  )
  const seen: string[] = []
  const visited: string[] = []
  for (let url: string | null = '/sections/harbour?sort=activity'; url !== null; ) {
    const { body } = await site.get(url)
    expect(linkOn(body, 'Newer')).toBe(visited.at(-1) ?? null)
    seen.push(...heads(body))
    visited.push(url)
    url = linkOn(body, 'Older')?.replaceAll('&amp;', '&') ?? null
  }
  expect(wordsOn((await site.get(visited[0]!)).body)).toContain(
    '210 articles: the newest 200, with the latest comment first.',
  )
  expect(visited).toHaveLength(5)
  const at = (headline: string): number => {
    const i = Number(headline.slice('Story '.length))
    return i % 3 === 0 ? (i * 7) % 211 : -1
  }
  const expected = Array.from({ length: 200 }, (_, i) => `Story ${209 - i}`).sort((a, b) => at(b) - at(a))
  expect(seen).toEqual(expected)
  const gone = await site.get('/sections/harbour?sort=activity&before=1')
  expect(gone.statusCode).toBe(404)
  expect(linkOn(gone.body, 'Harbour now')).toBe('/sections/harbour?sort=activity')
})

test('muted articles are left out of every order, and the feed keeps its own', async () => {
  const site = await three()
  const ada = await site.member('Ada')
  await site.post('/mutes', { action: 'mute', kind: 'word', value: 'Talked' }, ada)
  expect(heads((await site.get('/tags/Tides?sort=activity', ada)).body)).toEqual(['Oldest', 'Newest'])
  const feed = (await site.get('/feeds/tags/Tides.xml')).body
  expect([...feed.matchAll(/<entry>[\s\S]*?<title[^>]*>([^<]*)/g)].map((match) => match[1])).toEqual([
    'Newest',
    'Talked about',
    'Oldest',
  ])
})
