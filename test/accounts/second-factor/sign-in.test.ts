// Signing in with a second factor: after the right password a sign-in waits, and only the code makes it a session.
import { describe, expect, test } from 'vitest'
import { codeWait } from '../../../src/accounts/login-checks.ts'
import { hashPassword } from '../../../src/accounts/passwords/hash.ts'
import { setPasswordHash } from '../../../src/accounts/queries.ts'
import { write } from '../../../src/db/write.ts'
import { tokenHash } from '../../../src/random.ts'
import { faultOn, wordsOn } from '../../comments/page.ts'
import { browserOf, type Jar } from '../../support/jar.ts'
import { openSite, type Site } from '../../support/site.ts'
import { type App, codeOf, turnOn } from './app.ts'

const password = 'a short sentence works'
const hash = hashPassword(password)
const STEP = 30_000
const FACTOR = '/accounts/login/second-factor'

const sessions = (site: Site) => site.deps.db.selectFrom('sessions').selectAll().execute()
const isSignedIn = async (jar: Jar): Promise<boolean> => (await jar.get('/archive')).body.includes('Sign out')

type Ground = { site: Site; ada: Awaited<ReturnType<Site['member']>>; app: App; jar: Jar }

/** A member with an app, no session, and a browser that has given the password. */
async function askedForCode(form: Record<string, string> = {}, env: Record<string, string> = {}): Promise<Ground> {
  const site = await openSite(env)
  const ada = await site.member('Ada')
  const app = await turnOn(site, ada)
  await write(site.deps, async (db) => {
    await setPasswordHash(db, ada.id, await hash)
    await db.deleteFrom('sessions').execute()
  })
  site.advance(2 * STEP)
  const jar = browserOf(site)
  const answer = await jar.post('/accounts/login', { nic: 'Ada', password, ...form })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, FACTOR])
  return { site, ada, app, jar }
}

describe('After the right password', () => {
  test('there is no session until the code is right, and then one that has passed both', async () => {
    const { site, app, jar } = await askedForCode({ next: '/archive/2030' })
    expect([await sessions(site), await isSignedIn(jar)]).toEqual([[], false])
    const page = await jar.get(FACTOR)
    expect(page.body).toMatch(/<input [^>]*id="code"[^>]*inputmode="numeric" autocomplete="one-time-code"/)
    const answer = await jar.post(FACTOR, { code: codeOf(site, app.secret) })
    expect([answer.statusCode, answer.headers.location, await isSignedIn(jar)]).toEqual([303, '/archive/2030', true])
    expect(await sessions(site)).toMatchObject([
      { second_factor_at: site.deps.clock(), confirmed_at: site.deps.clock() },
    ])
    expect(jar.cookies()).not.toContain(`bs_pending ${FACTOR}`)
  })

  test('the browser holds a token for this page alone, of which the hash is stored', async () => {
    const { site } = await askedForCode()
    const answer = await site.post('/accounts/login', { nic: 'Ada', password })
    const cookie = answer.cookies.find(({ name }) => name === 'bs_pending')!
    expect(cookie).toMatchObject({ path: FACTOR, httpOnly: true, sameSite: 'Lax' })
    expect(cookie.value).toMatch(/^[\w-]{43}$/)
    const rows = await site.deps.db.selectFrom('pending_sign_ins').selectAll().execute()
    expect(rows.map(({ token_hash }) => token_hash)).toContain(tokenHash(cookie.value))
    expect(JSON.stringify(rows)).not.toContain(cookie.value)
    // As a session it is nothing.
    const page = await site.get('/archive', null, { cookie: `bs_session=${cookie.value}` })
    expect(page.body).not.toContain('Sign out')
  })

  test('a recovery code signs in once, and is mailed and counted', async () => {
    const { site, app, jar } = await askedForCode()
    const answer = await jar.post(FACTOR, { code: app.recovery[0]!, kind: 'recovery' })
    expect([answer.statusCode, await isSignedIn(jar)]).toEqual([303, true])
    const again = browserOf(site)
    await again.post('/accounts/login', { nic: 'Ada', password })
    const refused = await again.post(FACTOR, { code: app.recovery[0]!, kind: 'recovery' })
    expect([refused.statusCode, faultOn(refused.body.replace(' role="alert"', ''), 'recovery')]).toEqual([
      422,
      'That code is wrong, or was used before. 4 tries left.',
    ])
    expect(await isSignedIn(again)).toBe(false)
  })

  test('five wrong codes end the sign-in, and the right one no longer helps', async () => {
    const { site, app, jar } = await askedForCode()
    const wrong = codeOf(site, app.secret, 50)
    for (const left of ['4 tries', '3 tries', '2 tries', '1 try'])
      expect(wordsOn((await jar.post(FACTOR, { code: wrong })).body)).toContain(`${left} left`)
    const last = await jar.post(FACTOR, { code: wrong })
    expect([last.statusCode, wordsOn(last.body)]).toEqual([422, expect.stringContaining('Too many wrong codes')])
    expect((await jar.post(FACTOR, { code: codeOf(site, app.secret) })).statusCode).toBe(422)
    expect(await sessions(site)).toEqual([])
  })

  test('five wrong codes at once are five, however many are sent', async () => {
    const { site, app, jar } = await askedForCode()
    const wrong = codeOf(site, app.secret, 50)
    const cookie = `bs_pending=${await pendingOf(site)}`
    const send = (code: string) => site.post(FACTOR, { code }, null, { cookie })
    await Promise.all(Array.from({ length: 9 }, () => send(wrong)))
    expect((await send(codeOf(site, app.secret))).headers.location).toBeUndefined()
    expect([await sessions(site), await isSignedIn(jar)]).toEqual([[], false])
  })

  test('the code is asked for within ten minutes', async () => {
    const { site, app, jar } = await askedForCode()
    site.advance(10 * 60_000)
    const answer = await jar.post(FACTOR, { code: codeOf(site, app.secret) })
    expect([answer.statusCode, wordsOn(answer.body)]).toEqual([422, expect.stringContaining('has expired')])
    expect((await jar.get(FACTOR)).headers.location).toBe('/accounts/login')
    expect(await sessions(site)).toEqual([])
  })

  test('one code signs in one of two browsers', async () => {
    const { site, app, jar } = await askedForCode()
    const other = browserOf(site)
    await other.post('/accounts/login', { nic: 'Ada', password })
    const code = codeOf(site, app.secret)
    const answers = await Promise.all([jar, other].map((one) => one.post(FACTOR, { code })))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422])
    expect(await sessions(site)).toHaveLength(1)
  })

  test('a ban made in between answers as at the password, with its appeal', async () => {
    const { site, app, jar } = await askedForCode()
    const staff = await site.member('Mod', 'moderator')
    await site.post('/moderation/bans', { nic: 'Ada', reason: 'Advertising', until: 'ever' }, staff)
    const answer = await jar.post(FACTOR, { code: codeOf(site, app.secret) })
    expect([answer.statusCode, answer.body]).toEqual([403, expect.stringContaining('Appeal against the ban')])
    expect(await isSignedIn(jar)).toBe(false)
  })

  test('the session that the browser had before ends only with the new one', async () => {
    const { site, ada, app } = await askedForCode()
    const jar = browserOf(site)
    const bea = await site.member('Bea')
    jar.signIn(bea)
    await jar.post('/accounts/login', { nic: 'Ada', password })
    expect((await jar.get('/archive')).body).toContain('Bea')
    await jar.post(FACTOR, { code: codeOf(site, app.secret) })
    expect((await sessions(site)).map(({ account_id }) => account_id)).toEqual([ada.id])
  })
})

