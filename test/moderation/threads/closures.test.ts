// Closing and reopening a thread: by moderators, with a reason that everybody can read.
import { describe, expect, test } from 'vitest'
import { limits } from '../../../src/settings.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { faultOn, fieldOn, linkOn, textOn, wordsOn } from '../../comments/page.ts'
import { aThread, type Member, openSite, type Site } from '../../support/site.ts'

const href = '/articles/1-the-slipway-is-repainted'
const close = (site: Site, as: Member | null, over: Record<string, string> = {}) =>
  site.post('/moderation/closures', { article: '1', reason: 'Said enough', ...over }, as)
const reopen = (site: Site, as: Member | null, over: Record<string, string> = {}) =>
  site.post('/moderation/reopenings', { article: '1', reason: 'A new fact', ...over }, as)

async function open() {
  const site = await openSite()
  await site.article({ comments: aThread('m', [null]) })
  return { site, mo: await site.member('Mo', 'moderator') }
}

const closures = (site: Site) => site.deps.db.selectFrom('closures').selectAll().execute()

describe('A moderator', () => {
  test('closes a thread with a reason; the page shows who, when and why', async () => {
    const { site, mo } = await open()
    const link = linkOn((await site.get(href, mo)).body, 'Close this thread')
    expect(link).toBe('/moderation/closures?article=1')
    expect(fieldOn((await site.get(link!, mo)).body, 'article')).toBe('1')
    const answer = await close(site, mo)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${href}#comments`])
    const page = wordsOn((await site.get(href)).body)
    expect(page).toContain('Sorry. Comments have been closed on this article.')
    expect(page).toContain('Closed by Mo, 12 March 2030, 14:25. Reason: Said enough. Public log, entry 1')
    expect(page).not.toContain('Write a comment')
    expect(linkOn((await site.get(href, mo)).body, 'Reopen this thread')).toBe('/moderation/reopenings?article=1')
  })

  test('reopens it, and members can comment again', async () => {
    const { site, mo } = await open()
    const ada = await site.member('Ada')
    await close(site, mo)
    site.advance(1000)
    expect((await reopen(site, mo)).statusCode).toBe(303)
    expect((await site.post('/comments', { article: '1', nic: '', body: 'Again.' }, ada)).statusCode).toBe(303)
    expect(await closures(site)).toMatchObject([
      { reason: 'Said enough', account_id: mo.id, ended_by: mo.id, end_reason: 'A new fact' },
    ])
    expect((await close(site, mo, { reason: 'And again' })).statusCode).toBe(303)
    expect(await closures(site)).toHaveLength(2)
  })

  test('reopens a thread that its age has closed, for the same number of days', async () => {
    const { site } = await open()
    site.advance(20 * DAY)
    const mo = await site.member('Mi', 'moderator')
    expect(wordsOn((await site.get(href)).body)).toContain(
      'This thread closed 14 days after publication, on 26 March 2030, 08:00.',
    )
    expect((await close(site, mo)).statusCode).toBe(409)
    expect((await reopen(site, mo)).statusCode).toBe(303)
    expect((await site.get(href)).body).toContain('name="body"')
    site.advance(14 * DAY - 1)
    expect((await site.get(href)).body).toContain('name="body"')
    site.advance(1)
    expect((await site.get(href)).body).not.toContain('name="body"')
  })

  test('sets the number of days of one thread, or none', async () => {
    const { site } = await open()
    await site.article({ closeAfterDays: 1 })
    const page = async (id: number): Promise<boolean> =>
      (await site.get(`/articles/${id}-the-slipway-is-repainted`)).body.includes('name="body"')
    site.advance(DAY - 6 * HOUR)
    expect([await page(1), await page(2)]).toEqual([true, false])
    expect(wordsOn((await site.get('/articles/2-the-slipway-is-repainted')).body)).toContain(
      'This thread closed a day after publication, on ',
    )
    await site.set('closeAfterDays', null)
    site.advance(400 * DAY)
    expect([await page(1), await page(2)]).toEqual([true, false])
  })
})

