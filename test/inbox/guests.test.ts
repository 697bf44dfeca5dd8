// Guests get replies by e-mail if they ask for it, after they have confirmed their address.

import { expect, test } from 'vitest'
import { changeState, insertPlaced } from '../../src/comments/state-actions.ts'
import { write } from '../../src/db/write.ts'
import { requestSubscription } from '../../src/notices/subscription-actions.ts'
import { DAY } from '../../src/time.ts'
import { faultOn, linkOn, wordsOn } from '../comments/page.ts'
import { linksIn } from '../mail/sink.ts'
import { type Member, openSite, type Site } from '../support/site.ts'
import { postOffice, say, sendAll } from './threads.ts'

type Talk = { site: Site; article: number; bo: Member; office: ReturnType<typeof postOffice> }

async function talk(): Promise<Talk> {
  const site = await openSite()
  return { site, article: await site.article(), bo: await site.member('Bo'), office: postOffice() }
}

let n = 0

/** Posts as a guest: stores the comment and the request for replies. */
const guestSays = (
  site: Site,
  article: number,
  email: string,
  wants: boolean,
  parent: number | null = null,
): Promise<number> =>
  write(site.deps, async (db) => {
    const at = site.deps.clock()
    const { id } = await insertPlaced(db, {
      article_id: article,
      parent_id: parent,
      account_id: null,
      nic: 'Passer-by',
      name_kind: 'guest',
      email: email || null,
      website: null,
      format: 'markup',
      source: 'x',
      html: '<p>Said a guest.</p>',
      renderer: 1,
      state: 'live',
      created_at: at,
      day: '2030-03-12',
      idempotency_key: null,
      content_hash: `guest ${n++}`,
    })
    await requestSubscription(site.deps, db, id, email, wants, at)
    return id
  })

const confirmLink = (text: string): string => linksIn(text).find((link) => link.startsWith('/inbox/confirm/'))!
/** The address that the button of the link's page posts to. */
const confirmAction = (text: string): string => confirmLink(text).replace('/inbox/confirm/', '/comments/confirmations/')
const stopLink = (text: string): string => linksIn(text).find((link) => link.startsWith('/inbox/unsubscribe/'))!

