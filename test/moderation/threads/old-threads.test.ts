// Closing old threads at once: which of them are open is asked before they are counted.
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { closeOldThreads, MAX_THREADS_CLOSED } from '../../../src/moderation/threads/older-actions.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { NOON, openSite } from '../../support/site.ts'

async function open(siteDays: number | null = null) {
  const site = await openSite()
  await site.set('closeAfterDays', siteDays)
  const mo = await site.member('Mo', 'moderator')
  const act = async (noun: string, article: number, form: Record<string, string> = {}) => {
    const answer = await site.post(`/moderation/${noun}`, { article: String(article), reason: 'A reason', ...form }, mo)
    expect([noun, answer.statusCode]).toEqual([noun, 303])
  }
  const close = async (days = 30) =>
    (await site.post('/moderation/closures/older', { days: String(days), reason: 'Spring cleaning' }, mo)).headers
      .location!
  const page = async (location: string) => wordsOn((await site.get(location, mo)).body)
  const isClosed = async (id: number) =>
    wordsOn((await site.get(`/articles/${id}-the-slipway-is-repainted`)).body).includes('Spring cleaning')
  const old = (days = 40) => site.article({ postedAt: NOON - days * DAY })
  return { site, mo, act, close, page, isClosed, old }
}

describe('Closing old threads', () => {
  test('closes a thread whose timed closing has ended, and one that is planned to close; its undo brings the plan back', async () => {
    const { site, mo, act, close, page, isClosed, old } = await open()
    const [timed, planned] = [await old(), await old()]
    await act('closures', timed, { until: '2030-03-12T18:00' })
    await act('closures', planned, { starts: '2030-03-20T18:00' })
    site.advance(8 * HOUR)
    const location = await close()
    expect(location).toBe('/moderation/closures/older?done=2')
    expect(await page(location)).toContain('Threads closed: 2.')
    for (const id of [timed, planned]) expect(await isClosed(id)).toBe(true)
    const batch = await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    await site.post('/moderation/undos', { batch: String(batch.id) }, mo)
    for (const id of [timed, planned]) expect(await isClosed(id)).toBe(false)
    expect(wordsOn((await site.get(`/moderation/reopenings?article=${planned}`, mo)).body)).toContain(
      'Cancel the scheduled closing',
    )
  })

  test('counts only open threads towards its limit: those that are closed by age, or for a time, are passed over', async () => {
    const { site, mo, act, close, page, old } = await open(14)
    const reopened = await old(50)
    await act('reopenings', reopened)
    const longer = await old(45)
    await act('thread-settings', longer, { who: 'anyone', days: '90' })
    for (let i = 0; i < 4; i++) await old()
    const timed = await old()
    await act('reopenings', timed)
    await act('closures', timed, { until: '2030-03-20T18:00' })
    const viewer = { ...mo, commentCount: 0, trusted: false }
    expect(await closeOldThreads(site.deps, viewer, 30, 'Spring cleaning', 1)).toMatchObject({
      value: { closed: 1, areLeft: true },
    })
    expect(await closeOldThreads(site.deps, viewer, 30, 'Spring cleaning', 1)).toMatchObject({
      value: { closed: 1, areLeft: false },
    })
    const location = await close()
    expect(location).toBe('/moderation/closures/older?done=none')
    expect(await page(location)).toContain('No thread of an article that old was open.')
    expect(
      (await site.deps.db.selectFrom('closures').select('article_id').where('reason', '=', 'Spring cleaning').execute())
        .map((row) => row.article_id)
        .sort(),
    ).toEqual([reopened, longer].sort())
  })

  test('says that open threads are left, where there were more than one action closes', async () => {
    const { page } = await open()
    expect(await page('/moderation/closures/older?done=2000&left=yes')).toContain(
      'Threads closed: 2000. There are more: press the button again to close them.',
    )
  })

  test('finds an open thread among thousands of newer closed ones', async () => {
    const { site, close, isClosed, old } = await open()
    const first = await old()
    const row = await site.deps.db.selectFrom('articles').selectAll().where('id', '=', first).executeTakeFirstOrThrow()
    await write(site.deps, async (db) => {
      for (let from = 0; from < MAX_THREADS_CLOSED + 500; from += 500)
        await db
          .insertInto('articles')
          .values(Array.from({ length: 500 }, (_, i) => ({ ...row, id: first + 1 + from + i, close_after_days: 1 })))
          .execute()
    })
    expect(await close()).toBe('/moderation/closures/older?done=1')
    expect(await isClosed(first)).toBe(true)
  })
})
