// The inbox by e-mail: at once, once a day or never; many notices in one; one press unsubscribes.
import { describe, expect, test } from 'vitest'
import { upsertMailFrequency } from '../../src/accounts/email/queries.ts'
import { changeState } from '../../src/comments/state-actions.ts'
import { write } from '../../src/db/write.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import { digestAt, planMails } from '../../src/mail/rules.ts'
import { DAY, HOUR, MINUTE, momentOf } from '../../src/time.ts'
import { wordsOn } from '../comments/page.ts'
import { linksIn, openSink } from '../mail/sink.ts'
import { type Member, openSite, type Site } from '../support/site.ts'
import { inbox, mailed, postOffice, say, sendAll } from './threads.ts'

type Talk = {
  site: Site
  article: number
  ada: Member
  bo: Member
  first: number
  office: ReturnType<typeof postOffice>
}

async function talk(frequency: 'now' | 'daily' | 'never'): Promise<Talk> {
  const site = await openSite()
  const [article, ada, bo] = [await site.article(), await site.member('Ada'), await site.member('Bo')]
  await mailed(site, ada, frequency)
  return { site, article, ada, bo, first: await say(site, ada, article, 'Which pen?'), office: postOffice() }
}

const stopLink = (headers: Readonly<Record<string, string>>): string =>
  new URL(headers['List-Unsubscribe']!.slice(1, -1)).pathname