test('A guest who asks for replies confirms with a button, and gets them until one press unsubscribes', async () => {
  const { site, article, bo, office } = await talk()
  const id = await guestSays(site, article, 'Guest@mail.example', true)
  await sendAll(site, office)
  expect(office.sent.map(({ to }) => to)).toEqual(['Guest@mail.example'])
  const link = confirmLink(office.sent[0]!.text)
  const action = confirmAction(office.sent[0]!.text)
  const early = await say(site, bo, article, 'An early reply.', id)
  await site.get(link)
  await sendAll(site, office)
  expect(office.sent).toHaveLength(1)
  expect((await site.get(link)).body).toContain('>E-mail me replies</button>')
  expect((await site.get(link)).body).toContain(`action="${action}"`)
  for (let press = 0; press < 2; press++)
    expect((await site.post(action, { action: 'confirm' })).headers.location).toBe(link)
  expect(wordsOn((await site.get(link)).body)).toContain('by e-mail.')
  await sendAll(site, office)
  const late = await say(site, bo, article, 'A late reply.', id)
  await sendAll(site, office)
  expect(office.sent.slice(1).map(({ text }) => linksIn(text)[0])).toEqual([`/comments/${early}`, `/comments/${late}`])
  expect(office.sent[2]!.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
  const stop = stopLink(office.sent[2]!.text)
  expect((await site.get(stop)).body).toContain('>Unsubscribe</button>')
  await site.app.inject({
    method: 'POST',
    url: stop,
    headers: { host: 'localhost:3000', 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  })
  await say(site, bo, article, 'One too many.', id)
  await sendAll(site, office)
  expect(office.sent).toHaveLength(3)
  expect(wordsOn((await site.get(stop)).body)).toContain('You get no more e-mails about replies to your comment.')
})

test('The pages that e-mails link to have a link to the comment only while it is live, and say so while it is held', async () => {
  const { site, article, bo, office } = await talk()
  const id = await guestSays(site, article, 'guest@mail.example', true)
  await sendAll(site, office)
  const confirm = confirmLink(office.sent[0]!.text)
  await site.post(confirmAction(office.sent[0]!.text), {})
  await say(site, bo, article, 'A reply.', id)
  await sendAll(site, office)
  const links = [confirm, stopLink(office.sent[1]!.text)]
  const read = async (link: string) => {
    const { body } = await site.get(link)
    return [
      linkOn(body, 'Your comment'),
      linkOn(body, 'The article'),
      wordsOn(body).includes('Your comment is waiting for a moderator'),
    ]
  }
  const href = `/articles/${article}-the-slipway-is-repainted`
  for (const link of links) {
    expect(await read(link)).toEqual([`/comments/${id}`, null, false])
    for (const [state, waits] of [
      ['held', true],
      ['removed', false],
      ['withdrawn', false],
      ['spam', false],
    ] as const) {
      await write(site.deps, (db) => changeState(db, id, state))
      expect(await read(link), state).toEqual([null, href, waits])
      expect((await site.get(href)).statusCode).toBe(200)
    }
    await write(site.deps, (db) => changeState(db, id, 'live', site.deps.clock()))
  }
  await site.post(links[1]!, { action: 'stop' })
  await write(site.deps, (db) => changeState(db, id, 'held'))
  expect(await read(links[1]!)).toEqual([null, href, true])
})

test('Nobody gets a confirmation without ticking the box and typing a plain address', async () => {
  const { site, article, office } = await talk()
  await guestSays(site, article, 'guest@mail.example', false)
  for (const email of [
    '',
    'nonsense',
    'a@mail.example,b@mail.example',
    '"x y"@mail.example',
    'a@mail.example\r\nBcc: b@mail.example',
  ])
    await guestSays(site, article, email, true)
  await sendAll(site, office)
  expect(office.sent).toEqual([])
})

test('A guest gets no e-mail about their own replies', async () => {
  const { site, article, office } = await talk()
  const id = await guestSays(site, article, 'guest@mail.example', true)
  await sendAll(site, office)
  await site.post(confirmAction(office.sent[0]!.text), {})
  await guestSays(site, article, ' GUEST@mail.example', false, id)
  await sendAll(site, office)
  expect(office.sent).toHaveLength(1)
})

test('An address that somebody else types gets three confirmations a day at most, and nothing else', async () => {
  const { site, article, bo, office } = await talk()
  const ids: number[] = []
  for (let i = 0; i < 6; i++) ids.push(await guestSays(site, article, 'victim@mail.example', true))
  for (const id of ids) await say(site, bo, article, 'Reply.', id)
  await sendAll(site, office)
  expect(office.sent).toHaveLength(3)
  expect(office.sent.every(({ subject }) => subject === 'Replies to your comment on Broadside')).toBe(true)
  site.advance(8 * DAY)
  const late = await site.post(confirmAction(office.sent[0]!.text), {})
  expect((await site.get(String(late.headers.location))).statusCode).toBe(404)
  expect(late.cookies).toEqual([])
})

test('The form asks guests, not members, and keeps the tick with the text; a tick without an address is a fault beside the field', async () => {
  const { site, article, bo } = await talk()
  const href = String((await site.get(`/articles/${article}`)).headers.location)
  expect((await site.get(href)).body).toContain('name="notify" value="on">')
  expect((await site.get(href, bo)).body).not.toContain('name="notify"')
  const { body } = await site.post('/comments', {
    article: String(article),
    body: 'Hello.',
    notify: 'on',
    action: 'preview',
  })
  expect(body).toContain('name="notify" value="on" checked>')
  expect(faultOn(body, 'email')).toBe('Enter your e-mail address to get replies by e-mail.')
})