test('the comment that waits is posted after the code, not after the password', async () => {
  const { site, app, jar } = await askedForCode()
  const article = await site.article()
  await site.set('guests', 'membersOnly')
  const writer = browserOf(site)
  await writer.post('/comments', {
    article: String(article),
    nic: '',
    email: '',
    website: '',
    body: 'It waits for me.',
  })
  await writer.post('/accounts/login', { nic: 'Ada', password, post: 'on' })
  const comments = () => site.deps.db.selectFrom('comments').select('source').execute()
  expect(await comments()).toEqual([])
  const answer = await writer.post(FACTOR, { code: codeOf(site, app.secret) })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, expect.stringMatching(/^\/comments\/\d+$/)])
  expect(await comments()).toEqual([{ source: 'It waits for me.' }])
  expect(jar.cookies()).toContain(`bs_pending ${FACTOR}`)
})

test('strangers who know the password are slowed down, and the member in a known browser is not', async () => {
  const { site, ada, app, jar } = await askedForCode({}, { RATE_LIMITS: 'on' })
  await jar.post(FACTOR, { code: codeOf(site, app.secret) })
  await jar.post('/accounts/logout', {})
  const waits = Array.from({ length: 19 }, () => codeWait(site.deps, ada.id, undefined))
  // Turning the app on and signing in were the first two.
  expect([waits[17], waits[18]]).toEqual([null, 6 * 3600 - 60])
  site.advance(6 * 60_000)
  const stranger = browserOf(site)
  await stranger.post('/accounts/login', { nic: 'Ada', password })
  const slowed = await stranger.post(FACTOR, { code: codeOf(site, app.secret) })
  expect([slowed.statusCode, slowed.headers['retry-after']]).toEqual([429, String(6 * 3600 - 420)])
  expect(slowed.body).toContain('Use a recovery code, or try again in 353 minutes')
  await jar.post('/accounts/login', { nic: 'Ada', password })
  expect((await jar.post(FACTOR, { code: codeOf(site, app.secret) })).statusCode).toBe(303)
  expect((await stranger.post(FACTOR, { code: app.recovery[0]!, kind: 'recovery' })).statusCode).toBe(303)
})

/** Begins a sign-in, and takes its token out of the answer. */
async function pendingOf(site: Site): Promise<string> {
  const answer = await site.post('/accounts/login', { nic: 'Ada', password })
  return answer.cookies.find(({ name }) => name === 'bs_pending')!.value
}
