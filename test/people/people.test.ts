// The page of a member: date, totals, comments and stories under their own nic, and nothing of any other.
import { describe, expect, test } from 'vitest'
import { loadArticles } from '../../src/importers/actions.ts'
import { activityBars } from '../../src/people/pages.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { anArticle, aThread, NOON, openSite, type Site } from '../support/site.ts'

const words = async (site: Site, url: string): Promise<string> => wordsOn((await site.get(url)).body)

test('an unknown member’s page links the names that are like it, and what was signed with the name', async () => {
  const site = await openSite()
  for (const nic of ['Bittern', 'Bitter End', 'Zelkova']) await site.member(nic)
  const { body } = await site.get('/people/Bitern')
  expect(linkOn(body, 'Did you mean Bittern?')).toBe('/people/Bittern')
  expect(body).not.toContain('Zelkova')
  expect(linkOn(body, 'Search for what was signed with this name')).toBe('/search?by=Bitern')
  expect((await site.get('/people/%E2%80%8B')).statusCode).toBe(404)
})

describe('A member’s page', () => {
  test('says since when, and shows figures, articles and comments under the registered nic', async () => {
    const site = await openSite()
    const ada = await site.member('Ada Quill')
    const id = await site.article({ nic: 'Ada Quill', account: 'Ada Quill', headline: 'Hers' })
    const other = await site.article()
    await site.post('/comments', { article: String(id), nic: '', body: 'Under <b>my</b> nic.' }, ada)
    await site.post('/comments', { article: String(other), nic: 'Wobbin 41', body: 'Under another.' }, ada)
    const { body, statusCode } = await site.get('/people/Ada%20Quill')
    expect(statusCode).toBe(200)
    const page = wordsOn(body)
    expect(page).toContain(
      'Member since 12 March 2030 Feed Ada Quill AQ 1 comment 1 story published 0 replies received Comments per month, April 2028 to March 2030 Comments on Hers 14:25 Under my nic. In the thread',
    )
    expect(page).toContain('Stories Hers')
    expect(page).not.toContain('Under another.')
    expect(page).not.toContain('Wobbin')
    expect(linkOn(body, 'Feed')).toBe('/feeds/people/Ada%20Quill.xml')
    expect(body).toContain(
      'aria-label="Comments per month over the last two years, from 0 to 1, busiest in March 2030"',
    )
  })

  test('shows the parent of a comment, and its number of replies', async () => {
    const site = await openSite()
    const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
    const id = await site.article({ headline: 'Steps', comments: aThread('s', [null]) })
    await site.post('/comments', { article: String(id), parent: '1', nic: '', body: 'An answer.' }, ada)
    await site.post('/comments', { article: String(id), parent: '2', nic: '', body: 'Another.' }, bo)
    await site.post('/comments', { article: String(id), parent: '2', nic: '', body: 'To myself.' }, ada)
    expect(await words(site, '/people/Ada')).toContain('2 comments 0 stories published 1 reply received')
    expect(await words(site, '/people/Ada')).toContain(
      'on Steps Reply to Ada 14:25 To myself. In the thread , this comment of 14:25 Reply to Guest 0 14:25 An answer. 2 replies',
    )
  })

  test('shows nothing of a picked nic, in no total: neither its comments nor its replies', async () => {
    const site = await openSite()
    const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
    const first = await site.article({ headline: 'First' })
    const second = await site.article({ headline: 'Second' })
    await site.post('/comments', { article: String(first), nic: '', body: 'Mine.' }, ada)
    await site.post('/comments', { article: String(second), nic: 'Wobbin 41', body: 'Picked.' }, ada)
    await site.post('/comments', { article: String(second), parent: '2', nic: '', body: 'To the picked one.' }, bo)
    const alone = await words(site, '/people/Ada')
    expect(alone).toContain('1 comment 0 stories published 0 replies received')
    // A reply to oneself under a picked nic counts like anybody's; under the own nic it does not count.
    const [root, ...answers] = aThread('w', [null, 0, 0, 0])
    const [own, picked, guest] = answers.map((answer, i) =>
      i === 2
        ? answer
        : {
            ...answer,
            account: 'Ada',
            nic: i === 0 ? 'Ada' : 'Tarlock 7',
            nameKind: i === 0 ? ('member' as const) : ('picked' as const),
          },
    )
    await site.article({
      comments: [{ ...root!, account: 'Ada', nic: 'Ada', nameKind: 'member' }, own!, picked!, guest!],
    })
    expect(await words(site, '/people/Ada')).toContain('3 comments 0 stories published 2 replies received')
  })

  test('pages comments by key, twenty a page, in both directions, without losing any', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const thread = aThread(
      'p',
      Array.from({ length: 45 }, () => null),
    ).map((comment, i) => ({
      ...comment,
      nic: ada.nic,
      account: ada.nic,
      nameKind: i % 9 === 8 ? ('picked' as const) : ('member' as const),
      postedAt: NOON - HOUR + Math.trunc(i / 2) * 1000,
    }))
    await site.article({ comments: [...thread, ...aThread('g', [null, null])] })
    const seen: number[] = []
    const visited: string[] = []
    for (let url: string | null = '/people/Ada'; url !== null; ) {
      const { body } = await site.get(url)
      expect(linkOn(body, 'Newer comments')).toBe(visited.at(-1) ?? null)
      expect(wordsOn(body).includes('1 to 20 of 40')).toBe(visited.length === 0)
      expect(wordsOn(body).includes('replies received')).toBe(visited.length === 0)
      seen.push(...[...body.matchAll(/>Comment number (\d+)\.</g)].map((match) => Number(match[1])))
      visited.push(url)
      url = linkOn(body, 'Older comments')
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, i) => 44 - i).filter((i) => i % 9 !== 8))
    expect(visited).toHaveLength(2)
    expect(await words(site, '/people/Ada?before=1')).toContain('Before this, not a word.')
  })

  test('shows five stories, and all of them on a page of their own, paged by key', async () => {
    const site = await openSite()
    await site.member('Ada')
    await loadArticles(
      site.deps,
      'test',
      Array.from({ length: 43 }, (_, i) =>
        anArticle({
          key: `a${i}`,
          headline: `Story ${i}`,
          nic: 'Ada',
          account: 'Ada',
          postedAt: NOON - DAY + i * MINUTE,
        }),
      ),
      { dryRun: false, actor: 'test' },
    )
    const stories = (body: string): number[] => [...body.matchAll(/>Story (\d+)</g)].map((match) => Number(match[1]))
    const { body } = await site.get('/people/Ada')
    expect(stories(body)).toEqual([42, 41, 40, 39, 38])
    const all = await site.get(linkOn(body, 'All stories by Ada')!)
    expect(wordsOn(all.body)).toContain('Stories by Ada 43 stories, newest first.')
    const rest = await site.get(linkOn(all.body, 'Older')!)
    expect([...stories(all.body), ...stories(rest.body)]).toEqual(Array.from({ length: 43 }, (_, i) => 42 - i))
    expect(linkOn(rest.body, 'Newer')).toBe('/people/Ada/articles')
    await site.member('Bo')
    expect(await words(site, '/people/Bo/articles')).toContain('No story so far.')
    expect(await words(site, '/people/Bo')).toContain('Not a word so far.')
  })

  test('redirects from a look-alike nic; an unknown nic is 404, and the page says who has none', async () => {
    const site = await openSite()
    await site.member('Ada Quill')
    for (const nic of ['ada quill', 'ADAQUILL', 'Ada_Qui11']) {
      for (const [rest, to] of [
        ['', ''],
        ['/articles', '/articles'],
      ] as const) {
        const answer = await site.get(`/people/${encodeURIComponent(nic)}${rest}`)
        expect([answer.statusCode, answer.headers.location]).toEqual([301, `/people/Ada%20Quill${to}`])
      }
    }
    for (const nic of ['Nobody', '%00', '%20', '..%2f..%2fetc', 'x'.repeat(290), encodeURIComponent("' or 1=1 --")])
      expect((await site.get(`/people/${nic}`)).statusCode, nic).toBe(404)
    expect(await words(site, '/people/Nobody')).toContain(
      'No such member No member has that name. Guests and picked names have no page.',
    )
  })

  test.each(['Ольга', '阿达', 'O’Neill', 'Ada. K', '김철수'])(
    'of %s has an address that a header can bear',
    async (nic) => {
      const site = await openSite()
      await site.member(nic)
      expect((await site.get(`/people/${encodeURIComponent(nic)}`)).statusCode).toBe(200)
      const alike = await site.get(`/people/${encodeURIComponent(` ${nic}`)}`)
      expect([alike.statusCode, alike.headers.location]).toEqual([301, `/people/${encodeURIComponent(nic)}`])
    },
  )

  test('of a moderator says so', async () => {
    const site = await openSite()
    await site.member('Mo', 'moderator')
    expect(await words(site, '/people/Mo')).toContain('Member since 12 March 2030 Feed Mo Moderator')
  })
})

test('guests and picked nics have no page, even when they bear a name like a member’s article', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('g', [null]) })
  expect((await site.get('/people/Guest%200')).statusCode).toBe(404)
  expect((await site.get('/people/Bosun')).statusCode).toBe(404)
})

test('the chart has one bar per month for two years, scaled to the tallest, and none for an empty month', () => {
  expect(activityBars(new Map(), '2030-03')).toBeNull()
  const drawn = activityBars(
    new Map([
      ['2028-03', 99],
      ['2028-04', 4],
      ['2030-02', 31],
      ['2030-03', 1],
    ]),
    '2030-03',
  )!
  expect(drawn.path).toBe('M0 29h7v4h-7zM220 2h7v31h-7zM230 32h7v1h-7zM0 33h237v1H0z')
  expect(drawn.label).toBe('Comments per month over the last two years, from 0 to 31, busiest in February 2030')
  expect(drawn.caption).toBe('Comments per month, April 2028 to March 2030')
})
