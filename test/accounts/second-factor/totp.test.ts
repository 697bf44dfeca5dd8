// The authenticator app of an account: turning it on and off, and what is stored of it.
import { describe, expect, test } from 'vitest'
import { setConfirmedEmail, setEmail, setEmailOwner } from '../../../src/accounts/email/queries.ts'
import { hashPassword } from '../../../src/accounts/passwords/hash.ts'
import { setPasswordHash } from '../../../src/accounts/queries.ts'
import { spendCode } from '../../../src/accounts/second-factor/actions.ts'
import { write } from '../../../src/db/write.ts'
import { faultOn, fieldOn } from '../../comments/page.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'
import { codeOf, secretOn, turnOn } from './app.ts'

const STEP = 30_000
const password = 'a short sentence works'
const apps = (site: Site) => site.deps.db.selectFrom('totp').selectAll().execute()
const spend = (site: Site, member: Member, code: string) =>
  write(site.deps, (db) => spendCode(site.deps, db, member.id, code, site.deps.clock()))

describe('Turning an app on', () => {
  test('asks for a code first, gives ten recovery codes, and marks the session as passed', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const page = (await site.get('/accounts/totp', ada)).body
    expect(await apps(site)).toEqual([])
    expect(page).toMatch(/<svg class="qr"[^>]*>.*<path fill="#000" d="M\d+ \d+h1v1h-1z/)
    const secret = secretOn(page)
    expect(page).toContain(`otpauth://totp/Broadside:Ada?issuer=Broadside&amp;secret=${secret}`)
    expect(Buffer.from(secret)).toHaveLength(32)

    const { recovery } = await turnOn(site, ada)
    expect(new Set(recovery).size).toBe(10)
    for (const code of recovery) expect(code).toMatch(/^([a-z2-7]{4} ){3}[a-z2-7]{4}$/)
    expect(await apps(site)).toHaveLength(1)
    const session = await site.deps.db.selectFrom('sessions').select('second_factor_at').executeTakeFirstOrThrow()
    expect(session.second_factor_at).toBe(site.deps.clock())
    expect((await site.get('/accounts/totp', ada)).body).toContain('10 recovery codes are left')
  })

  test('with a wrong code is 422 with the fault beside the field and the same QR code', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const page = (await site.get('/accounts/totp', ada)).body
    const setup = fieldOn(page, 'setup')!
    const wrong = codeOf(site, secretOn(page), 40)
    const answer = await site.post('/accounts/totp', { setup, code: wrong, action: 'on' }, ada)
    expect([answer.statusCode, faultOn(answer.body, 'code')]).toEqual([422, expect.stringMatching(/^That is not the/)])
    expect([secretOn(answer.body), fieldOn(answer.body, 'setup')]).toEqual([secretOn(page), setup])
    expect(answer.headers['cache-control']).toContain('no-store')
    expect(await apps(site)).toEqual([])
  })

  test.each([
    ['', 'Enter the code'],
    ['12345', 'six digits'],
    ['abcd efgh ijkl mnop', 'six digits'],
  ])('with “%s” for a code says what a code is', async (code, fault) => {
    const site = await openSite()
    const answer = await site.post('/accounts/totp', { setup: 'x', code, action: 'on' }, await site.member('Ada'))
    expect([answer.statusCode, faultOn(answer.body, 'code')]).toEqual([422, expect.stringContaining(fault)])
  })

  test('with the page of somebody else, or of an hour ago, offers a new secret', async () => {
    const site = await openSite()
    const [ada, bea] = [await site.member('Ada'), await site.member('Bea')]
    const page = (await site.get('/accounts/totp', ada)).body
    const [setup, secret] = [fieldOn(page, 'setup')!, secretOn(page)]
    const send = (who: Member) => site.post('/accounts/totp', { setup, code: codeOf(site, secret), action: 'on' }, who)
    const others = await send(bea)
    expect([others.statusCode, faultOn(others.body, 'code')]).toEqual([422, expect.stringMatching(/open for too long/)])
    site.advance(60 * 60_000)
    const late = await send(ada)
    expect([late.statusCode, secretOn(late.body) === secret]).toEqual([422, false])
    expect(await apps(site)).toEqual([])
  })

  test('pressed twice shows the same recovery codes again, until they are saved', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const { recovery, setup, code } = await turnOn(site, ada)
    const again = await site.post('/accounts/totp', { setup, code, action: 'on' }, ada)
    for (const one of recovery) expect(again.body).toContain(one)
    await site.post('/accounts/recovery-codes', { action: 'saved' }, ada)
    const later = await site.post('/accounts/totp', { setup, code, action: 'on' }, ada)
    expect([later.statusCode, later.headers.location]).toEqual([303, '/accounts/totp?done=on'])
  })

  test('from two pages keeps the first app', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const page = (await site.get('/accounts/totp', ada)).body
    const { secret } = await turnOn(site, ada)
    const other = { setup: fieldOn(page, 'setup')!, code: codeOf(site, secretOn(page)), action: 'on' }
    expect((await site.post('/accounts/totp', other, ada)).statusCode).toBe(422)
    site.advance(STEP)
    expect(await spend(site, ada, codeOf(site, secret))).toBe('app')
  })
})

