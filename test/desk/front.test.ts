// Arranging the front page: the lead, the order of a section, quotes from the thread, and the front page of an hour to come.
import { describe, expect, test } from 'vitest'
import { fileArticle } from '../../src/articles/change-actions.ts'
import { write } from '../../src/db/write.ts'
import { movedOrder } from '../../src/desk/front/rules.ts'
import { HOUR } from '../../src/time.ts'
import { wordsOn } from '../comments/page.ts'
import { aThread, openSite } from '../support/site.ts'
import { submission } from './news.ts'

async function open() {
  const site = await openSite()
  const ed = await site.member('Ed', 'editor')
  const ids = [
    await site.article({ headline: 'First story', comments: aThread('u', [null, 0, null]) }),
    await site.article({ headline: 'Second story' }),
    await site.article({ headline: 'Third story' }),
    await site.article({ headline: 'Fourth story' }),
  ]
  const press = (noun: string, form: Record<string, string>) => site.post(`/desk/${noun}`, form, ed)
  const front = async () => (await site.get('/')).body
  const lead = async (): Promise<string> => /class="lead[^]*?<h2[^>]*>\s*<a[^>]*>([^<]*)/.exec(await front())?.[1] ?? ''
  const stories = async (): Promise<string[]> =>
    [...(await front()).matchAll(/<article class="story">[^]*?<a[^>]*>([^<]*)/g)].map(([, headline]) => headline!)
  const undo = () =>
    site.deps.db
      .selectFrom('batches')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
      .then(({ id }) => site.post('/moderation/undos', { batch: String(id) }, ed))
  return { site, ed, ids, press, front, lead, stories, undo }
}

describe('The lead', () => {
  test('is what an editor chooses, until that is undone or cleared; then the story with the most comments', async () => {
    const { ids, press, lead, undo } = await open()
    expect(await lead()).toBe('First story')
    await press('leads', { article: String(ids[1]), action: 'choose' })
    expect(await lead()).toBe('Second story')
    await press('leads', { article: String(ids[2]), action: 'choose' })
    expect(await lead()).toBe('Third story')
    await undo()
    expect(await lead()).toBe('Second story')
    await press('leads', { article: String(ids[1]), action: 'clear' })
    expect(await lead()).toBe('First story')
  })

  test('chosen twice is chosen once', async () => {
    const { site, ids, press } = await open()
    for (let i = 0; i < 2; i++) await press('leads', { article: String(ids[1]), action: 'choose' })
    expect(await site.deps.db.selectFrom('lead_choices').select('id').execute()).toHaveLength(1)
  })
})

describe('The order within a section', () => {
  test('follows the editor’s presses, and goes back with an undo or all at once', async () => {
    const { ids, press, stories, undo } = await open()
    const usual = await stories()
    expect(usual).toEqual(['Fourth story', 'Third story', 'Second story'])
    await press('positions', { article: String(ids[1]), action: 'up' })
    expect(await stories()).toEqual(['Fourth story', 'Second story', 'Third story'])
    await press('positions', { article: String(ids[1]), action: 'first' })
    expect(await stories()).toEqual(['Second story', 'Fourth story', 'Third story'])
    await undo()
    expect(await stories()).toEqual(['Fourth story', 'Second story', 'Third story'])
    await press('positions', { article: String(ids[1]), action: 'usual' })
    expect(await stories()).toEqual(usual)
  })

  test.each([
    [[1, 2, 3], 1, 'up', null],
    [[1, 2, 3], 3, 'down', null],
    [[1, 2, 3], 9, 'up', null],
    [[1, 2, 3], 3, 'up', [1, 3, 2]],
    [[1, 2, 3], 1, 'down', [2, 1, 3]],
    [[1, 2, 3], 3, 'first', [3, 1, 2]],
    [[1, 2, 3], 1, 'first', null],
  ] as const)('of %j after %i went %s is %j', (ids, id, move, order) => {
    expect(movedOrder(ids, id, move)).toEqual(order)
  })
})

test('up to three comments are quoted beside the lead as an editor chose them, and a removed one is not', async () => {
  const { site, ed, press, front } = await open()
  const mo = await site.member('Mo', 'moderator')
  const quotes = async (): Promise<string[]> =>
    [...(await front()).matchAll(/<blockquote>\s*<p>([^<]*)/g)].map(([, text]) => text!)
  expect(await quotes()).toEqual(['Comment number 0.', 'Comment number 2.'])
  await press('quotes', { comment: '3', action: 'choose' })
  expect(await quotes()).toEqual(['Comment number 2.'])
  const page = (await site.get('/desk/leads', ed)).body
  expect(page).toContain('Take out<span class="vh"> the comment by')
  await site.post('/moderation/removals', { comment: '3', reason: 'Off topic' }, mo)
  // One comment is left at the top level, and one alone is no argument.
  expect(await quotes()).toEqual([])
})

test('the front page of an hour to come shows what is scheduled until then, and changes nothing', async () => {
  const { site, ed } = await open()
  const id = await submission(site, { headline: 'The lock is mended' })
  const at = site.deps.clock() + 20 * HOUR
  await write(site.deps, (db) => fileArticle(db, id, { state: 'scheduled', scheduled_at: at }))
  const before = await site.get('/')
  expect((await site.get('/desk/tomorrow?at=2030-03-13T10:00', ed)).body).not.toContain('The lock is mended')
  const tomorrow = (await site.get('/desk/tomorrow?at=2030-03-13T11:00', ed)).body
  expect(tomorrow).toContain('The lock is mended')
  expect(wordsOn(tomorrow)).toContain('Wednesday, 13 March 2030')
  expect((await site.get('/')).body).toBe(before.body)
  expect((await site.get(`/articles/${id}`)).statusCode).toBe(404)
  expect((await site.get('/desk/tomorrow?at=2029-03-13T11:00', ed)).statusCode).toBe(422)
  expect((await site.get('/desk/tomorrow', ed)).statusCode).toBe(200)
})

test('an editor trusts a member, who is told, and no longer; nobody trusts themselves', async () => {
  const { site, ed, press } = await open()
  const ada = await site.member('Ada')
  expect((await press('trusts', { nic: 'Nobody', action: 'trust' })).statusCode).toBe(422)
  expect((await press('trusts', { nic: 'Ed', action: 'trust' })).statusCode).toBe(403)
  await press('trusts', { nic: 'Ada', action: 'trust', reason: 'Good work' })
  expect(wordsOn((await site.get('/desk/trusts', ed)).body)).toContain('Trusted by Ed')
  expect(wordsOn((await site.get('/inbox', ada)).body)).toContain(
    'You were made a trusted member by Ed. Reason: Good work',
  )
  await press('trusts', { nic: 'Ada', action: 'end' })
  expect(wordsOn((await site.get('/desk/trusts', ed)).body)).toContain('Nobody is trusted yet.')
})
