// Sending e-mail: to a real server, to one that refuses or is down, and into files.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import { mailStep } from '../../src/jobs/mail.ts'
import { deliverMails, queueMail } from '../../src/mail/actions.ts'
import { isMailable } from '../../src/mail/address.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import { claimMails } from '../../src/mail/queries.ts'
import { GIVE_UP_MS, nextAttemptAt } from '../../src/mail/rules.ts'
import { textAsHtml } from '../../src/markup/mail-html.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { postOffice, sendAll } from '../inbox/threads.ts'
import { openSite, type Site } from '../support/site.ts'
import { openSink, parsed } from './sink.ts'

const letter = {
  subject: 'Tide at six',
  opening: ['The tide is at six.'],
  items: [],
  button: null,
  closing: [{ text: 'Bye.', href: '' }],
}
const always = async () => true

/** Queues an e-mail without any check of its address. */
async function queue(site: Site, recipient: string, over: Partial<typeof letter> = {}, key = recipient): Promise<void> {
  const ada = await site.member(
    `Ada ${key.length} ${site.deps.random
      .token()
      .slice(0, 6)
      .replace(/[^a-z]/gi, 'x')}`,
  )
  await write(site.deps, (db) =>
    queueMail(
      db,
      { key, kind: 'test', to: { account: ada.id }, recipient, letter: { ...letter, ...over } },
      site.deps.clock(),
    ),
  )
}

const outbox = (site: Site) => site.deps.db.selectFrom('outbox').selectAll().orderBy('id').execute()

describe('A mail', () => {
  test('arrives as plain text and as HTML, dated by the clock, from the site, with nothing to load', async () => {
    const [site, sink] = [await openSite(), await openSink()]
    await site.set('siteName', 'Harbour & Tide')
    await queue(site, 'ada@mail.example', {
      subject: 'Ebb & flow: “ñ”',
      opening: ['<b>Bold</b> & ñ'],
      items: [
        {
          heading: 'One',
          quote: textAsHtml('said'),
          body: textAsHtml('x'.repeat(300)),
          links: [{ href: 'http://localhost:3000/comments/1', text: 'Read' }],
        },
      ] as never,
    })
    await sendAll(site, openMailer({ smtpUrl: sink.url, dataDir: '' }))
    const [mail] = sink.received
    expect([mail!.from, mail!.to]).toEqual(['no-reply@localhost', ['ada@mail.example']])
    expect([mail!.headers.get('from'), mail!.headers.get('to'), mail!.headers.get('date')]).toEqual([
      ['"Harbour & Tide" <no-reply@localhost>'],
      ['ada@mail.example'],
      ['Tue, 12 Mar 2030 14:25:00 +0000'],
    ])
    expect(mail!.headers.get('content-type')![0]).toContain('multipart/alternative')
    expect(mail!.headers.get('message-id')![0]).toMatch(/^<[\w-]{24}@localhost>$/)
    expect(mail!.headers.get('auto-submitted')).toEqual(['auto-generated'])
    expect(mail!.body).toContain('<b>Bold</b> & ñ')
    expect(mail!.body).toContain('&lt;b&gt;Bold&lt;/b&gt; &amp; ñ')
    expect(mail!.body).not.toMatch(/<img|<link|<script|style=|url\(/)
    expect(mail!.raw.split('\r\n').every((line) => line.length <= 998)).toBe(true)
  })

  test('bears the sender of the settings', async () => {
    const [site, sink] = [await openSite(), await openSink()]
    await site.set('mailFrom', 'news@harbour.example')
    await queue(site, 'ada@mail.example')
    await sendAll(site, openMailer({ smtpUrl: sink.url, dataDir: '' }))
    expect(sink.received.map(({ from, headers }) => [from, headers.get('from')])).toEqual([
      ['news@harbour.example', ['Broadside <news@harbour.example>']],
    ])
  })

  test('is queued once for one key, and keeps no text once it is sent', async () => {
    const [site, office] = [await openSite(), postOffice()]
    for (let i = 0; i < 2; i++) await queue(site, 'ada@mail.example')
    await sendAll(site, office)
    expect(office.sent).toHaveLength(1)
    expect(await outbox(site)).toMatchObject([
      { state: 'sent', text: '', html: '', headers: '{}', ended_at: site.deps.clock() },
    ])
  })

  const hostile = [
    'ada@mail.example\r\nBcc: eve@evil.example',
    'ada@mail.example,eve@evil.example',
    'ada@mail.example;eve@evil.example',
    '"ada@mail.example x"@evil.example',
    '"eve@evil.example> x"@mail.example',
    'Eve <eve@evil.example>',
    '<eve@evil.example>',
    'ada@mail.example (eve@evil.example)',
    'ada@mail.example ',
    'ada @mail.example',
    'ada@[127.0.0.1]',
    'ada@localhost',
    'ada@mail..example',
    '.ada@mail.example',
    'ada.@mail.example',
    'ådä@mail.example',
    'ada@mäil.example',
    'ada@mail.example\0',
    'ada@mail.example\u2028',
    'group: ada@mail.example;',
    '@mail.example',
    'ada@',
    '',
    `${'a'.repeat(65)}@mail.example`,
    'ada@mail.example%0aBcc:eve@evil.example',
    'a@b@mail.example',
    'ada\\@mail.example',
    '-@-mail.example',
  ]

  test('goes to one plain address and nowhere else: an ambiguous address gets nothing', async () => {
    const [site, sink] = [await openSite(), await openSink()]
    for (const recipient of hostile) await queue(site, recipient)
    await queue(site, 'ada+tide@mail.example')
    await sendAll(site, openMailer({ smtpUrl: sink.url, dataDir: '' }))
    expect(hostile.filter(isMailable)).toEqual([])
    expect(sink.received.map(({ to }) => to)).toEqual([['ada+tide@mail.example']])
    expect(
      (await outbox(site)).filter(({ state }) => state !== 'sent').map(({ state, recipient }) => [state, recipient]),
    ).toEqual(hostile.map((recipient) => ['failed', recipient]))
  })

  test.each([
    'Hello\r\nBcc: eve@evil.example',
    'Hello\nX-Evil: 1\n\nbody',
    'Hello\r\n\r\n<html>',
    'Hello\u2028Bcc: eve@evil.example',
    '=?utf-8?Q?Hello=0D=0ABcc:_eve@evil.example?=',
  ])('has one subject and no header of a writer’s own, for %j', async (subject) => {
    const [site, sink] = [await openSite(), await openSink()]
    await site.set('siteName', 'Tide\r\nBcc: eve@evil.example')
    await queue(site, 'ada@mail.example', { subject })
    await sendAll(site, openMailer({ smtpUrl: sink.url, dataDir: '' }))
    const [mail] = sink.received
    expect(mail!.to).toEqual(['ada@mail.example'])
    expect([...mail!.headers.keys()].sort()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ])
    expect(mail!.headers.get('subject')).toHaveLength(1)
  })
})