describe('A code of the app', () => {
  async function withApp() {
    const site = await openSite()
    const ada = await site.member('Ada')
    return { site, ada, ...(await turnOn(site, ada)) }
  }

  test('is good once: neither the one that turned the app on nor a later one is taken again', async () => {
    const { site, ada, secret } = await withApp()
    expect(await spend(site, ada, codeOf(site, secret))).toBeNull()
    site.advance(STEP)
    const code = codeOf(site, secret)
    expect([await spend(site, ada, code), await spend(site, ada, code)]).toEqual(['app', null])
  })

  test('that is sent many times at once is taken once', async () => {
    const { site, ada, secret } = await withApp()
    site.advance(STEP)
    const code = codeOf(site, secret)
    const answers = await Promise.all(Array.from({ length: 8 }, () => spend(site, ada, code)))
    expect(answers.filter((answer) => answer !== null)).toEqual(['app'])
  })

  test.each([
    [-2, null],
    [-1, 'app'],
    [0, 'app'],
    [1, 'app'],
    [2, null],
  ])('may be %i steps away from the site’s clock: %s', async (steps, answer) => {
    const { site, ada, secret } = await withApp()
    site.advance(10 * STEP)
    expect(await spend(site, ada, codeOf(site, secret, steps))).toBe(answer)
  })

  test('is never taken after the code of a later step', async () => {
    const { site, ada, secret } = await withApp()
    site.advance(10 * STEP)
    expect(await spend(site, ada, codeOf(site, secret, 1))).toBe('app')
    expect(await spend(site, ada, codeOf(site, secret))).toBeNull()
  })

  test('may be typed with a space', async () => {
    const { site, ada, secret } = await withApp()
    site.advance(STEP)
    expect(await spend(site, ada, codeOf(site, secret).replace(/(...)/, '$1 '))).toBe('app')
  })
})

describe('What is stored', () => {
  test('of an app can be read only with the site’s secret, and for its own account', async () => {
    const site = await openSite()
    const [ada, bea] = [await site.member('Ada'), await site.member('Bea')]
    const { secret } = await turnOn(site, ada)
    const [row] = await apps(site)
    const dump = JSON.stringify(await apps(site))
    expect(dump).not.toContain(secret)
    expect(dump).not.toContain(site.deps.secret)
    // Moved to another account, it opens nothing.
    await write(site.deps, (db) =>
      db
        .insertInto('totp')
        .values({ ...row!, account_id: bea.id, last_step: 0 })
        .execute(),
    )
    site.advance(STEP)
    const code = codeOf(site, secret)
    expect(await spend(site, bea, code)).toBeNull()
    const other = { secret: 'another secret of more than 32 characters' }
    expect(await write(site.deps, (db) => spendCode(other, db, ada.id, code, site.deps.clock()))).toBeNull()
    expect(await spend(site, ada, code)).toBe('app')
  })
})

describe('Turning an app off', () => {
  test('asks for a code, and deletes the app with its recovery codes', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const { secret } = await turnOn(site, ada)
    const off = (code: string) => site.post('/accounts/totp', { code, action: 'off' }, ada)
    const refused = await off('000000')
    expect([refused.statusCode, faultOn(refused.body, 'code')]).toEqual([
      422,
      expect.stringMatching(/^That code is wr/),
    ])
    site.advance(STEP)
    const answer = await off(codeOf(site, secret))
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accounts/totp?done=off'])
    expect(await apps(site)).toEqual([])
    expect(await site.deps.db.selectFrom('recovery_codes').selectAll().execute()).toEqual([])
  })

  test('takes a recovery code where the phone is lost', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const { recovery } = await turnOn(site, ada)
    const answer = await site.post('/accounts/totp', { code: recovery[3]!, action: 'off' }, ada)
    expect([answer.statusCode, await apps(site)]).toEqual([303, []])
  })
})

describe('Every change', () => {
  test('of the app or the recovery codes asks again who it is, ten minutes after the last time', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const hash = await hashPassword(password)
    await write(site.deps, (db) => setPasswordHash(db, ada.id, hash))
    const { recovery } = await turnOn(site, ada)
    site.advance(11 * 60_000)
    const off = { code: recovery[0]!, action: 'off' }
    const make = { setup: fieldOn((await site.get('/accounts/recovery-codes', ada)).body, 'setup')!, action: 'make' }
    for (const [path, form] of [
      ['/accounts/totp', off],
      ['/accounts/recovery-codes', make],
    ] as const) {
      expect((await site.get(path, ada)).body).toContain('autocomplete="current-password"')
      for (const typed of ['', 'a wrong one']) {
        const answer = await site.post(path, { ...form, password: typed }, ada)
        expect([answer.statusCode, faultOn(answer.body, 'password')]).toEqual([422, expect.stringMatching(/password/)])
      }
    }
    expect(await apps(site)).toHaveLength(1)
    expect((await site.post('/accounts/totp', { ...off, password }, ada)).statusCode).toBe(303)
    expect(await apps(site)).toEqual([])
  })

  test('is mailed to the confirmed address', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    await write(site.deps, async (db) => {
      await setEmail(db, ada.id, 'ada@x.example', 'ada@x.example')
      await setEmailOwner(db, ada.id, 'ada@x.example')
      await setConfirmedEmail(db, ada.id, 'ada@x.example', site.deps.clock())
    })
    const { recovery } = await turnOn(site, ada)
    await site.post('/accounts/totp', { code: recovery[0]!, action: 'off' }, ada)
    const mails = await site.deps.db.selectFrom('outbox').select(['kind', 'recipient', 'text']).orderBy('id').execute()
    expect(mails.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['totp-on', 'ada@x.example'],
      ['totp-off', 'ada@x.example'],
    ])
    for (const { text } of mails) for (const code of recovery) expect(text).not.toContain(code)
  })
})
