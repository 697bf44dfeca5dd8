// A forgotten password: the same answer for everybody, a link that works once, and no session from an e-mail alone.
import { describe, expect, test } from 'vitest'
import { passwordResets } from '../../../src/accounts/passwords/reset-rules.ts'
import { write } from '../../../src/db/write.ts'
import { banTarget } from '../../../src/moderation/people/ban-actions.ts'
import { limits, routeRateLimits } from '../../../src/settings.ts'
import { MINUTE } from '../../../src/time.ts'
import { faultOn, wordsOn } from '../../comments/page.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite, type Site } from '../../support/site.ts'
import { isSignedIn, linkIn, NEW_PASSWORD, PASSWORD, register } from './accounts.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

const ask = (site: Site, email: string, headers: Record<string, string> = {}) =>
  site.post('/accounts/password/forgot', { email }, null, headers)

/** A member who has asked for a link. */
async function forgotten() {
  const site = await openSite()
  const ada = await register(site)
  await ask(site, 'Ada@Mail.example ')
  await sendAll(site, ada.office)
  return { site, ...ada, link: linkIn(ada.office, '/accounts/password/reset/') }
}

const resets = (site: Site) => site.deps.db.selectFrom('password_resets').selectAll().execute()

describe('Asking for a link', () => {
  test('is answered alike for a known, an unknown and an unconfirmed address, and mails only the first', async () => {
    const site = await openSite()
    const { office } = await register(site)
    await register(site, { nic: 'Bosun', email: 'bosun@mail.example', confirmed: false })
    const before = office.sent.length
    const answers = []
    for (const email of ['ada@mail.example', 'nobody@mail.example', 'bosun@mail.example']) {
      const answer = await ask(site, email)
      answers.push([answer.statusCode, answer.headers['set-cookie'], answer.body.replaceAll(email, 'X')])
    }
    expect(answers[0]).toEqual([200, undefined, expect.stringContaining('we have sent it an e-mail')])
    expect([answers[1], answers[2]]).toEqual([answers[0], answers[0]])
    await sendAll(site, office)
    expect(office.sent.slice(before).map(({ to, subject }) => [to, subject])).toEqual([
      ['ada@mail.example', 'Set a new password on Broadside'],
    ])
    expect((await resets(site)).map(({ account_id }) => account_id).sort()).toEqual([1, null, null])
  })

  test('says in the e-mail from which browser and network it was asked, and keeps token and address as hashes', async () => {
    const site = await openSite({ TRUST_PROXY: 'on' })
    const { office } = await register(site)
    await ask(site, 'ada@mail.example', { 'user-agent': FIREFOX, 'x-forwarded-for': '198.51.100.77' })
    await sendAll(site, office)
    const { text } = office.sent.at(-1)!
    expect(text.replace(/\s+/g, ' ')).toContain(
      'account Ada Quill on Broadside, with Firefox on Linux, from the network 198.51.100.0/24.',
    )
    const [, token] = /reset\/(\S+)/.exec(text)!
    expect(token).toMatch(/^[\w-]{43}$/)
    const rows = JSON.stringify([
      await resets(site),
      await site.deps.db.selectFrom('outbox').selectAll().where('kind', '=', 'reset-password').execute(),
    ])
    expect(rows).not.toContain(token)
    expect(JSON.stringify(await resets(site))).not.toContain('mail.example')
  })

  test('three times an hour e-mails an address; later requests are answered alike', async () => {
    const { site, office } = await forgotten()
    const before = office.sent.length
    for (let n = 1; n < passwordResets.max; n++) await ask(site, 'ada@mail.example')
    const last = await ask(site, 'ada@mail.example')
    expect([last.statusCode, wordsOn(last.body)]).toEqual([200, expect.stringContaining('we have sent it an e-mail')])
    await sendAll(site, office)
    expect(office.sent.length - before).toBe(passwordResets.max - 1)
    site.advance(passwordResets.window)
    await ask(site, 'ada@mail.example')
    await sendAll(site, office)
    expect(office.sent.length - before).toBe(passwordResets.max)
  })

  test('too often from one network is 429, for unknown addresses too', async () => {
    const site = await openSite({ RATE_LIMITS: 'on', TRUST_PROXY: 'on' })
    const from = (network: string, n: number) =>
      ask(site, `nobody${n}@mail.example`, { 'x-forwarded-for': `${network}::${n}` })
    for (let n = 1; n <= routeRateLimits.forgotten.max; n++)
      expect((await from('2001:db8:7:7', n)).statusCode).toBe(200)
    expect((await from('2001:db8:7:7', 99)).statusCode).toBe(429)
    expect((await from('2001:db8:9:9', 99)).statusCode).toBe(200)
  })

  test('with an empty field, or with what is no address, has the fault beside the field', async () => {
    const site = await openSite()
    for (const [typed, fault] of [
      ['', 'Enter your e-mail address.'],
      ['ada', 'That does not look like an e-mail address.'],
    ] as const) {
      const answer = await ask(site, typed)
      expect([answer.statusCode, faultOn(answer.body, 'email')]).toEqual([422, fault])
    }
    expect(await resets(site)).toEqual([])
  })

  test('leaves no request in the database after a day', async () => {
    const { site } = await forgotten()
    site.advance(passwordResets.kept + MINUTE)
    await ask(site, 'nobody@mail.example')
    expect(await resets(site)).toHaveLength(1)
  })
})