describe('A mail server that is', () => {
  test('down keeps the e-mail waiting, with growing delays, until it is back', async () => {
    const site = await openSite()
    const sink = await openSink()
    const post = openMailer({ smtpUrl: sink.url, dataDir: '' })
    await sink.close()
    await queue(site, 'ada@mail.example')
    await queue(site, 'bo@mail.example')
    await mailStep(site.deps, post)
    // The first was tried; the second was not, because no server answers.
    expect(
      (await outbox(site)).map(({ state, attempts, next_attempt_at }) => [
        state,
        attempts,
        next_attempt_at - site.deps.clock(),
      ]),
    ).toEqual([
      ['waiting', 1, MINUTE],
      ['waiting', 0, MINUTE],
    ])
    expect(await mailStep(site.deps, post)).toBe(0)
    site.advance(MINUTE)
    await mailStep(site.deps, post)
    expect((await outbox(site)).map(({ attempts }) => attempts)).toEqual([2, 0])
    const back = await openSink(Number(new URL(sink.url).port))
    site.advance(HOUR)
    await sendAll(site, post)
    expect(back.received.map(({ to }) => to[0]).sort()).toEqual(['ada@mail.example', 'bo@mail.example'])
    expect((await outbox(site)).map(({ state }) => state)).toEqual(['sent', 'sent'])
  })

  test.each(['MAIL', 'RCPT', 'DATA'] as const)(
    'busy (4xx to %s) gets it again later, and the others meanwhile',
    async (at) => {
      const [site, sink] = [await openSite(), await openSink()]
      const post = openMailer({ smtpUrl: sink.url, dataDir: '' })
      sink.answer = { at, code: 451 }
      await queue(site, 'ada@mail.example')
      await mailStep(site.deps, post)
      expect(await outbox(site)).toMatchObject([{ state: 'waiting', attempts: 1, claimed_until: null }])
      sink.answer = null
      await queue(site, 'bo@mail.example')
      await mailStep(site.deps, post)
      expect(sink.received.map(({ to }) => to)).toEqual([['bo@mail.example']])
      site.advance(MINUTE)
      await mailStep(site.deps, post)
      expect(sink.received).toHaveLength(2)
    },
  )

  test.each([
    ['RCPT', 550, 'failed'],
    ['DATA', 554, 'failed'],
    ['MAIL', 550, 'waiting'],
  ] as const)(
    'refusing for good (%s %i) is not asked again, unless it refuses us and not the reader: %s',
    async (at, code, state) => {
      const [site, sink] = [await openSite(), await openSink()]
      sink.answer = { at, code }
      await queue(site, 'ada@mail.example')
      await mailStep(site.deps, openMailer({ smtpUrl: sink.url, dataDir: '' }))
      const [mail] = await outbox(site)
      expect(mail!.state).toBe(state)
      expect(mail!.last_error).not.toContain('ada@')
      site.advance(DAY)
      sink.answer = null
      await mailStep(site.deps, openMailer({ smtpUrl: sink.url, dataDir: '' }))
      expect(sink.received).toHaveLength(state === 'failed' ? 0 : 1)
    },
  )

  test('down for days makes e-mail fail, and deleted a month later', async () => {
    const [site, office] = [await openSite(), postOffice()]
    office.fail = 'later'
    await queue(site, 'ada@mail.example')
    for (let i = 0; i < 30; i++) {
      await mailStep(site.deps, office)
      site.advance(12 * HOUR)
    }
    expect(await outbox(site)).toMatchObject([{ state: 'failed', text: '', html: '' }])
    expect(office.tried).toBe(9)
    site.advance(31 * DAY)
    await mailStep(site.deps, office)
    expect(await outbox(site)).toEqual([])
  })

  test('used by two processes at once gets every e-mail once; the claims of a process that dies expire', async () => {
    const [site, office] = [await openSite(), postOffice()]
    for (let i = 0; i < 30; i++) await queue(site, `reader${i}@mail.example`)
    await Promise.all([
      deliverMails(site.deps, office, always),
      deliverMails(site.deps, office, always),
      deliverMails(site.deps, office, always),
    ])
    await sendAll(site, office)
    expect(new Set(office.sent.map(({ to }) => to)).size).toBe(30)
    expect(office.sent).toHaveLength(30)
    await queue(site, 'late@mail.example')
    await write(site.deps, (db) => claimMails(db, site.deps.clock(), site.deps.clock() + 20 * MINUTE, 5))
    await sendAll(site, office)
    expect(office.sent).toHaveLength(30)
    site.advance(21 * MINUTE)
    await sendAll(site, office)
    expect(office.sent.map(({ to }) => to)).toContain('late@mail.example')
  })
})

