// A changed password: the current one is asked for, the session gets another token, and the others end if the member wants it.
import { expect, test } from 'vitest'
import { nameLoginLimits } from '../../../src/accounts/login-rules.ts'
import { changePassword } from '../../../src/accounts/passwords/actions.ts'
import { HOUR } from '../../../src/time.ts'
import { faultOn, wordsOn } from '../../comments/page.ts'
import { sendAll } from '../../inbox/threads.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'
import { isSignedIn, NEW_PASSWORD, PASSWORD, register } from './accounts.ts'

const form = { current: PASSWORD, password: NEW_PASSWORD }

/** A member in two browsers. */
async function inTwoBrowsers() {
  const site = await openSite()
  const ada = await register(site)
  const elsewhere = browserOf(site)
  await elsewhere.post('/accounts/login', { nic: 'Ada Quill', password: PASSWORD })
  return { site, ...ada, elsewhere }
}

test('a changed password ends the other sessions if the box is ticked, which it is at first', async () => {
  const { browser, elsewhere } = await inTwoBrowsers()
  expect((await browser.get('/accounts/password')).body).toMatch(/name="others" value="on" checked/)
  const answer = await browser.post('/accounts/password', { ...form, others: 'on' })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accounts/password?done=others'])
  expect(wordsOn((await browser.follow(answer)).body)).toContain('you are signed out everywhere else.')
  expect([await isSignedIn(browser), await isSignedIn(elsewhere)]).toEqual([true, false])
})

test('a changed password leaves the other sessions if the box is not ticked', async () => {
  const { browser, elsewhere, site } = await inTwoBrowsers()
  expect((await browser.post('/accounts/password', form)).headers.location).toBe('/accounts/password?done=changed')
  expect([await isSignedIn(browser), await isSignedIn(elsewhere)]).toEqual([true, true])
  const signIn = (password: string) => site.post('/accounts/login', { nic: 'Ada Quill', password })
  expect((await signIn(PASSWORD)).statusCode).toBe(422)
  expect((await signIn(NEW_PASSWORD)).statusCode).toBe(303)
})

test('the session in which it was changed gets another token, and the old one is dead', async () => {
  const { site, id } = await inTwoBrowsers()
  const signedIn = await site.post('/accounts/login', { nic: 'Ada Quill', password: PASSWORD })
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
  const as = { id, nic: 'Ada Quill', role: 'member', cookie } as const
  const changed = await site.post('/accounts/password', form, as)
  const fresh = changed.cookies.find(({ name }) => name === 'bs_session')!
  expect(fresh).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax', expires: expect.any(Date) })
  expect(`bs_session=${fresh.value}`).not.toBe(cookie)
  expect((await site.get('/accounts/password', as)).statusCode).toBe(403)
  expect((await site.get('/accounts/password', { ...as, cookie: `bs_session=${fresh.value}` })).statusCode).toBe(200)
})

test('two presses of the button change it once, and either answer leaves the browser signed in', async () => {
  const { site, browser, office } = await inTwoBrowsers()
  const before = office.sent.length
  const answers = await Promise.all([
    browser.post('/accounts/password', form),
    browser.post('/accounts/password', form),
  ])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303])
  const tokens = answers.map(({ cookies }) => cookies.find(({ name }) => name === 'bs_session')!.value)
  expect(tokens[0]).toBe(tokens[1])
  expect(await isSignedIn(browser)).toBe(true)
  await sendAll(site, office)
  expect(
    office.sent.slice(before).filter(({ subject }) => subject.startsWith('Your password was changed')),
  ).toHaveLength(1)
})

test('the member is told by e-mail', async () => {
  const { site, browser, office } = await inTwoBrowsers()
  await browser.post('/accounts/password', form)
  await sendAll(site, office)
  expect(office.sent.at(-1)).toMatchObject({
    to: 'ada@mail.example',
    subject: 'Your password was changed on Broadside',
  })
})

