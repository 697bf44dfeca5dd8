// Outside watch hours, comments wait for a moderator by the clock, where the site wants it.
import { expect, test } from 'vitest'
import { momentOf } from '../../src/time.ts'
import { wordsOn } from '../comments/page.ts'
import { aThread, type Member, openSite } from '../support/site.ts'

const ZONE = 'Europe/London'
const HELD = 'No moderator is on duty until'

async function open({ holds = true, hours = ['Mon-Sun 08:00-22:00'] } = {}) {
  const site = await openSite()
  await site.set('timeZone', ZONE)
  await site.set('closeAfterDays', null)
  await site.set('watchHours', hours)
  await site.set('watchHolds', holds)
  const id = await site.article({ comments: aThread('t', [null]) })
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
  const { db, clock } = site.deps
  return {
    site,
    id,
    mo,
    ada,
    say: async (body: string, as: Member | null = ada): Promise<number> => {
      await site.post('/comments', { article: String(id), nic: as === null ? `Reader ${body.length}` : '', body }, as)
      return (await db.selectFrom('comments').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id
    },
    state: async (comment: number) =>
      (await db.selectFrom('comments').select('state').where('id', '=', comment).executeTakeFirstOrThrow()).state,
    words: async (url: string, as: Member | null = null) => wordsOn((await site.get(url, as)).body),
    /** Turns the clock to what clocks of the site show then. */
    turnTo: (day: string, time: string) => site.advance(momentOf(day, time, ZONE) - clock()),
    thread: `/articles/${id}-the-slipway-is-repainted`,
    form: `/comments/new?article=${id}`,
  }
}

test('outside watch hours comments and edits wait, and every thread says when somebody is back', async () => {
  const { site, say, state, words, turnTo, mo, ada, thread, form } = await open()
  const before = await say('In the afternoon.')
  expect(await state(before)).toBe('live')
  expect(await words(thread)).not.toContain(HELD)
  turnTo('2030-03-12', '21:50')
  const late = await say('Shortly before ten.')
  expect(await words(thread)).not.toContain(HELD)
  turnTo('2030-03-12', '22:00')
  // The page is cached, and expires by the clock.
  const sentence = `${HELD} 13 March 2030, 08:00. Comments wait for one before they appear.`
  for (const url of [thread, form]) expect(await words(url)).toContain(sentence)
  expect(await state(await say('At night.'))).toBe('held')
  expect(await state(await say('A guest at night.', null))).toBe('held')
  await site.post(`/comments/${late}/edits`, { body: 'Advertising.' }, ada)
  expect(await state(late)).toBe('held')
  expect(await words('/moderation', mo)).toContain('Nobody on duty')
  expect(await words(thread, ada)).toContain('No moderator was on duty when you sent it')
  turnTo('2030-03-13', '07:59')
  expect(await words(thread)).toContain(HELD)
  turnTo('2030-03-13', '08:00')
  for (const url of [thread, form]) expect(await words(url)).not.toContain(HELD)
  expect(await state(await say('In the morning.'))).toBe('live')
  expect(await state(late)).toBe('held')
})

test('a moderator’s own comments and edits appear at once', async () => {
  const { site, say, state, words, turnTo, mo, form } = await open()
  turnTo('2030-03-12', '23:00')
  const comment = await say('From the newsroom.', mo)
  await site.post(`/comments/${comment}/edits`, { body: 'From the newsroom, corrected.' }, mo)
  expect(await state(comment)).toBe('live')
  expect(await words(form, mo)).not.toContain(HELD)
})

test('a moderator who goes on duty at night ends the wait until they go, or their time is over', async () => {
  const { site, say, state, words, turnTo, mo, thread } = await open()
  turnTo('2030-03-12', '23:00')
  expect(await words(thread)).toContain(HELD)
  await site.post('/moderation/duties', { action: 'begin', until: '02:00', next: '' }, mo)
  expect(await words(thread)).not.toContain(HELD)
  const watched = await say('While Mo is on duty.')
  expect(await state(watched)).toBe('live')
  await site.post('/moderation/duties', { action: 'end', until: '', next: '' }, mo)
  expect(await words(thread)).toContain(HELD)
  expect(await state(await say('Mo has gone.'))).toBe('held')
  await site.post('/moderation/duties', { action: 'begin', until: '02:00', next: '' }, mo)
  expect(await words(thread)).not.toContain(HELD)
  // 02:00 of the moderator’s own time zone, which is that of the site.
  turnTo('2030-03-13', '02:00')
  expect(await words(thread)).toContain(HELD)
})

test('the hour at which somebody is back is right across a clock change', async () => {
  const { site, words, turnTo, thread, say, state } = await open()
  await site.set('guests', 'open')
  turnTo('2030-03-30', '22:30')
  expect(await words(thread)).toContain(`${HELD} 31 March 2030, 08:00.`)
  turnTo('2030-03-31', '07:59')
  expect(await state(await say('A minute early.', null))).toBe('held')
  turnTo('2030-03-31', '08:00')
  expect(await words(thread)).not.toContain(HELD)
  expect(await state(await say('On time.', null))).toBe('live')
})

test('nothing waits unless the site wants it, or without watch hours', async () => {
  const { site, say, state, words, turnTo, thread } = await open({ holds: false })
  turnTo('2030-03-12', '23:00')
  expect(await state(await say('Not wanted.'))).toBe('live')
  expect(await words(thread)).not.toContain(HELD)
  await site.set('watchHolds', true)
  expect(await words(thread)).toContain(HELD)
  await site.set('watchHours', [])
  expect(await state(await say('Always on duty.'))).toBe('live')
  expect(await words(thread)).not.toContain(HELD)
})

test('a thread that a moderator holds, and a hold of the site, are said before the clock', async () => {
  const { site, id, words, turnTo, thread, mo, say } = await open()
  turnTo('2030-03-12', '23:00')
  await site.post(
    '/moderation/thread-holds',
    { article: String(id), action: 'hold', reason: 'Too heated to go on' },
    mo,
  )
  await say('Held by the thread.')
  expect(await words('/moderation', mo)).toContain('Thread on hold')
  await site.post('/moderation/site-holds', { hours: '3', reason: 'A wave of spam' }, mo)
  expect(await words(thread)).not.toContain(HELD)
  expect(await words(thread)).toContain('Every comment on this site waits')
})