describe('A closing', () => {
  test('needs a moderator: 403 for members and editors, with a sign-in link and the reason kept for strangers', async () => {
    const { site } = await open()
    for (const who of [await site.member('Ada'), await site.member('Ed', 'editor')]) {
      for (const answer of [
        await close(site, who),
        await reopen(site, who),
        await site.get('/moderation/closures?article=1', who),
      ]) {
        expect(answer.statusCode).toBe(403)
        expect(wordsOn(answer.body)).toContain('Only moderators can do this.')
        expect(linkOn(answer.body, 'Sign in')).toBeNull()
      }
    }
    const stranger = await close(site, null)
    expect([stranger.statusCode, textOn(stranger.body)]).toEqual([403, 'Said enough'])
    expect(linkOn(stranger.body.slice(stranger.body.indexOf('<main')), 'Sign in')).toBe('/accounts/login')
    const form = await site.get('/moderation/closures?article=1')
    expect(linkOn(form.body.slice(form.body.indexOf('<main')), 'Sign in')).toBe(
      '/accounts/login?next=%2Fmoderation%2Fclosures%3Farticle%3D1',
    )
    expect(await closures(site)).toEqual([])
    expect((await site.get(href)).body).not.toContain('Close this thread')
  })

  test.each([
    ['', 422],
    ['  \n', 422],
    ['é'.repeat(limits.reason), 303],
    ['é'.repeat(limits.reason + 1), 422],
    [` ${'x'.repeat(limits.reason)} `, 303],
  ])('needs a reason of one to 500 characters: %j is %i', async (reason, status) => {
    const { site, mo } = await open()
    const answer = await close(site, mo, { reason })
    expect(answer.statusCode).toBe(status)
    if (status === 422) {
      expect(faultOn(answer.body, 'reason')).toMatch(/reason/)
      expect(/<textarea [^>]*id="reason"[^>]*>\n([\s\S]*?)<\/textarea>/.exec(answer.body)?.[1]).toBe(reason)
      expect(await closures(site)).toEqual([])
    }
  })

  test('of a closed thread is 409, with the typed reason and who was first', async () => {
    const { site, mo } = await open()
    const mi = await site.member('Mi', 'moderator')
    await close(site, mo)
    const answer = await close(site, mi, { reason: 'I too' })
    expect([answer.statusCode, textOn(answer.body)]).toEqual([409, 'I too'])
    expect(wordsOn(answer.body)).toContain('This thread is already closed. Closed by Mo')
    const both = await reopen(site, mo)
    expect(both.statusCode).toBe(303)
    const late = await reopen(site, mi, { reason: 'Me too' })
    expect([late.statusCode, textOn(late.body)]).toEqual([409, 'Me too'])
    expect(await closures(site)).toHaveLength(1)
    expect(await site.deps.db.selectFrom('log_entries').select('act').orderBy('id').execute()).toEqual([
      { act: 'close' },
      { act: 'reopen' },
    ])
  })

  test('by two moderators at once is one closing', async () => {
    const { site, mo } = await open()
    const mi = await site.member('Mi', 'moderator')
    expect((await Promise.all([close(site, mo), close(site, mi)])).map((answer) => answer.statusCode).sort()).toEqual([
      303, 409,
    ])
    expect(await closures(site)).toHaveLength(1)
  })

  test.each(['99', '01', '', 'x'])('of article %j is 404', async (article) => {
    const { site, mo } = await open()
    expect((await close(site, mo, { article })).statusCode).toBe(404)
    expect((await site.get(`/moderation/closures?article=${article}`, mo)).statusCode).toBe(404)
  })

  test('with an unknown field is 400', async () => {
    const { site, mo } = await open()
    expect((await close(site, mo, { colour: 'tomorrow' })).statusCode).toBe(400)
    expect((await site.get('/moderation/closures?article=1&article=2', mo)).statusCode).toBe(404)
  })

  test('shows its reason as typed, escaped', async () => {
    const { site, mo } = await open()
    await close(site, mo, { reason: '<script>alert("x")</script> & more?' })
    for (const url of [href, '/moderation/log', '/moderation/closures?article=1']) {
      const { body } = await site.get(url, mo)
      expect(body).not.toContain('<script>alert')
      expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more?')
      expect(body).not.toContain('more?.')
    }
  })
})
