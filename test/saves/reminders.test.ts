// Reminders: one notice when a thread closes, by a moderator or by its age, and e-mail as the member has chosen.
import { expect, test } from 'vitest'
import { remindOfClosings } from '../../src/saves/reminder-actions.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { wordsOn } from '../comments/page.ts'
import { counter, inbox, mailed, postOffice, sendAll } from '../inbox/threads.ts'
import { type Member, openSite, type Site } from '../support/site.ts'

const HREF = '/articles/1-the-slipway-is-repainted'
const NOTICE = [`* Comments are closed ${HREF}#comments`]

async function opened() {
  const site = await openSite()
  await site.article()
  return { site, ada: await site.member('Ada'), mod: await site.member('Moss', 'moderator') }
}

const remind = (site: Site): Promise<void> => remindOfClosings(site.deps, () => false)

const ask = (site: Site, who: Member) => site.post('/articles/1/saves', { remind: 'on', action: 'save' }, who)

const close = (site: Site, mod: Member, reason = 'Said enough') =>
  site.post('/moderation/closures', { article: '1', reason }, mod)

const reopen = (site: Site, mod: Member) =>
  site.post('/moderation/reopenings', { article: '1', reason: 'More to say' }, mod)

test('a thread that a moderator closes is announced once, however often and by however many it is looked at', async () => {
  const { site, ada, mod } = await opened()
  await ask(site, ada)
  await remind(site)
  expect(await inbox(site, ada)).toEqual([])
  await close(site, mod)
  await Promise.all([remind(site), remind(site)])
  await remind(site)
  expect(await inbox(site, ada)).toEqual(NOTICE)
  expect(await inbox(site, ada, '?kind=follows')).toEqual(NOTICE)
  expect(await counter(site, ada)).toBe('1')
})

test('two members are each told, and a member who did not ask is not', async () => {
  const { site, ada, mod } = await opened()
  const [bob, cleo] = [await site.member('Bob'), await site.member('Cleo')]
  for (const who of [ada, bob]) await ask(site, who)
  await site.post('/articles/1/saves', {}, cleo)
  await close(site, mod)
  await remind(site)
  expect([await inbox(site, ada), await inbox(site, bob), await inbox(site, cleo)]).toEqual([NOTICE, NOTICE, []])
})

test('a thread that closes by its age is announced when the clock says so, with nobody reading it', async () => {
  const { site, ada } = await opened()
  await site.set('closeAfterDays', 2)
  expect(wordsOn((await site.get('/articles/1/saves', ada)).body)).toContain('It closes on 14 March 2030, 08:00')
  await ask(site, ada)
  expect(wordsOn((await site.get('/saved', ada)).body)).toContain('You get a notice when they close.')
  site.advance(DAY)
  await remind(site)
  expect(await inbox(site, ada)).toEqual([])
  site.advance(DAY)
  await remind(site)
  expect(await inbox(site, ada)).toEqual(NOTICE)
})

test('a thread reopened before anybody looked is not announced; its next closing is', async () => {
  const { site, ada, mod } = await opened()
  await ask(site, ada)
  await close(site, mod)
  await reopen(site, mod)
  await remind(site)
  expect(await inbox(site, ada)).toEqual([])
  site.advance(HOUR)
  await close(site, mod, 'Said enough again')
  await remind(site)
  expect(await inbox(site, ada)).toEqual(NOTICE)
})

test('a reminder ends with the closing that it announced; after a reopening it can be asked for again', async () => {
  const { site, ada, mod } = await opened()
  await ask(site, ada)
  await close(site, mod)
  await remind(site)
  await reopen(site, mod)
  expect((await site.get('/articles/1/saves', ada)).body).not.toContain('value="on" checked')
  site.advance(HOUR)
  await close(site, mod, 'Said enough again')
  await remind(site)
  expect(await inbox(site, ada)).toHaveLength(1)
  await reopen(site, mod)
  await ask(site, ada)
  site.advance(HOUR)
  await close(site, mod, 'For good')
  await remind(site)
  expect(await inbox(site, ada)).toHaveLength(2)
})

test('a closed thread takes no reminder, and says that it is closed', async () => {
  const { site, ada, mod } = await opened()
  await close(site, mod)
  expect((await site.get('/articles/1/saves', ada)).body).not.toContain('name="remind"')
  await ask(site, ada)
  expect(wordsOn((await site.get('/saved', ada)).body)).toContain('Comments are closed.')
  await remind(site)
  expect(await inbox(site, ada)).toEqual([])
})

test('an unticked box, and the removal of the last save of the thread, end the reminder; an undo restores it', async () => {
  const { site, ada, mod } = await opened()
  await ask(site, ada)
  await site.post('/articles/1/saves', { action: 'save' }, ada)
  await ask(site, ada)
  const gone = await site.post('/articles/1/saves', { action: 'remove' }, ada)
  expect(gone.headers.location).toBe('/saved?removed=article-1&reminder=1')
  expect(await site.deps.db.selectFrom('reminders').selectAll().execute()).toEqual([])
  expect((await site.get(gone.headers.location!, ada)).body).toContain('name="remind" value="on"')
  await site.post('/articles/1/saves', { action: 'restore', remind: 'on' }, ada)
  await close(site, mod)
  await remind(site)
  expect(await inbox(site, ada)).toEqual(NOTICE)
})

test('an article that is not published is announced once it is again; a muted thread never', async () => {
  const { site, ada, mod } = await opened()
  const bob = await site.member('Bob')
  for (const who of [ada, bob]) await ask(site, who)
  await site.post('/articles/1/follows', { action: 'silence' }, bob)
  await close(site, mod)
  const setState = (state: 'unpublished' | 'published') =>
    site.deps.store.writer.updateTable('articles').set({ state }).execute()
  await setState('unpublished')
  await remind(site)
  await setState('published')
  expect(await inbox(site, ada)).toEqual([])
  await remind(site)
  expect(await inbox(site, ada)).toEqual(NOTICE)
  expect(await inbox(site, bob)).toEqual([])
  await site.post('/articles/1/follows', { action: 'unsilence' }, bob)
  await remind(site)
  expect(await inbox(site, bob)).toEqual([])
})

test('the notice is mailed like every other, by the member’s choice', async () => {
  const { site, ada, mod } = await opened()
  const bob = await site.member('Bob')
  await mailed(site, ada, 'now')
  await mailed(site, bob, 'never')
  for (const who of [ada, bob]) await ask(site, who)
  await close(site, mod)
  await remind(site)
  const office = postOffice()
  await sendAll(site, office)
  expect(office.sent.map(({ to, subject }) => [to, subject])).toEqual([
    ['ada@mail.example', 'Comments are closed on The slipway is repainted'],
  ])
  expect(office.sent[0]!.text).toContain(`${HREF}#comments`)
})
