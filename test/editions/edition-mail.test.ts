// The daily edition by e-mail: who gets it, when, and what it says; read from the files of the outbox.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { setEmail } from '../../src/accounts/email/queries.ts'
import { write } from '../../src/db/write.ts'
import { nextAsk } from '../../src/editions/subscriptions/rules.ts'
import { confirmToken, readConfirmToken, readStopToken, stopToken } from '../../src/editions/subscriptions/tokens.ts'
import { editionStep } from '../../src/jobs/edition-mail.ts'
import { mailStep } from '../../src/jobs/mail.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import { editionDue } from '../../src/mail/rules.ts'
import { systemRandom } from '../../src/random.ts'
import { editionRequests } from '../../src/settings.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { faultOn, wordsOn } from '../comments/page.ts'
import { mailed, say } from '../inbox/threads.ts'
import { linksIn, parsed, type Received } from '../mail/sink.ts'
import { aThread, type Member, NOON, openBeside, openSite, type Site } from '../support/site.ts'

/** Runs the jobs that queue and send e-mails until nothing is left to do. */
async function runMail({ deps }: Pick<Site, 'deps'>): Promise<void> {
  while (await editionStep(deps));
  while ((await mailStep(deps, openMailer(deps.config))) > 0);
}

/** The e-mails in the outbox folder, in their order. */
const outbox = ({ deps }: Site): Received[] => {
  const folder = join(deps.config.dataDir, 'outbox')
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => parsed(readFileSync(join(folder, name), 'utf8')))
  } catch {
    return []
  }
}

const editions = (site: Site): Received[] =>
  outbox(site).filter((mail) => mail.headers.get('list-id')?.[0] === '<editions.localhost>')

const to = (mail: Received): string => mail.headers.get('to')![0]!

const lastLink = (site: Site, stem: string): string =>
  linksIn(outbox(site).at(-1)!.body).find((link) => link.startsWith(stem))!

/** A member with a confirmed address who gets the edition. */
async function subscriber(site: Site, nic: string): Promise<Member> {
  const member = await site.member(nic)
  await mailed(site, member, 'never')
  await site.post('/accounts/email', { frequency: 'never', edition: 'on', action: 'frequency' }, member)
  return member
}

/** A guest who has confirmed. */
async function guest(site: Site, email: string): Promise<void> {
  await site.post('/editions/subscriptions', { email })
  await runMail(site)
  await site.post(lastLink(site, '/editions/confirmations/'), { action: 'confirm' })
}

/** Publishes an article and turns the clock on by a day, to the hour of its edition. */
async function nextEdition(site: Site): Promise<void> {
  await site.article({ postedAt: site.deps.clock() })
  site.advance(DAY)
}

/** From NOON to seven in the morning of the next day. */
const toMorning = (site: Site): void => site.advance(16 * HOUR + 35 * MINUTE)