test.each([
  [{ current: '' }, { current: 'Enter your current password.', password: null }],
  [{ current: 'a wrong guess' }, { current: 'That is not your password.', password: null }],
  [{ current: 'x'.repeat(2000) }, { current: 'That is not your password.', password: null }],
  [{ password: 'short' }, { current: null, password: 'Use at least 8 characters. A short sentence works well.' }],
  [{ password: PASSWORD }, { current: null, password: 'That is your password already.' }],
  [{ password: 'password1' }, { current: null, password: 'That password is easy to guess. Choose another.' }],
])('with a fault in %o nothing changes, and the fault is beside the field', async (over, faults) => {
  const { browser, elsewhere } = await inTwoBrowsers()
  const answer = await browser.post('/accounts/password', { ...form, ...over })
  expect([
    answer.statusCode,
    { current: faultOn(answer.body, 'current'), password: faultOn(answer.body, 'password') },
  ]).toEqual([422, faults])
  expect(answer.body).toMatch(/name="others" value="on">/)
  expect(answer.body).not.toContain(`value="${NEW_PASSWORD}"`)
  expect(await isSignedIn(elsewhere)).toBe(true)
})

test('a session that has just been confirmed is asked for the current password too', async () => {
  const { browser } = await inTwoBrowsers()
  await browser.post('/accounts/confirm', { password: PASSWORD, next: '/' })
  expect((await browser.post('/accounts/password', { ...form, current: '' })).statusCode).toBe(422)
})

test('the password of a session’s account is tried a limited number of times', async () => {
  const site = await openSite({ RATE_LIMITS: 'on', TRUST_PROXY: 'on' })
  const { browser } = await register(site)
  const wrong = (n: number) =>
    browser.post('/accounts/password', { ...form, current: 'a wrong guess' }, { 'x-forwarded-for': `192.0.2.${n}` })
  for (let n = 0; n < nameLoginLimits.known.max; n++) expect((await wrong(n)).statusCode).toBe(422)
  expect((await wrong(99)).statusCode).toBe(429)
})

test('of two changes at the same time one is made', async () => {
  const { site, id } = await inTwoBrowsers()
  const hashes = (await site.deps.db.selectFrom('sessions').select('token_hash').execute()).map((row) => row.token_hash)
  const outcomes = await Promise.all(
    hashes.map((hash, i) =>
      changePassword(
        site.deps,
        { id },
        hash,
        { ...form, password: `${NEW_PASSWORD} ${i}`, others: '' },
        { browser: '', network: '' },
      ),
    ),
  )
  expect(outcomes.map((outcome) => 'faults' in outcome).sort()).toEqual([false, true])
})

test('an account without a password is led to an e-mail that sets one', async () => {
  const site = await openSite()
  const member = await site.member('Ada Quill')
  const { body } = await site.get('/accounts/password', member)
  expect(wordsOn(body)).toContain('Your account has no password.')
  expect(body).not.toContain('type="password"')
  expect((await site.post('/accounts/password', form, member)).statusCode).toBe(422)
})

test('password managers find the form, and the account that it is for', async () => {
  const { site, browser } = await inTwoBrowsers()
  const found = await site.get('/.well-known/change-password')
  expect([found.statusCode, found.headers.location]).toEqual([303, '/accounts/password'])
  const fields = [...(await browser.get('/accounts/password')).body.matchAll(/<input[^>]* autocomplete="([^"]*)"/g)]
  expect(fields.map((match) => match[1])).toEqual(['username', 'current-password', 'new-password'])
})

test('“Keep me signed in” is ticked at first; without it the session ends with the browser, and after twelve idle hours', async () => {
  const { site } = await inTwoBrowsers()
  expect((await site.get('/accounts/login')).body).toMatch(/name="keep" value="on" checked/)
  const browser = browserOf(site)
  const brief = await browser.post('/accounts/login', { nic: 'Ada Quill', password: PASSWORD, offered: 'keep' })
  expect(brief.cookies.find(({ name }) => name === 'bs_session')).not.toHaveProperty('expires')
  const kept = browserOf(site)
  await kept.post('/accounts/login', { nic: 'Ada Quill', password: PASSWORD, offered: 'keep', keep: 'on' })
  // A new token keeps what was chosen.
  const changed = await browser.post('/accounts/password', form)
  expect(changed.cookies.find(({ name }) => name === 'bs_session')).not.toHaveProperty('expires')
  site.advance(11 * HOUR)
  expect([await isSignedIn(browser), await isSignedIn(kept)]).toEqual([true, true])
  site.advance(12 * HOUR)
  expect([await isSignedIn(browser), await isSignedIn(kept)]).toEqual([false, true])
})

test('the form that comes back for a wrong password keeps the box as it was', async () => {
  const site = await openSite()
  const body = async (over: object) =>
    (await site.post('/accounts/login', { nic: 'x', password: 'y', offered: 'keep', ...over })).body
  expect(await body({})).toMatch(/name="keep" value="on">/)
  expect(await body({ keep: 'on' })).toMatch(/name="keep" value="on" checked>/)
})