describe('At once', () => {
  test('a reply is mailed with what it answers, its own words and its links, and once', async () => {
    const { site, article, bo, first } = await talk('now')
    const sink = await openSink()
    const id = await say(site, bo, article, 'The <b>green</b> one.\n\nAnd & a second paragraph.', first)
    const post = openMailer({ smtpUrl: sink.url, dataDir: '' })
    await sendAll(site, post)
    await sendAll(site, post)
    expect(sink.received).toHaveLength(1)
    const [mail] = sink.received
    expect(mail!.to).toEqual(['ada@mail.example'])
    expect(mail!.headers.get('subject')).toEqual(['Bo replied on The slipway is repainted'])
    expect(mail!.headers.get('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click'])
    expect(mail!.headers.get('list-unsubscribe')![0]).toMatch(
      /^<http:\/\/localhost:3000\/inbox\/unsubscribe\/[\w-]{43}>$/,
    )
    expect(mail!.headers.get('references')).toEqual([`<thread-${article}@localhost>`])
    expect(mail!.body).toContain('> Which pen?')
    expect(mail!.body).toContain('The green one.\r\n\r\nAnd & a second paragraph.')
    expect(mail!.body).toContain('And &amp; a second paragraph.')
    expect(linksIn(mail!.body)).toEqual(
      expect.arrayContaining([
        `/comments/${id}`,
        `/comments/new?article=${article}&parent=${id}`,
        '/accounts/email',
        expect.stringMatching(/^\/inbox\/unsubscribe\//),
      ]),
    )
  })

  test('it reads as in the thread, as plain text and as HTML: lines, quotations, links, code, struck and squished text', async () => {
    const { site, article, bo, first, office } = await talk('now')
    await say(
      site,
      bo,
      article,
      '> The red pen.\n>\n> > And blue.\n\nMonday 9\nTuesday <s>10</s> 11, <a href="/articles/1">here</a>\n<pre>a  b\n  c</pre>\n<squish>The butler hid every pen.</squish>\n> Any pen.\nNot any.',
      first,
    )
    await sendAll(site, office)
    const { text, html } = office.sent[0]!
    expect(text).toContain(
      '\n\n> The red pen.\n>\n> > And blue.\n\nMonday 9\nTuesday ~~10~~ 11, here <http://localhost:3000/articles/1>\n\na  b\n  c\n\n| Squished by the writer, 5 words\n|\n| The butler hid every pen.\n\n> Any pen.\n\nNot any.\n\n',
    )
    expect(html).toContain(
      '<blockquote><p>The red pen.</p><blockquote><p>And blue.</p></blockquote></blockquote><p>Monday 9<br />Tuesday <s>10</s> 11, <a href="http://localhost:3000/articles/1">here</a></p><pre><code>a  b\n  c</code></pre><details open><summary>',
    )
    expect(html).toContain('<p>The butler hid every pen.</p>')
  })

  test('what it answers keeps its lines, and loses its quotations', async () => {
    const { site, article, ada, bo, office } = await talk('now')
    const asked = await say(site, ada, article, '> Which pen?\n\nMonday 9\nTuesday 10\n> Really?\nYes.')
    await say(site, bo, article, 'No.', asked)
    await sendAll(site, office)
    expect(office.sent[0]!.text).toContain('\n\n> Monday 9\n> Tuesday 10\n>\n> …\n>\n> Yes.\n\nNo.\n\n')
    expect(office.sent[0]!.html).toContain(
      '<blockquote><p>Monday 9<br />Tuesday 10</p><p>…</p><p>Yes.</p></blockquote><p>No.</p>',
    )
  })

  test('a long quotation leaves room for the reply, in an e-mail with many notices too', async () => {
    const { site, article, bo, first, office } = await talk('now')
    for (let i = 0; i < 6; i++)
      await say(site, bo, article, `> ${'Words of others, again. '.repeat(60)}\n\nAnswer ${i}.`, first)
    await sendAll(site, office)
    for (let i = 0; i < 6; i++) expect(office.sent[0]!.text).toContain(`\n\nAnswer ${i}.\n\n`)
  })

  test('four come one by one; further ones wait and share an e-mail', async () => {
    const { site, article, bo, first, office } = await talk('now')
    for (let i = 0; i < 3; i++) await say(site, bo, article, `Reply ${i}.`, first)
    await sendAll(site, office)
    expect(office.sent.map(({ subject }) => subject)).toEqual(Array(3).fill('Bo replied on The slipway is repainted'))
    for (let i = 3; i < 10; i++) await say(site, bo, article, `Reply ${i}.`, first)
    await sendAll(site, office)
    expect(office.sent).toHaveLength(3)
    site.advance(10 * MINUTE)
    await sendAll(site, office)
    expect(office.sent.slice(3).map(({ subject }) => subject)).toEqual(['7 notices from Broadside'])
    expect(office.sent[3]!.text).toContain('You have seven new notices on Broadside.')
    for (let i = 3; i < 10; i++) expect(office.sent[3]!.text).toContain(`Reply ${i}.`)
  })

  test('what was read, removed or muted before the e-mail was sent is left out', async () => {
    const { site, article, ada, bo, first, office } = await talk('now')
    await say(site, bo, article, 'Read at once.', first)
    await site.post('/inbox/reads', {}, ada)
    const rash = await say(site, bo, article, 'Rash.', first)
    await write(site.deps, (db) => changeState(db, rash, 'removed'))
    await say(site, bo, article, 'Custard.', first)
    await site.post('/mutes', { kind: 'word', value: 'custard', action: 'mute' }, ada)
    await sendAll(site, office)
    await say(site, bo, article, 'Silenced.', first)
    await site.post(`/articles/${article}/follows`, { action: 'silence' }, ada)
    await sendAll(site, office)
    expect(office.sent).toEqual([])
  })

  test('an e-mail that had to wait is dropped if its comments are gone, and sent whole if not', async () => {
    const { site, article, bo, first, office } = await talk('now')
    const rash = await say(site, bo, article, 'Rash.', first)
    await say(site, bo, article, 'Sober.', first)
    office.fail = 'later'
    await sendAll(site, office)
    await write(site.deps, (db) => changeState(db, rash, 'withdrawn'))
    office.fail = null
    site.advance(HOUR)
    await sendAll(site, office)
    expect(office.sent.map(({ text }) => /Rash|Sober/.exec(text)![0])).toEqual(['Sober'])
    expect(
      (await site.deps.db.selectFrom('outbox').select('state').orderBy('id').execute()).map(({ state }) => state),
    ).toEqual(['dropped', 'sent'])
  })

  test('posting answers while the mail server is down', async () => {
    const { site, article, bo, first, office } = await talk('now')
    office.fail = 'unreachable'
    await sendAll(site, office)
    const id = await say(site, bo, article, 'Anybody there?', first)
    await sendAll(site, office)
    expect((await site.get(`/comments/${id}`, bo)).statusCode).toBe(302)
    expect(await site.deps.db.selectFrom('outbox').select(['state', 'attempts']).execute()).toEqual([
      { state: 'waiting', attempts: 1 },
    ])
  })
})

describe('Once a day', () => {
  test('everything unread comes in one mail at the hour of the site’s setting, by the member’s own clock', async () => {
    const { site, article, ada, bo, first, office } = await talk('daily')
    await site.set('digestHour', 6)
    await site.post(
      '/accounts/settings',
      { theme: 'auto', size: 'usual', dates: 'long', zone: 'America/New_York' },
      ada,
    )
    await say(site, bo, article, 'One.', first)
    await say(site, bo, article, 'Two, @Ada.')
    await sendAll(site, office)
    // 14:25 in London is 10:25 in New York; six in the morning there is 10:00 in London the next day.
    site.advance(19 * HOUR + 34 * MINUTE)
    await sendAll(site, office)
    expect(office.sent).toEqual([])
    site.advance(MINUTE)
    await sendAll(site, office)
    expect(office.sent.map(({ subject, to }) => [subject, to])).toEqual([
      ['2 notices from Broadside', 'ada@mail.example'],
    ])
    expect(office.sent[0]!.text).toMatch(/Bo replied on[^]*One\.[^]*Bo mentioned you on[^]*Two/)
    site.advance(3 * DAY)
    await sendAll(site, office)
    expect(office.sent).toHaveLength(1)
  })

  test('nothing comes when all of it has been read', async () => {
    const { site, article, ada, bo, first, office } = await talk('daily')
    await say(site, bo, article, 'One.', first)
    await sendAll(site, office)
    await site.post('/inbox/reads', {}, ada)
    site.advance(2 * DAY)
    await sendAll(site, office)
    expect(office.sent).toEqual([])
  })

  test('contains fifty notices, and counts the rest', async () => {
    const { site, article, bo, first, office } = await talk('daily')
    for (let i = 0; i < 53; i++) await say(site, bo, article, `Reply ${i}.`, first)
    site.advance(DAY)
    await sendAll(site, office)
    expect(office.sent.map(({ subject }) => subject)).toEqual(['53 notices from Broadside'])
    expect(office.sent[0]!.text.match(/Reply \d+\./g)).toHaveLength(50)
    expect(office.sent[0]!.text).toContain('3 more notices')
  })

  test.each([
    ['2030-03-30 21:00', '2030-03-31 03:00', 'skipped in spring', 2],
    ['2030-10-26 21:00', '2030-10-27 02:00', 'twice in autumn', 2],
    ['2030-03-31 07:00', '2030-03-31 07:00', 'the very hour', 7],
    ['2030-03-31 07:01', '2030-04-01 07:00', 'a minute late', 7],
    ['2030-12-31 23:59', '2031-01-01 00:00', 'midnight of the new year', 0],
  ])('after %s it comes at %s: %s', (noted, mailed, _why, hour) => {
    const at = (text: string): number => momentOf(text.slice(0, 10), text.slice(11), 'Europe/Berlin')
    expect(digestAt(at(noted), hour, 'Europe/Berlin')).toBe(at(mailed))
  })

  test('comes once on the days when clocks change, and never twice', () => {
    const zone = 'Europe/Berlin'
    for (const day of ['2030-03-31', '2030-10-27']) {
      const mails = new Set<number>()
      for (let at = momentOf(day, '00:00', zone); at < momentOf(day, '00:00', zone) + 22 * HOUR; at += 10 * MINUTE)
        mails.add(digestAt(at, 2, zone))
      expect(mails.size, day).toBe(2)
    }
  })
})

describe('Nothing is mailed', () => {
  test('to a member who wants nothing, has no address or has not confirmed it; nor earlier notices', async () => {
    const { site, article, ada, bo, first, office } = await talk('never')
    const cy = await site.member('Cy')
    const theirs = await say(site, cy, article, 'Mine.')
    await say(site, bo, article, 'One.', first)
    await say(site, bo, article, 'Two.', theirs)
    await sendAll(site, office)
    site.advance(MINUTE)
    await write(site.deps, (db) => upsertMailFrequency(db, ada.id, 'now', site.deps.clock()))
    await mailed(site, cy, 'now')
    await sendAll(site, office)
    expect(office.sent).toEqual([])
    await say(site, bo, article, 'Three.', first)
    await sendAll(site, office)
    expect(office.sent.map(({ to, text }) => [to, /One|Two|Three/.exec(text)![0]])).toEqual([
      ['ada@mail.example', 'Three'],
    ])
  })

  test('of one’s own comment, whatever it says and answers, under any nic', async () => {
    const { site, article, ada, first, office } = await talk('now')
    await site.post(`/articles/${article}/follows`, { action: 'follow' }, ada)
    await say(site, ada, article, 'Dear me, @Ada.', first)
    await sendAll(site, office)
    expect(office.sent).toEqual([])
    expect(await inbox(site, ada)).toEqual([])
  })
})

describe('The way out', () => {
  test('is a page with a button, linked from every e-mail, without signing in; opening it changes nothing', async () => {
    const { site, article, bo, first, office } = await talk('now')
    await say(site, bo, article, 'One.', first)
    await sendAll(site, office)
    const link = stopLink(office.sent[0]!.headers)
    expect(office.sent[0]!.text).toContain(link)
    for (let i = 0; i < 2; i++) {
      const page = await site.get(link)
      expect([page.statusCode, page.headers['referrer-policy'], page.headers['cache-control']]).toEqual([
        200,
        'same-origin',
        'private, no-store',
      ])
      expect(page.body).toContain('>Unsubscribe</button>')
    }
    const answer = await site.post(link, { action: 'stop' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, link])
    const after = (await site.get(link)).body
    expect(wordsOn(after)).toContain('You get no more e-mails from your inbox.')
    await say(site, bo, article, 'Two.', first)
    await sendAll(site, office)
    expect(office.sent).toHaveLength(1)
    await site.post(link, { action: 'resume' })
    expect((await site.get(link)).body).toContain('>Unsubscribe</button>')
  })

  test.each<[string, string, string | undefined]>([
    ['a form', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
    [
      'a form of parts',
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      'multipart/form-data; boundary=x',
    ],
    ['nothing at all', '', undefined],
  ])(
    'is one press in a mail program, which sends %s from nowhere: no cookie, no page, no redirect',
    async (_what, payload, type) => {
      const { site, article, bo, first, office } = await talk('now')
      await say(site, bo, article, 'One.', first)
      await sendAll(site, office)
      const headers = {
        host: 'localhost:3000',
        'user-agent': 'Mozilla/5.0 (a mail program)',
        ...(type === undefined ? {} : { 'content-type': type }),
      }
      for (let press = 0; press < 2; press++) {
        const answer = await site.app.inject({
          method: 'POST',
          url: stopLink(office.sent[0]!.headers),
          headers,
          payload,
        })
        expect(answer.statusCode).toBe(200)
      }
      expect(await site.deps.db.selectFrom('mail_choices').select('frequency').execute()).toEqual([
        { frequency: 'never' },
      ])
      // Every other form from nowhere is refused as before.
      expect(
        (
          await site.app.inject({
            method: 'POST',
            url: '/inbox/reads',
            headers: { ...headers, 'sec-fetch-site': 'cross-site' },
          })
        ).statusCode,
      ).toBe(403)
    },
  )

  test('does not work with an invented link, and tokens are stored as hashes that expire', async () => {
    const { site, article, bo, first, office } = await talk('now')
    await say(site, bo, article, 'One.', first)
    await sendAll(site, office)
    const link = stopLink(office.sent[0]!.headers)
    for (const made of [`${link.slice(0, -1)}!`, '/inbox/unsubscribe/x', `/inbox/unsubscribe/${'a'.repeat(43)}`]) {
      expect((await site.get(made)).statusCode).toBe(404)
      expect((await site.post(made, {})).statusCode).toBe(404)
    }
    const dump = JSON.stringify([
      await site.deps.db.selectFrom('mail_tokens').selectAll().execute(),
      await site.deps.db.selectFrom('outbox').selectAll().execute(),
    ])
    expect(dump).not.toContain(link.split('/').at(-1))
    site.advance(367 * DAY)
    expect((await site.get(link)).statusCode).toBe(404)
  })
})

test('Waiting notices share an e-mail ten minutes after the last one', () => {
  const now = 100 * MINUTE
  expect(planMails(0, [], now)).toEqual({ kind: 'none' })
  expect(planMails(4, [], now)).toEqual({ kind: 'each' })
  expect(planMails(5, [], now)).toEqual({ kind: 'together' })
  expect(planMails(1, [now - MINUTE, now - 2 * MINUTE, now - 3 * MINUTE], now)).toEqual({ kind: 'each' })
  expect(planMails(2, [now - MINUTE, now - 2 * MINUTE, now - 3 * MINUTE], now)).toEqual({
    kind: 'later',
    at: now + 9 * MINUTE,
  })
  expect(planMails(1, [now - 10 * MINUTE, now - 11 * MINUTE, now - 12 * MINUTE, now - 13 * MINUTE], now)).toEqual({
    kind: 'each',
  })
})
