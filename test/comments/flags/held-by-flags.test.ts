// A comment that enough members in good standing have flagged waits for a moderator.
import { expect, test } from 'vitest'
import { DAY } from '../../../src/time.ts'
import { aThread, type Member, NOON, openSite } from '../../support/site.ts'
import { wordsOn } from '../page.ts'

async function open(needed = 2) {
  const site = await openSite()
  const { db, store } = site.deps
  const names = ['Mo', 'Ada', 'Bo', 'Cy', 'Di', 'New'] as const
  const members = Object.fromEntries(
    await Promise.all(
      names.map(async (nic) => [nic, await site.member(nic, nic === 'Mo' ? 'moderator' : 'member')] as const),
    ),
  ) as Record<(typeof names)[number], Member>
  const old = await site.deps.db.selectFrom('accounts').select(['id', 'nic']).where('nic', '!=', 'New').execute()
  for (const { id, nic } of old)
    await store.writer
      .updateTable('accounts')
      .set({ created_at: site.deps.clock() - 40 * DAY, owned_email: `${nic}@example.org`.toLowerCase() })
      .where('id', '=', id)
      .execute()
  await site.set('flagsToHold', needed)
  const article = await site.article()
  const say = async (body: string, as: Member = members.Ada): Promise<number> => {
    const { headers } = await site.post('/comments', { article: String(article), nic: '', body }, as)
    return Number(String(headers.location).slice('/comments/'.length))
  }
  return {
    site,
    ...members,
    say,
    flag: (comment: number, as: Member) => site.post(`/comments/${comment}/flags`, { reason: 'It is untrue.' }, as),
    decide: (noun: string, comment: number) =>
      site.post(`/moderation/${noun}`, { comment: String(comment), reason: 'Read it' }, members.Mo),
    state: async (comment: number) =>
      (await db.selectFrom('comments').select('state').where('id', '=', comment).executeTakeFirstOrThrow()).state,
    words: async (url: string, as: Member | null = null) => wordsOn((await site.get(url, as)).body),
  }
}

test('nothing is held while the setting is off, which it is at first', async () => {
  const { site, say, flag, state, Bo, Cy } = await open(0)
  expect(site.deps.settings().flagsToHold).toBe(0)
  const comment = await say('Words.')
  for (const who of [Bo, Cy]) await flag(comment, who)
  expect(await state(comment)).toBe('live')
})

test('the flag that reaches the number holds it: logged with its rule, told to the writer, with the flags in the queue', async () => {
  const { say, flag, state, words, Mo, Ada, Bo, Cy } = await open()
  const comment = await say('Words.')
  await flag(comment, Bo)
  expect(await state(comment)).toBe('live')
  expect((await flag(comment, Cy)).headers.location).toBe('/comments/flags')
  expect(await state(comment)).toBe('held')
  expect(await words('/moderation/log')).toContain(
    'broadside held a comment that members flagged on The slipway is repainted Rule of this site: 2 flags by members in good standing.',
  )
  expect(await words('/inbox', Ada)).toContain('Rule of this site: 2 flags by members in good standing.')
  expect(await words(`/comments/${comment}/edits`, Ada)).toContain('Several members have flagged it')
  expect(await words('/moderation', Mo)).toMatch(/Flagged.*Bo: It is untrue\. Cy: It is untrue\. Caught: 2 flags/)
})

test('flags of newcomers, of unconfirmed and of silenced members do not hold', async () => {
  const { site, say, flag, state, decide, Mo, Bo, Cy, Di, New } = await open()
  const comment = await say('Words.')
  await site.deps.store.writer.updateTable('accounts').set({ owned_email: null }).where('id', '=', Cy.id).execute()
  for (const who of [New, Cy, Bo]) await flag(comment, who)
  expect(await state(comment)).toBe('live')
  await site.post('/moderation/silences', { nic: 'Bo', until: 'week', reason: 'Rude' }, Mo)
  await flag(comment, Di)
  expect(await state(comment)).toBe('live')
  await decide('approvals', comment)
})

test('a moderator’s approval stands against later flags, until the writer changes the text', async () => {
  const { site, say, flag, state, decide, Ada, Bo, Cy, Di, Mo } = await open()
  const comment = await say('Words.')
  for (const who of [Bo, Cy]) await flag(comment, who)
  await decide('approvals', comment)
  expect(await state(comment)).toBe('live')
  await flag(comment, Di)
  await flag(comment, Mo)
  expect(await state(comment)).toBe('live')
  expect((await site.get('/moderation', Mo)).body).toContain('2 flags')

  const other = await say('Other words.')
  await decide('approvals', other)
  site.advance(3 * 60_000)
  await site.post(`/comments/${other}/edits`, { body: 'Worse words.' }, Ada)
  for (const who of [Bo, Cy]) await flag(other, who)
  expect(await state(other)).toBe('held')
})

test('a restored comment stands against later flags, and an undone approval does not', async () => {
  const { site, say, flag, state, decide, Bo, Cy, Mo } = await open()
  const restored = await say('Words.')
  for (const noun of ['removals', 'restorations']) await decide(noun, restored)
  for (const who of [Bo, Cy]) await flag(restored, who)
  expect(await state(restored)).toBe('live')

  const undone = await say('Other words.')
  await decide('approvals', undone)
  const { id } = await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  await site.post('/moderation/undos', { batch: String(id), reason: '' }, Mo)
  for (const who of [Bo, Cy]) await flag(undone, who)
  expect(await state(undone)).toBe('held')
})

test('a member sees what came of their flags, and on the form that they weigh less', async () => {
  const { say, flag, state, words, decide, Bo, Cy, Mo } = await open()
  expect(await words('/comments/flags', Bo)).toContain('You have flagged nothing.')
  for (let i = 0; i < 5; i++) {
    const comment = await say(`Words, for the ${i}th time.`)
    await flag(comment, Bo)
    await decide(i < 2 ? 'removals' : 'approvals', comment)
  }
  const list = await words('/comments/flags', Bo)
  expect(list).toContain('Moderators upheld 2 of your last 5 flags and dismissed 3. Your flags count half')
  expect(list.match(/A moderator dismissed your flag\./g)).toHaveLength(3)
  const last = await say('The last words.')
  expect(await words(`/comments/${last}/flags`, Bo)).toContain('Your flags count half')
  for (const who of [Bo, Cy]) await flag(last, who)
  expect(await state(last)).toBe('live')
  expect(await words('/moderation', Mo)).toContain('Bo (3 of 5 earlier flags dismissed, counts half): It is untrue.')
})

test('the list of one’s flags pages by key and is for members only', async () => {
  const { site, words, Bo } = await open()
  expect((await site.get('/comments/flags')).statusCode).toBe(403)
  await site.article({ key: 'long', comments: aThread('long', Array(31).fill(null)) })
  const comments = await site.deps.db.selectFrom('comments').select('id').execute()
  await site.deps.store.writer
    .insertInto('flags')
    .values(comments.map(({ id }) => ({ comment_id: id, account_id: Bo.id, reason: 'Why.', created_at: NOON })))
    .execute()
  const first = (await site.get('/comments/flags', Bo)).body
  const older = /href="(\/comments\/flags\?before=\d+)"/.exec(first)![1]!
  expect((await words(older, Bo)).match(/No moderator has decided yet\./g)).toHaveLength(1)
})
