// The public log filtered by moderator, action, member and article, with faults beside the fields.
import { describe, expect, test } from 'vitest'
import { LOG_PAGE_SIZE } from '../../../src/moderation/log/pages.ts'
import { faultOn, wordsOn } from '../../comments/page.ts'
import { openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const [one, other] = [await site.article(), await site.article()]
  const mo = await site.member('Mo', 'moderator')
  const mi = await site.member('Mi & Co', 'moderator')
  const bo = await site.member('Bo')
  await site.post('/moderation/closures', { article: String(one), reason: 'Mo closes one' }, mo)
  await site.post('/moderation/closures', { article: String(other), reason: 'Mi closes the other' }, mi)
  await site.post('/moderation/reopenings', { article: String(one), reason: 'Mi reopens one' }, mi)
  await site.post('/moderation/warnings', { nic: 'Bo', reason: 'Mo warns' }, mo)
  const log = async (query: string, as: typeof mo | null = null) => site.get(`/moderation/log${query}`, as)
  const said = async (query: string): Promise<string[]> => {
    const answer = await log(query)
    expect(answer.statusCode, query).toBe(200)
    return [...answer.body.matchAll(/data-l="Reason">([^<]+)</g)].map(([, reason]) => reason!.trim())
  }
  return { site, one, other, mo, mi, bo, log, said }
}

describe('The public log', () => {
  test('is filtered by moderator, action, member and article, and by several of them', async () => {
    const { one, other, log, said } = await open()
    expect(await said('?by=Mo')).toEqual(['Mo warns', 'Mo closes one'])
    expect(await said('?by=Mi+%26+Co')).toEqual(['Mi reopens one', 'Mi closes the other'])
    expect(await said('?act=close')).toEqual(['Mi closes the other', 'Mo closes one'])
    expect(await said('?person=bo')).toEqual(['Mo warns'])
    expect(await said(`?article=${one}`)).toEqual(['Mi reopens one', 'Mo closes one'])
    for (const address of [
      `/articles/${other}`,
      `/articles/${other}-the-slipway`,
      `https://news.example/articles/${other}-the-slipway?view=newest#c1`,
    ])
      expect(await said(`?article=${encodeURIComponent(address)}`), address).toEqual(['Mi closes the other'])
    expect(await said(`?by=Mo&act=close&article=${one}&person=`)).toEqual(['Mo closes one'])
    expect(wordsOn((await log('?by=Mo&act=close')).body)).toContain('1 entry of 4.')
  })

  test('shows the filter in its form, and is not cached or indexed', async () => {
    const { log } = await open()
    const { body, headers } = await log('?by=Mi+%26+Co&act=reopen&person=Bo')
    expect(body).toMatch(/<option value="Mi &amp; Co" selected>/)
    expect(body).toMatch(/<option value="reopen" selected>/)
    expect(body).toMatch(/name="person" value="Bo"/)
    expect(body).not.toContain('rel="canonical"')
    expect(headers['cache-control']).toBe('private, no-store')
    expect(wordsOn(body)).toContain('No entries match this filter.')
    expect((await log('')).body).toContain('rel="canonical"')
    expect((await log('')).headers['cache-control']).toBe('public, no-cache')
  })

  test('shows a fault beside the field, and keeps the other fields', async () => {
    const { site, log } = await open()
    const untold = await site.article()
    for (const [field, value, fault] of [
      ['by', 'Nobody', 'The log has no actions by this name.'],
      ['act', 'shout', 'The log has no such action.'],
      ['act', 'constructor', 'The log has no such action.'],
      ['person', 'Nobody', 'No member has this nic.'],
      ['article', 'the one about ropes', 'Enter the number or the address of an article.'],
      ['article', '999', 'The log has no entries about this article.'],
      ['article', String(untold), 'The log has no entries about this article.'],
    ] as const) {
      const query = new URLSearchParams({ person: 'Bo', [field]: value })
      const { statusCode, body } = await log(`?${query}`)
      expect([statusCode, faultOn(body, field)], `${field}=${value}`).toEqual([422, expect.stringContaining(fault)])
      if (field !== 'person') expect(body).toContain('name="person" value="Bo"')
      expect(wordsOn(body)).toContain('The filter was not applied')
    }
    expect((await log('?by=Mo&by=Mi')).statusCode).toBe(200)
    expect((await log('?by=Mo&before=x')).statusCode).toBe(404)
  })

  test('of an article has what was moved into it, with its undos; so has the log of the article that it left', async () => {
    const { site, one, mo, said, log } = await open()
    const into = await site.article({ headline: 'The third' })
    expect((await log(`?article=${into}`)).statusCode).toBe(422)
    const answer = await site.post('/comments', { article: String(one), nic: '', body: 'Words of Mo.' }, mo)
    const comment = String(answer.headers.location).slice('/comments/'.length)
    await site.post('/moderation/moves', { comment, into: String(into), reason: 'Off topic' }, mo)
    expect(await said(`?article=${into}`)).toEqual(['Off topic (to “The third”)'])
    expect((await said(`?article=${one}`))[0]).toBe('Off topic (to “The third”)')
    expect(await said(`?article=${into}&act=close`)).toEqual([])
    expect(wordsOn((await log(`?article=${into}`)).body)).toContain('1 entry of 5.')
    await site.post('/moderation/undos', { batch: '5', reason: 'A mistake' }, mo)
    await site.post('/moderation/undos', { batch: '6', reason: 'Not a mistake' }, mo)
    expect(await said(`?article=${into}`)).toEqual([
      expect.stringContaining('Not a mistake'),
      expect.stringContaining('A mistake'),
      'Off topic (to “The third”)',
    ])
  })

  test('has pages within a filter', async () => {
    const { site, one, mo, said, log } = await open()
    for (let i = 0; i < LOG_PAGE_SIZE; i++)
      await site.post(
        i % 2 === 0 ? '/moderation/closures' : '/moderation/reopenings',
        { article: String(one), reason: `Again ${i}` },
        mo,
      )
    const first = (await log('?by=Mo')).body
    const next = /rel="next" href="([^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&')
    expect(await said(next.slice('/moderation/log'.length))).toEqual(['Mo warns', 'Mo closes one'])
    expect((await log(next.slice('/moderation/log'.length))).body).toContain('rel="prev" href="/moderation/log?by=Mo"')
  })

  test('of a member has only entries that name them: nobody learns whose comment was removed', async () => {
    const { site, one, mo, bo, said } = await open()
    await site.post('/moderation/reopenings', { article: String(one), reason: 'Open' }, mo)
    await site.post('/moderation/acknowledgements', { warning: '1' }, bo)
    const answer = await site.post('/comments', { article: String(one), nic: '', body: 'Words of Bo.' }, bo)
    const id = String(answer.headers.location).slice('/comments/'.length)
    expect(await site.post('/moderation/removals', { comment: id, reason: 'Taken away' }, mo)).toMatchObject({
      statusCode: 303,
    })
    expect(await said('?by=Mo')).toContain('Taken away')
    expect(await said('?person=Bo')).toEqual(['Mo warns'])
  })
})