test('An e-mail is tried again after a minute, then with growing delays, for four days', () => {
  const tries: number[] = []
  for (let at: number | null = 0, attempts = 0; at !== null; at = nextAttemptAt(++attempts, 0, at)) tries.push(at)
  expect(tries.slice(0, 5)).toEqual([0, MINUTE, 6 * MINUTE, 21 * MINUTE, 81 * MINUTE])
  expect(tries.at(-1)).toBeLessThanOrEqual(GIVE_UP_MS)
  expect(tries.at(-1)).toBeGreaterThan(GIVE_UP_MS - 12 * HOUR)
})

test('Without SMTP_URL every e-mail is one whole file in the outbox, readable by its owner only', async () => {
  const site = await openSite()
  const { dataDir } = site.deps.config
  const post = openMailer({ smtpUrl: null, dataDir })
  await queue(site, 'ada@mail.example', { opening: ['Zähes Öl, and a line\nbreak.'] })
  await sendAll(site, post)
  await sendAll(site, post)
  expect(readdirSync(join(dataDir, 'outbox'))).toEqual(['000001-test.eml'])
  const file = join(dataDir, 'outbox', '000001-test.eml')
  expect(statSync(file).mode & 0o077).toBe(0)
  const mail = parsed(readFileSync(file, 'utf8'))
  expect([mail.headers.get('to'), mail.headers.get('subject')]).toEqual([['ada@mail.example'], ['Tide at six']])
  expect(mail.body).toContain('Zähes Öl')
  expect(existsSync(`${file}.part`)).toBe(false)
})