describe('The daily edition by e-mail', () => {
  test('a member chooses it where e-mail is chosen, and gets headlines, introductions, counts, and what is new in threads', async () => {
    const site = await openSite()
    const ada = await subscriber(site, 'Ada')
    const bo = await site.member('Bo')
    const old = await site.article({ headline: 'An older argument', postedAt: NOON - 2 * DAY })
    await site.article({ headline: 'Fog & <ferries>', lede: 'None sailed.', section: 'Weather', area: 'World' })
    await site.article({ headline: 'The slipway is grey', comments: aThread('c', [null, 0, 0]) })
    await site.get((await site.get(`/articles/${old}`)).headers.location!, ada)
    await say(site, bo, old, 'One.')
    await say(site, bo, old, 'Two.')
    expect((await site.get('/accounts/email', ada)).body).toMatch(/name="edition" value="on" checked/)
    await runMail(site)
    expect(editions(site)).toEqual([])
    toMorning(site)
    await runMail(site)
    const [mail, ...others] = editions(site)
    expect(others).toEqual([])
    expect(to(mail!)).toBe('ada@mail.example')
    expect(mail!.headers.get('subject')![0]).toBe('Broadside, Tuesday, 12 March 2030: The slipway is grey')
    const [text = '', html = ''] = mail!.body.split('text/html')
    for (const part of [
      'Tuesday, 12 March 2030: 2 stories, 3 comments.',
      'Fog & <ferries>',
      'None sailed.',
      'Weather: http://localhost:3000/articles/',
      'Harbour, 3 comments: http://localhost:3000/articles/',
      '2 new comments on “An older argument”',
      `http://localhost:3000/articles/${old}/news`,
      'http://localhost:3000/archive/2030/03/12',
    ])
      expect(text).toContain(part)
    expect(text.indexOf('The slipway is grey')).toBeLessThan(text.indexOf('Fog'))
    expect(html).toContain('<h2>Fog &amp; &lt;ferries&gt;</h2><p>None sailed.</p>')
    // Reading the e-mail is no visit.
    expect((await site.get('/marks/news', ada)).body).toContain('An older argument')
  })

  test('a guest asks on a page, confirms with a button, and one press in the mail program unsubscribes', async () => {
    const site = await openSite()
    await site.article()
    expect((await site.get('/')).body).toContain('<a href="/editions/subscriptions">Get the edition by e-mail</a>')
    expect((await site.post('/editions/subscriptions', { email: ' Guest@Mail.example ' })).headers.location).toBe(
      '/editions/subscriptions?done=asked',
    )
    await runMail(site)
    const link = lastLink(site, '/editions/confirmations/')
    expect(to(outbox(site)[0]!)).toBe('Guest@mail.example')
    toMorning(site)
    await site.get(link)
    await runMail(site)
    expect(editions(site)).toEqual([])
    expect((await site.get(link)).body).toContain('>E-mail me the edition</button>')
    for (let press = 0; press < 2; press++)
      expect((await site.post(link, { action: 'confirm' })).headers.location).toBe(link)
    expect(wordsOn((await site.get(link)).body)).toContain('Guest@Mail.example gets the daily edition.')
    await nextEdition(site)
    await runMail(site)
    const [mail] = editions(site)
    expect(mail!.headers.get('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click'])
    const stop = /<http:\/\/localhost:3000(.*)>/.exec(mail!.headers.get('list-unsubscribe')![0]!)![1]!
    expect(linksIn(mail!.body)).toContain(stop)
    expect((await site.get(stop)).body).toContain('>Unsubscribe</button>')
    const press = await site.app.inject({
      method: 'POST',
      url: stop,
      headers: {
        host: 'localhost:3000',
        'content-type': 'multipart/form-data; boundary=x',
        origin: 'https://mail.example',
      },
      payload: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    })
    expect(press.statusCode).toBe(200)
    expect(wordsOn((await site.get(stop)).body)).toContain('Unsubscribed.')
    await nextEdition(site)
    await runMail(site)
    expect(editions(site)).toHaveLength(1)
    await site.post(stop, { action: 'resume' })
    await nextEdition(site)
    await runMail(site)
    expect(editions(site)).toHaveLength(2)
  })

  test('a member’s page of it has one button, and the link in the e-mail stops it without signing in', async () => {
    const site = await openSite()
    await site.article()
    const ada = await site.member('Ada')
    expect(wordsOn((await site.get('/editions/subscriptions', ada)).body)).toContain('no e-mail address yet')
    await mailed(site, ada, 'daily')
    expect((await site.get('/editions/subscriptions', ada)).body).toContain('value="start"')
    await site.post('/editions/subscriptions', { action: 'start' }, ada)
    expect((await site.get('/editions/subscriptions', ada)).body).toContain('value="stop"')
    toMorning(site)
    await runMail(site)
    await site.post(lastLink(site, '/editions/unsubscribe/'), { action: 'stop' })
    expect((await site.get('/accounts/email', ada)).body).not.toMatch(/name="edition" value="on" checked/)
    expect((await site.get('/accounts/email', ada)).body).toMatch(/name="frequency" value="daily" checked/)
  })

  test('each address gets an edition once, when two processes send it, and when a member is a guest too', async () => {
    const site = await openSite()
    await site.article()
    for (const nic of ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo', 'Gus']) await subscriber(site, nic)
    await guest(site, 'ADA@mail.example')
    for (const name of ['one', 'two', 'three']) await guest(site, `${name}@mail.example`)
    toMorning(site)
    const beside = await openBeside(site)
    await Promise.all([runMail(site), runMail(beside), runMail(site), runMail(beside)])
    await runMail(beside)
    await beside.close()
    await runMail(site)
    expect(editions(site).map(to).sort()).toEqual(
      ['ada', 'bo', 'cy', 'di', 'ed', 'flo', 'gus', 'one', 'three', 'two'].map((name) => `${name}@mail.example`),
    )
  })

  test('nothing comes on a day without an edition, and what was missed while the site was down is not sent late', async () => {
    const site = await openSite()
    await subscriber(site, 'Ada')
    await site.article({ postedAt: NOON - DAY })
    site.advance(2 * DAY)
    await runMail(site)
    expect(editions(site)).toEqual([])
  })

  test('whoever subscribes after the hour gets the next edition first', async () => {
    const site = await openSite()
    await site.article()
    toMorning(site)
    await runMail(site)
    await subscriber(site, 'Ada')
    await runMail(site)
    expect(editions(site)).toEqual([])
  })

  test('what a member has muted is left out, and an edition that is muted as a whole does not come', async () => {
    const site = await openSite()
    const ada = await subscriber(site, 'Ada')
    const bo = await subscriber(site, 'Bo')
    await site.article({ headline: 'Fog', section: 'Weather' })
    await site.article({ headline: 'Boats', section: 'Harbour' })
    await site.post('/mutes', { kind: 'section', value: 'Weather', action: 'mute' }, ada)
    for (const value of ['fog', 'boats']) await site.post('/mutes', { kind: 'word', value, action: 'mute' }, bo)
    toMorning(site)
    await runMail(site)
    expect(editions(site).map(to)).toEqual(['ada@mail.example'])
    expect(editions(site)[0]!.body).toContain('Boats')
    expect(editions(site)[0]!.body).not.toContain('Fog')
  })

  test('banned addresses and accounts get none, and neither does an address that is not confirmed', async () => {
    const site = await openSite()
    const mo = await site.member('Mo', 'moderator')
    await site.article()
    await subscriber(site, 'Ada')
    await subscriber(site, 'Bo')
    await guest(site, 'eve@mail.example')
    await site.post('/editions/subscriptions', { email: 'never@mail.example' })
    const di = await subscriber(site, 'Di')
    await write(site.deps, (db) => setEmail(db, di.id, 'new@mail.example', 'new@mail.example'))
    const flo = await site.member('Flo')
    await site.post('/accounts/email', { frequency: 'daily', edition: 'on', action: 'frequency' }, flo)
    await write(site.deps, (db) => setEmail(db, flo.id, 'flo@mail.example', 'flo@mail.example'))
    for (const who of [{ nic: 'Ada' }, { email: 'eve@mail.example' }])
      expect((await site.post('/moderation/bans', { ...who, reason: 'Spam.', until: 'ever' }, mo)).statusCode).toBe(303)
    await site.post('/editions/subscriptions', { email: 'eve@mail.example' })
    toMorning(site)
    await runMail(site)
    expect(editions(site).map(to)).toEqual(['bo@mail.example'])
    expect(outbox(site).filter((mail) => to(mail) === 'eve@mail.example')).toHaveLength(1)
  })

  test('an e-mail that waits is dropped when its reader unsubscribes, or after a day', async () => {
    const site = await openSite()
    await site.article()
    const ada = await subscriber(site, 'Ada')
    await subscriber(site, 'Bo')
    toMorning(site)
    while (await editionStep(site.deps));
    await site.post('/editions/subscriptions', { action: 'stop' }, ada)
    await runMail(site)
    expect(editions(site).map(to)).toEqual(['bo@mail.example'])
    await nextEdition(site)
    while (await editionStep(site.deps));
    site.advance(DAY)
    await runMail(site)
    expect(editions(site)).toHaveLength(1)
  })
})

describe('Requests of guests', () => {
  test('a request that cannot be mailed comes back with its fault beside the field', async () => {
    const site = await openSite()
    for (const email of [
      '',
      '  ',
      'guest',
      'a b@mail.example',
      '<b>@mail.example',
      'a\u0007@mail.example',
      `${'a'.repeat(260)}@mail.example`,
    ]) {
      const answer = await site.post('/editions/subscriptions', { email })
      expect([email, answer.statusCode]).toEqual([email, 422])
      expect(faultOn(answer.body, 'email')).not.toBe('')
    }
    await runMail(site)
    expect(outbox(site)).toEqual([])
  })

  test('an address is asked again after ten minutes at the earliest, three times a day at most, and never while it gets the edition', async () => {
    const site = await openSite()
    const asked = async (): Promise<number> => {
      const answer = await site.post('/editions/subscriptions', { email: 'guest@mail.example' })
      expect(answer.headers.location).toBe('/editions/subscriptions?done=asked')
      await runMail(site)
      return outbox(site).length
    }
    const times: number[] = []
    for (let i = 0; i < 8; i++) {
      times.push(await asked())
      site.advance(5 * MINUTE)
    }
    expect(times).toEqual([1, 1, 2, 2, 3, 3, 3, 3])
    site.advance(DAY)
    expect(await asked()).toBe(4)
    await site.post(lastLink(site, '/editions/confirmations/'), { action: 'confirm' })
    site.advance(2 * DAY)
    expect(await asked()).toBe(4)
  })

  test('requests stop when too many of a day have not been confirmed', () => {
    const most = editionRequests.unconfirmed
    expect([nextAsk(undefined, most - 1, NOON), nextAsk(undefined, most, NOON)]).toEqual([1, null])
  })

  test('requests are limited by network', async () => {
    const site = await openSite({ RATE_LIMITS: 'on' })
    const codes: number[] = []
    for (let i = 0; i < 6; i++)
      codes.push((await site.post('/editions/subscriptions', { email: `g${i}@mail.example` })).statusCode)
    expect(codes).toEqual([303, 303, 303, 303, 303, 429])
  })

  test('addresses that were never confirmed, or were unsubscribed, are deleted', async () => {
    const site = await openSite()
    await guest(site, 'stays@mail.example')
    await guest(site, 'leaves@mail.example')
    await write(site.deps, (db) =>
      db
        .updateTable('edition_subscriptions')
        .set({ ended_at: NOON })
        .where('email_folded', '=', 'leaves@mail.example')
        .execute(),
    )
    await site.post('/editions/subscriptions', { email: 'never@mail.example' })
    const left = async (days: number): Promise<string[]> => {
      site.advance(days * DAY)
      await site.article({ postedAt: site.deps.clock() - DAY })
      await runMail(site)
      const rows = await site.deps.db.selectFrom('edition_subscriptions').select('email').orderBy('email').execute()
      return rows.map(({ email }) => email)
    }
    expect(await left(6)).toEqual(['leaves@mail.example', 'never@mail.example', 'stays@mail.example'])
    expect(await left(2)).toEqual(['leaves@mail.example', 'stays@mail.example'])
    expect(await left(30)).toEqual(['stays@mail.example'])
  })
})

describe('Links and times', () => {
  test.each([
    ['before the hour', 'UTC', 6, '2030-03-12T05:59:59Z', null],
    ['at the hour', 'UTC', 6, '2030-03-12T06:00:00Z', '2030-03-11'],
    ['until midnight', 'UTC', 6, '2030-03-12T23:59:59Z', '2030-03-11'],
    ['in the site’s zone', 'America/New_York', 6, '2030-03-12T09:59:59Z', null],
    ['and there at the hour', 'America/New_York', 6, '2030-03-12T10:00:00Z', '2030-03-11'],
    ['when the hour is skipped in spring, before the next', 'Europe/Berlin', 2, '2030-03-31T00:59:59Z', null],
    ['and at the next that exists', 'Europe/Berlin', 2, '2030-03-31T01:00:00Z', '2030-03-30'],
    ['when the hour comes twice in autumn, at the first', 'Europe/Berlin', 2, '2030-10-27T00:00:00Z', '2030-10-26'],
    ['where midnight is skipped, at the first moment', 'Africa/Cairo', 0, '2030-04-25T22:00:00Z', '2030-04-25'],
    ['and not before', 'Africa/Cairo', 0, '2030-04-25T21:59:59Z', '2030-04-24'],
  ])('%s', (_, zone, hour, at, day) => {
    expect(editionDue(Date.parse(at), hour, zone)).toBe(day)
  })

  test('a link is valid for its own reader alone, and a request for seven days', async () => {
    const random = systemRandom.token()
    const stop = stopToken('s', { subscription: 5 }, random)
    expect(readStopToken('s', stop)).toEqual({ subscription: 5 })
    expect(readStopToken('s', stopToken('s', { account: 5 }, random))).toEqual({ account: 5 })
    for (const forged of [stop.replace('g5', 'g6'), stop.replace('g5', 'm5'), `${stop}x`, stop.slice(0, -1), '', 'g5'])
      expect(readStopToken('s', forged)).toBeNull()
    expect(readStopToken('other', stop)).toBeNull()
    const confirm = confirmToken('s', 5, NOON, random)
    expect(readConfirmToken('s', confirm, NOON + 7 * DAY)).toBe(5)
    expect(readConfirmToken('s', confirm, NOON + 7 * DAY + 1)).toBeNull()
    expect(readConfirmToken('s', confirm.replace(String(NOON), String(NOON + DAY)), NOON)).toBeNull()
    expect(readConfirmToken('s', stop, NOON)).toBeNull()
    const site = await openSite()
    for (const path of ['confirmations', 'unsubscribe'])
      for (const answer of [
        await site.get(`/editions/${path}/${stop}`),
        await site.post(`/editions/${path}/${stop}`, {}),
      ])
        expect([answer.statusCode, wordsOn(answer.body).includes('This link has expired')]).toEqual([404, true])
  })
})
