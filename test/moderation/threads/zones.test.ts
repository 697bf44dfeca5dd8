// Planned times are typed and shown in the moderator's own time zone, which is named beside each field.
import { expect, test } from 'vitest'
import { HOUR } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'

/** Athens is two hours ahead of the site, Tokyo nine. */
async function open() {
  const site = await openSite()
  await site.set('timeZone', 'Europe/London')
  const id = await site.article()
  const moderatorIn = async (nic: string, zone: string | null) => {
    const one = await site.member(nic, 'moderator')
    if (zone !== null)
      expect(
        (await site.post('/accounts/settings', { theme: 'dark', size: 'large', dates: 'long', zone }, one)).statusCode,
      ).toBe(303)
    return one
  }
  return { site, id, moderatorIn }
}

const act = (site: Site, as: Member, noun: string, form: Record<string, string>) =>
  site.post(`/moderation/${noun}`, { reason: 'A reason', ...form }, as)

const label = (body: string, name: string): string =>
  wordsOn(new RegExp(`<label for="${name}">([\\s\\S]*?)</label>`).exec(body)?.[1] ?? '').trim()

test('a closing and a reopening are read in the moderator’s zone, and shown in the zone of each reader', async () => {
  const { site, id, moderatorIn } = await open()
  const [mo, mi] = [await moderatorIn('Mo', 'Asia/Tokyo'), await moderatorIn('Mi', null)]
  const form = (await site.get(`/moderation/closures?article=${id}`, mo)).body
  expect(label(form, 'starts')).toBe('Close it at (Asia/Tokyo, optional)')
  expect(label(form, 'until')).toBe('Reopen it at (Asia/Tokyo, optional)')
  expect(label((await site.get(`/moderation/closures?article=${id}`, mi)).body, 'starts')).toBe(
    'Close it at (Europe/London, optional)',
  )
  const sent = { article: String(id), starts: '2030-03-13T06:00', until: '2030-03-13T09:00' }
  expect((await act(site, mo, 'closures', sent)).statusCode).toBe(303)
  expect(await site.deps.db.selectFrom('closures').select(['starts_at', 'until_at']).executeTakeFirstOrThrow()).toEqual(
    { starts_at: Date.UTC(2030, 2, 12, 21), until_at: Date.UTC(2030, 2, 13, 0) },
  )
  for (const [as, shown] of [
    [mo, '13 March 2030, 06:00'],
    [mi, '12 March 2030, 21:00'],
  ] as const)
    expect(wordsOn((await site.get(`/moderation/closures?article=${id}`, as)).body)).toContain(shown)
  site.advance(8 * HOUR)
  expect(label((await site.get(`/moderation/reopenings?article=${id}`, mo)).body, 'until')).toContain('Asia/Tokyo')
  expect((await act(site, mo, 'reopenings', { article: String(id), until: '2030-03-14T00:00' })).statusCode).toBe(303)
  expect((await site.deps.db.selectFrom('closures').select('until_at').executeTakeFirstOrThrow()).until_at).toBe(
    Date.UTC(2030, 2, 13, 15),
  )
})

test('a time that has passed in the moderator’s zone is refused, with the zone still beside it', async () => {
  const { site, id, moderatorIn } = await open()
  const mo = await moderatorIn('Mo', 'Asia/Tokyo')
  const answer = await act(site, mo, 'closures', { article: String(id), starts: '2030-03-12T20:00' })
  expect(answer.statusCode).toBe(422)
  expect(label(answer.body, 'starts')).toContain('Asia/Tokyo')
  expect(answer.body).toContain('value="2030-03-12T20:00"')
})

test('the day on which a ban or a silence ends is one of the moderator’s zone, in a sweep too', async () => {
  const { site, id, moderatorIn } = await open()
  const mo = await moderatorIn('Mo', 'Asia/Tokyo')
  const ada = await site.member('Ada')
  const comment = (
    await site.post('/comments', { article: String(id), nic: '', body: 'An advertisement.' }, ada)
  ).headers.location!.slice('/comments/'.length)
  for (const url of ['/moderation/silences?nic=Ada', '/moderation/bans?nic=Ada'])
    expect(label((await site.get(url, mo)).body, 'date')).toBe('Or until the end of a day (Asia/Tokyo, optional)')
  const end = Date.UTC(2030, 2, 15, 15)
  expect((await act(site, mo, 'silences', { nic: 'Ada', date: '2030-03-15' })).statusCode).toBe(303)
  expect((await site.deps.db.selectFrom('silences').select('until_at').executeTakeFirstOrThrow()).until_at).toBe(end)
  const swept = { comment, action: 'spam', [`comment-${comment}`]: 'on', ban: 'account', date: '2030-03-15' }
  expect((await act(site, mo, 'sweeps', swept)).statusCode).toBe(303)
  expect((await site.deps.db.selectFrom('bans').select('until_at').executeTakeFirstOrThrow()).until_at).toBe(end)
})

test('a duty names the zone of its end', async () => {
  const { site, moderatorIn } = await open()
  const mo = await moderatorIn('Mo', 'Asia/Tokyo')
  expect(label((await site.get('/moderation/duties', mo)).body, 'until')).toBe('Until (Asia/Tokyo, optional)')
  expect((await act(site, mo, 'duties', { action: 'begin', until: '03:00', reason: '' })).statusCode).not.toBe(422)
})
