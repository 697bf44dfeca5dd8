// Everything that one member writes, or every comment on the site, waits for a moderator for a time.
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { faultOn, wordsOn } from '../comments/page.ts'
import { aThread, type Member, openSite } from '../support/site.ts'

const link = {
  url: 'https://www.example.org/library/telescopes',
  lede: 'Six instruments, bookable by the night.',
  body: 'The town library will lend six small telescopes.',
  section: 'harbour',
  tags: '',
}

async function open() {
  const site = await openSite()
  const id = await site.article({ comments: aThread('t', [null]) })
  const [mo, meg] = [await site.member('Mo', 'moderator'), await site.member('Meg', 'moderator')]
  const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
  const { db } = site.deps
  const say = async (body: string, as: Member | null = ada): Promise<number> => {
    const form = { article: String(id), nic: as === null ? 'Passer-by' : '', body }
    await site.post('/comments', form, as)
    return (await db.selectFrom('comments').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id
  }
  return {
    site,
    id,
    mo,
    meg,
    ada,
    bo,
    say,
    act: (noun: string, form: Record<string, string>, as: Member = mo) =>
      site.post(`/moderation/${noun}`, { reason: 'A wave of spam', ...form }, as),
    state: async (comment: number) =>
      (await db.selectFrom('comments').select('state').where('id', '=', comment).executeTakeFirstOrThrow()).state,
    words: async (url: string, as: Member | null = null) => wordsOn((await site.get(url, as)).body),
    thread: `/articles/${id}-the-slipway-is-repainted`,
    form: `/comments/new?article=${id}`,
  }
}

describe('A hold of one member', () => {
  test('holds what they write and edit, and nobody else’s, until it ends by the clock', async () => {
    const { site, say, act, state, words, ada, bo, mo, form } = await open()
    const before = await say('Written before.')
    const answer = await act('person-holds', { nic: 'Ada', until: 'day', reason: 'Calm down' })
    expect(answer.headers.location).toMatch(/^\/moderation\/people\/Ada\?done=person-holds&batch=\d+$/)
    const held = await say('Words.')
    expect([await state(held), await state(before)]).toEqual(['held', 'live'])
    expect(await state(await say('Others.', bo))).toBe('live')
    await site.post(`/comments/${before}/edits`, { body: 'Written before, and changed.' }, ada)
    expect(await state(before)).toBe('held')
    expect(await words('/moderation', mo)).toContain('Member on hold')
    expect(await words(form, ada)).toContain('A moderator reads each of your comments before it appears, until')
    expect(await words(form, bo)).not.toContain('A moderator reads each of your comments')
    site.advance(DAY)
    expect(await state(await say('A day later.'))).toBe('live')
    expect(await words(form, ada)).not.toContain('A moderator reads each of your comments')
  })

  test('is told to the member, logged, undone, and ended by a pardon', async () => {
    const { say, act, state, words, ada, mo } = await open()
    await act('person-holds', { nic: 'Ada', until: 'week', reason: 'Calm down' })
    expect(await words('/inbox', ada)).toContain('Moderators read what you write before it appears')
    expect(await words('/moderation/acknowledgements', ada)).toContain('Reason: Calm down.')
    expect(await words('/moderation/log')).toMatch(/Mo put a member on hold: Ada Calm down\. Until/)
    expect(await words('/moderation/people/Ada', mo)).toContain('On hold, until')
    expect((await act('person-holds', { nic: 'Ada', until: 'week' })).statusCode).toBe(409)
    await act('undos', { batch: '1', reason: '' })
    expect(await state(await say('Undone.'))).toBe('live')
    await act('person-holds', { nic: 'Ada', until: 'ever' })
    expect(await state(await say('Held again.'))).toBe('held')
    await act('pardons', { nic: 'Ada' })
    expect(await state(await say('Pardoned.'))).toBe('live')
  })

  test('needs somebody of a lower rank, a reason and an end', async () => {
    const { act, site, mo } = await open()
    expect((await act('person-holds', { nic: 'Meg', until: 'day' })).statusCode).toBe(403)
    expect((await act('person-holds', { nic: 'Mo', until: 'day' })).statusCode).toBe(403)
    const answer = await act('person-holds', { nic: 'Ada', until: '', reason: '' })
    expect([answer.statusCode, faultOn(answer.body, 'until')]).toEqual([422, 'Choose until when.'])
    expect((await site.get('/moderation/person-holds?nic=Ada', mo)).statusCode).toBe(200)
  })

  test('keeps a trusted member from publishing news without an editor', async () => {
    const { site, act, ada } = await open()
    const editor = await site.member('Ed', 'editor')
    await site.set('trustedPublish', true)
    await site.post('/desk/trusts', { nic: 'Ada', action: 'trust' }, editor)
    const send = (headline: string) =>
      site.post('/desk/links', { ...link, url: `${link.url}-${headline.length}`, headline, action: 'publish' }, ada)
    expect((await send('Telescopes to lend')).headers.location).toMatch(/^\/articles\//)
    await act('person-holds', { nic: 'Ada', until: 'week' })
    const answer = await send('Telescopes to lend again')
    expect([answer.statusCode, answer.body.includes('Telescopes to lend again')]).toEqual([403, true])
    expect((await site.get('/desk/links', ada)).body).not.toContain('value="publish"')
  })
})

describe('A hold of the site', () => {
  test('holds every comment but moderators’, says so at the head of each thread and above the form, and ends by the clock', async () => {
    const { site, say, act, state, words, mo, bo, thread, form } = await open()
    const plain = await words(thread)
    const answer = await act('site-holds', { hours: '3' })
    expect(answer.headers.location).toMatch(/^\/moderation\/site-holds\?done=held&batch=\d+$/)
    const sentence =
      'Every comment on this site waits for a moderator until 12 March 2030, 17:25, on the decision of Mo. Reason: A wave of spam.'
    expect(plain).not.toContain('Every comment on this site waits')
    for (const url of [thread, form]) expect(await words(url)).toContain(sentence)
    for (const who of [bo, null]) expect(await state(await say(`Words by ${who?.nic}.`, who))).toBe('held')
    expect(await state(await say('A moderator’s.', mo))).toBe('live')
    expect(await words('/moderation/site-holds', mo)).toContain(sentence)
    expect(await words('/moderation', mo)).toContain('Site on hold')
    expect(await words('/moderation/log')).toContain('put the site on hold')
    expect(await words(thread)).toContain(sentence)
    site.advance(3 * HOUR)
    expect(await words(thread)).not.toContain('Every comment on this site waits')
    expect(await state(await say('Three hours later.', bo))).toBe('live')
  })

  test('holds edits too', async () => {
    const { site, say, act, state, bo } = await open()
    const comment = await say('Words.', bo)
    await act('site-holds', { hours: '3' })
    await site.post(`/comments/${comment}/edits`, { body: 'Advertising.' }, bo)
    expect(await state(comment)).toBe('held')
  })

  test('is replaced, ended by a press, and restored by undo', async () => {
    const { site, say, act, state, bo, words, mo } = await open()
    await act('site-holds', { hours: '1', chip: 'Too heated to go on', reason: '' })
    await act('site-holds', { hours: '8' })
    site.advance(2 * HOUR)
    expect(await state(await say('Still held.', bo))).toBe('held')
    await act('site-releases', { chip: 'The matter is settled', reason: '' })
    expect(await state(await say('Released.', bo))).toBe('live')
    expect(await words('/moderation/log')).toContain('released the site The matter is settled')
    expect((await act('site-releases', {})).headers.location).toBe('/moderation/site-holds?done=already')
    const batch = await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    await act('undos', { batch: String(batch.id), reason: '' })
    expect(await state(await say('Held again.', bo))).toBe('held')
    expect(await words('/moderation/site-holds', mo)).toContain('Release the site')
    site.advance(8 * HOUR)
    // A hold that the clock has ended does not stand in the way of a new one.
    await act('site-holds', { hours: '1' })
    site.advance(MINUTE)
    expect(await state(await say('A new hold.', bo))).toBe('held')
  })

  test('takes its reason by chip or in words, and a length of the list, each fault beside its field', async () => {
    const { act, site, ada } = await open()
    const answer = await act('site-holds', { hours: '5', reason: '' })
    expect([answer.statusCode, faultOn(answer.body, 'hours'), faultOn(answer.body, 'reason')]).toEqual([
      422,
      'Choose how long.',
      'Choose a reason, or enter one: everybody can read it.',
    ])
    await act('site-holds', { hours: '1' })
    const release = await act('site-releases', { reason: '' })
    expect([release.statusCode, faultOn(release.body, 'release-reason')]).toEqual([
      422,
      expect.stringMatching(/reason/),
    ])
    expect((await site.get('/moderation/site-holds', ada)).statusCode).toBe(403)
    expect((await act('site-holds', { hours: '1' }, ada)).statusCode).toBe(403)
  })
})