describe('The link', () => {
  test('moves its token out of the address at once, into a cookie for that page alone', async () => {
    const { site, link } = await forgotten()
    const browser = browserOf(site)
    const opened = await browser.get(link)
    expect([
      opened.statusCode,
      opened.headers.location,
      opened.headers['cache-control'],
      opened.headers['referrer-policy'],
    ]).toEqual([303, '/accounts/password/reset', 'private, no-store', 'no-referrer'])
    expect(opened.cookies).toMatchObject([
      { name: 'bs_reset', path: '/accounts/password/reset', httpOnly: true, sameSite: 'Lax', maxAge: 1800 },
    ])
    const page = await browser.get('/accounts/password/reset')
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'private, no-store'])
    expect(wordsOn(page.body)).toContain('For your account Ada Quill')
    expect(page.body).not.toContain(link.split('/').at(-1))
  })

  test('sets the password, ends every session and token, tells the member, and leads to signing in without a session', async () => {
    const { site, browser, office, link } = await forgotten()
    const elsewhere = browserOf(site)
    await elsewhere.post('/accounts/login', { nic: 'Ada Quill', password: PASSWORD })
    await browser.post('/accounts/tokens', { name: 'Phone' })
    expect(await site.deps.db.selectFrom('tokens').select('name').execute()).toHaveLength(1)
    const reader = browserOf(site)
    await reader.get(link)
    const answer = await reader.post('/accounts/password/reset', { password: NEW_PASSWORD })
    expect(await site.deps.db.selectFrom('tokens').select('name').execute()).toEqual([])
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accounts/login?done=password'])
    expect(reader.cookies()).toEqual([])
    expect(wordsOn((await reader.follow(answer)).body)).toContain('Your password is set')
    for (const one of [browser, elsewhere, reader]) expect(await isSignedIn(one)).toBe(false)
    await sendAll(site, office)
    expect(office.sent.at(-1)).toMatchObject({
      to: 'ada@mail.example',
      subject: 'Your password was changed on Broadside',
    })
    const signIn = (password: string) => reader.post('/accounts/login', { nic: 'ada@mail.example', password })
    expect((await signIn(PASSWORD)).statusCode).toBe(422)
    expect((await signIn(NEW_PASSWORD)).statusCode).toBe(303)
  })

  test('sets the password by a post to its own address, once', async () => {
    const { site, link } = await forgotten()
    await ask(site, 'ada@mail.example')
    const other = postOffice()
    await sendAll(site, other)
    const set = (to: string) => site.post(to, { password: NEW_PASSWORD })
    expect((await set(link)).headers.location).toBe('/accounts/login?done=password')
    for (const used of [link, linkIn(other, '/accounts/password/reset/')]) {
      const again = await set(used)
      expect([again.statusCode, wordsOn(again.body)]).toEqual([404, expect.stringContaining('This link has expired')])
    }
  })

  test('of two presses at the same time sets one password', async () => {
    const { site, link } = await forgotten()
    const answers = await Promise.all([
      site.post(link, { password: NEW_PASSWORD }),
      site.post(link, { password: 'a third sentence, typed' }),
    ])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 404])
  })

  test('expires after thirty minutes', async () => {
    const { site, link } = await forgotten()
    site.advance(30 * MINUTE)
    const browser = browserOf(site)
    const page = await browser.follow(await browser.get(link))
    expect([page.statusCode, wordsOn(page.body)]).toEqual([404, expect.stringContaining('Send another link')])
    expect((await site.post(link, { password: NEW_PASSWORD })).statusCode).toBe(404)
  })

  test('stays valid after a password that is refused, with the fault beside the field', async () => {
    const { site, link } = await forgotten()
    const browser = browserOf(site)
    await browser.get(link)
    for (const [password, fault] of [
      ['short', /^Use at least 8/],
      ['ada quill 1', /made of your nic/],
      ['x'.repeat(limits.password.max + 1), /^A password has at most/],
    ] as const) {
      const answer = await browser.post('/accounts/password/reset', { password })
      expect([answer.statusCode, faultOn(answer.body, 'password')]).toEqual([422, expect.stringMatching(fault)])
    }
    expect((await browser.post('/accounts/password/reset', { password: NEW_PASSWORD })).statusCode).toBe(303)
  })

  test('works for an account without a password', async () => {
    const { site, link } = await forgotten()
    await write(site.deps, (db) => db.updateTable('accounts').set({ password_hash: null }).execute())
    expect((await site.post(link, { password: NEW_PASSWORD })).statusCode).toBe(303)
    expect((await site.post('/accounts/login', { nic: 'Ada Quill', password: NEW_PASSWORD })).statusCode).toBe(303)
  })

  test('sets the password of somebody banned, who is then told of the ban as with the old one', async () => {
    const { site, id, link } = await forgotten()
    const moderator = { ...(await site.member('Mod', 'moderator')), commentCount: 0, trusted: false }
    await banTarget(site.deps, moderator, { person: { id, nic: 'Ada Quill', role: 'member' } }, null, 'Threats', null)
    expect((await site.post(link, { password: NEW_PASSWORD })).statusCode).toBe(303)
    expect((await site.post('/accounts/login', { nic: 'Ada Quill', password: NEW_PASSWORD })).statusCode).toBe(403)
  })
})
