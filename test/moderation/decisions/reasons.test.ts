// Reasons of decisions about a comment: by chip, by text, and none for spam, approving and featuring.
import { describe, expect, test } from 'vitest'
import { faultOn, wordsOn } from '../../comments/page.ts'
import { openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const ada = await site.member('Ada')
  const say = async (body: string) =>
    (await site.post('/comments', { article: String(id), nic: '', body }, ada)).headers.location!.slice(
      '/comments/'.length,
    )
  const act = (noun: string, form: Record<string, string>) => site.post(`/moderation/${noun}`, form, mo)
  const newest = async () =>
    site.deps.db
      .selectFrom('log_entries')
      .select(['act', 'subject_id', 'reason'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  return { site, mo, say, act, newest }
}

describe('A decision', () => {
  test.each([
    ['removals', 'remove', 'Off topic', 'Within the house rules'],
    ['holds', 'hold', 'Off topic', 'Within the house rules'],
  ])('of %s takes a chip of its list and no other', async (noun, name, chip, foreign) => {
    const { site, mo, say, act, newest } = await open()
    const comment = await say('Words.')
    expect((await site.get(`/moderation/${noun}?comment=${comment}`, mo)).body).toContain(`value="${chip}"`)
    for (const form of [{ chip: foreign }, { chip: 'other' }, {}] as Record<string, string>[]) {
      const answer = await act(noun, { comment, ...form })
      expect([answer.statusCode, faultOn(answer.body, 'reason')]).toEqual([422, expect.stringMatching(/\.$/)])
    }
    await act(noun, { comment, chip })
    expect(await newest()).toEqual({ act: name, subject_id: Number(comment), reason: chip })
  })

  test('of restoring has a list of its own', async () => {
    const { site, mo, say, act, newest } = await open()
    const comment = await say('Words.')
    await act('removals', { comment, chip: 'Off topic' })
    const form = (await site.get(`/moderation/restorations?comment=${comment}`, mo)).body
    expect([form.includes('Within the house rules'), form.includes('Off topic')]).toEqual([true, false])
    expect((await act('restorations', { comment, chip: 'Off topic' })).statusCode).toBe(422)
    await act('restorations', { comment, chip: 'Within the house rules', reason: 'I misread it.' })
    expect((await newest()).reason).toBe('Within the house rules: I misread it.')
  })

  test.each([
    ['spam', 'spam'],
    ['approvals', 'read'],
    ['features', 'feature'],
  ])('of %s needs no reason', async (noun, name) => {
    const { site, mo, say, act, newest } = await open()
    const comment = await say('Words.')
    expect((await site.get(`/moderation/${noun}?comment=${comment}`, mo)).body).toContain('Reason <i>(optional)</i>')
    await act(noun, { comment, ...(noun === 'features' ? { action: 'feature' } : {}) })
    expect(await newest()).toEqual({ act: name, subject_id: Number(comment), reason: '' })
    expect(wordsOn((await site.get('/moderation/log')).body)).not.toContain('Reason: .')
  })

  test.each(['removals', 'holds', 'spam', 'features'])(
    'of %s in a thread takes the reason of its own comment',
    async (noun) => {
      const { say, act, newest } = await open()
      const [first, second] = [await say('One.'), await say('Two.')]
      const chips = { [`chip-${first}`]: 'Advertising', [`reason-${first}`]: '', [`chip-${second}`]: 'Duplicate' }
      await act(noun, { comment: first, ...chips })
      expect(await newest()).toMatchObject({ subject_id: Number(first), reason: 'Advertising' })
      const others = { [`chip-${first}`]: 'Advertising', [`reason-${first}`]: 'words' }
      const answer = await act(noun, { comment: second, ...others })
      if (noun === 'removals' || noun === 'holds') expect(answer.statusCode).toBe(422)
      else expect(await newest()).toMatchObject({ subject_id: Number(second), reason: '' })
    },
  )
})

describe('The reasons of a list', () => {
  const forms: [string, string, Record<string, string>, 'commentReasons' | 'closingReasons' | 'restoringReasons'][] = [
    ['warnings', '/moderation/warnings?nic=Ada', { nic: 'Ada' }, 'commentReasons'],
    ['silences', '/moderation/silences?nic=Ada', { nic: 'Ada', until: 'day' }, 'commentReasons'],
    ['bans', '/moderation/bans?nic=Ada', { nic: 'Ada', until: 'day' }, 'commentReasons'],
    ['thread-holds', '/moderation/threads?article=1', { article: '1', action: 'hold' }, 'closingReasons'],
    ['slowdowns', '/moderation/threads?article=1', { article: '1', action: 'slow', minutes: '5' }, 'closingReasons'],
    ['closures/older', '/moderation/closures/older', { days: '1' }, 'closingReasons'],
  ]

  test.each(forms)('are chips for %s, which takes one of them and no other', async (noun, page, form, list) => {
    const { site, mo, act } = await open()
    await site.article({ headline: 'An old one', postedAt: site.deps.clock() - 3 * 86_400_000 })
    const [chip] = site.deps.settings()[list]
    expect((await site.get(page, mo)).body).toContain(`value="${chip}"`)
    const refused = await act(noun, { ...form, chip: 'Removed by mistake', reason: 'My own words' })
    expect(refused.statusCode).toBe(422)
    expect(wordsOn(refused.body)).toContain('This reason is no longer offered. Choose another one.')
    expect(refused.body).toContain('My own words')
    const other = await act(noun, { ...form, chip: 'other' })
    expect([other.statusCode, wordsOn(other.body)]).toEqual([
      422,
      expect.stringContaining('Say what the other reason is'),
    ])
    expect(other.body).toContain('value="other" checked')
    expect((await act(noun, { ...form, chip: chip! })).statusCode).toBe(303)
    expect(await site.deps.db.selectFrom('batches').select('reason').execute()).toEqual([{ reason: chip }])
  })

  test('are chips for a pardon, for a sweep and for a move', async () => {
    const { site, mo, say, act } = await open()
    const comment = await say('Words.')
    const into = await site.article({ headline: 'The other one' })
    const reasons = async () =>
      (await site.deps.db.selectFrom('batches').select('reason').orderBy('id').execute()).map(({ reason }) => reason)
    await act('silences', { nic: 'Ada', until: 'day', chip: 'Off topic' })
    await act('pardons', { nic: 'Ada', chip: 'Removed by mistake' })
    await act('moves', { comment, into: String(into), action: 'move', chip: 'Duplicate', reason: 'see there' })
    await act('sweeps', { comment, [`comment-${comment}`]: 'on', action: 'spam', chip: 'Advertising' })
    expect(await reasons()).toEqual(['Off topic', 'Removed by mistake', 'Duplicate: see there', 'Advertising'])
    for (const page of [`/moderation/sweeps?comment=${comment}`, `/moderation/moves?comment=${comment}`])
      expect((await site.get(page, mo)).body).toContain('value="Advertising"')
    expect((await site.get('/moderation/notes?nic=Ada', mo)).body).not.toContain('class="chip"')
  })
})
