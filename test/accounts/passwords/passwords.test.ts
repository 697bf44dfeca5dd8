// Passwords: what is easy to guess is refused, and nobody tries passwords on one account from many networks.
import { expect, test } from 'vitest'
import { countPasswordAttempt, knownBrowserToken, loginWait } from '../../../src/accounts/login-checks.ts'
import { nameLoginLimits } from '../../../src/accounts/login-rules.ts'
import { newPasswordFault, rateNewPassword } from '../../../src/accounts/passwords/checks.ts'
import { EASY_FAULT, NAMES_FAULT } from '../../../src/accounts/passwords/rules.ts'
import { skeleton } from '../../../src/skeleton.ts'
import { MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'

const password = 'a long sentence for a sailor'
const owner = { nic: 'Ada Quill', email: 'Ada.Quill@mail.harbour.example', siteName: 'Broadside' }
const { max, window } = nameLoginLimits.stranger

test.each([
  'password',
  'PassWord1',
  'corvette',
  'q1w2e3r4',
  '1qaz2wsx',
  'trustno1',
  'maverick',
  'Broadside',
  'passwort',
  'kestrel7',
  'qwertzuiop',
  '12031990',
  'xxxxxxxx',
  'é'.repeat(4),
  'P4$$w0rd!',
  'drowssap',
  'password'.repeat(20),
])('%s is found within a million guesses, and is refused', async (typed) => {
  expect(await newPasswordFault(typed, { ...owner, siteName: 'The Lantern' })).toBe(EASY_FAULT)
})

test.each([
  'adaquill',
  'Ada Quill 2024!',
  'lliuQ adA',
  '4d4_qu1ll',
  'quill.harbour',
  'harbour-example-1987',
  'Ad4.Qui11@mail.harbour.example',
  'Br04d51d3',
  'edisdaorB99',
  'broadside+Quill',
])('%s is made of the nic, the address or the name of the site, and is refused', async (typed) => {
  expect(await newPasswordFault(typed, owner)).toBe(NAMES_FAULT)
})

test.each([
  ['adabxyz9', 'fair'],
  ['kL93!rwq', 'good'],
  [password, 'strong'],
  ['x7Gq!pLw92zR', 'strong'],
  ['Vierzehn Möwen auf dem Mast', 'strong'],
  ['ada wrote this herself', 'strong'],
  ['93 84627195', 'good'],
  ['🐟🐙🦀🐚🐳🦑', 'strong'],
  ['x7Gq!pLw92zR'.padEnd(1024, 'p4ssw0rd'), 'strong'],
])('%s is rated', async (typed, strength) => {
  expect(await rateNewPassword(typed, owner)).toEqual({ strength })
})

test('a password is rated while it is typed, and neither saved nor logged', async () => {
  const site = await openSite()
  const rate = async (typed: string, as?: Member) =>
    (await site.post('/accounts/password/ratings', { password: typed, nic: 'Ada Quill', email: '' }, as)).json()
  expect(await rate('x7Gq!pLw92zR')).toEqual({ sentence: 'Strength: strong.' })
  expect(await rate('adaquill99')).toEqual({ sentence: NAMES_FAULT })
  expect(await rate('adaquill99', await site.member('Bosun'))).toEqual({ sentence: 'Strength: good.' })
  expect(await rate('bosun1234', await site.member('Bosun Two'))).toEqual({ sentence: NAMES_FAULT })
})

test('the form that comes back for another fault says how strong the password was, and asks for it again', async () => {
  const site = await openSite()
  const answer = await site.post('/accounts/register', { nic: 'admin', email: 'ada@mail.example', password })
  expect([answer.statusCode, wordsOn(answer.body)]).toEqual([
    422,
    expect.stringContaining('That password is strong. Please enter it again.'),
  ])
})

async function open() {
  const site = await openSite({ RATE_LIMITS: 'on', TRUST_PROXY: 'on' })
  const owner = browserOf(site)
  await owner.post('/accounts/register', { nic: 'Ada Quill', email: 'ada@mail.example', password })
  let network = 0
  const stranger = (nic: string, typed = 'a wrong guess') =>
    site.post('/accounts/login', { nic, password: typed }, null, { 'x-forwarded-for': `192.0.2.${++network}` })
  /** Uses up the attempts on a name, as that many requests would. */
  const attack = (nic: string): void => {
    for (let n = 0; n < max; n++) site.deps.limiter.countKey('name', skeleton(nic), nameLoginLimits.stranger)
  }
  return { site, owner, stranger, attack }
}

test('strangers have twenty attempts on a name from all their networks, and wait then, even with the right password', async () => {
  const { site, stranger } = await open()
  for (let n = 0; n < max; n++) expect((await stranger('Ada Quill')).statusCode).toBe(422)
  const refused = await stranger('ADA_QUILL', password)
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, String(window / 1000)])
  expect(wordsOn(refused.body)).toContain('Too many attempts to sign in with this name. Try again in 15 minutes')
  expect(refused.cookies).toEqual([])
  expect((await stranger('Somebody else')).statusCode).toBe(422)
  site.advance(window)
  expect((await stranger('Ada Quill', password)).statusCode).toBe(303)
})

test('a browser in which the member has signed in before is not locked out, wherever it is', async () => {
  const { owner, attack } = await open()
  await owner.post('/accounts/logout', {})
  attack('Ada Quill')
  const elsewhere = (typed: string, n: number) =>
    owner.post('/accounts/login', { nic: 'Ada Quill', password: typed }, { 'x-forwarded-for': `198.51.100.${n}` })
  expect((await elsewhere(password, 0)).statusCode).toBe(303)
  expect((await elsewhere('a wrong guess', 1)).statusCode).toBe(422)
  expect((await elsewhere(password, 2)).statusCode).toBe(303)
})

test('a known browser has a limit of its own', async () => {
  const { site } = await open()
  const browser = knownBrowserToken(site.deps, 1)
  const waits = Array.from({ length: nameLoginLimits.known.max + 1 }, () =>
    loginWait(site.deps, 'Ada Quill', 1, browser),
  )
  expect(waits.filter((wait) => wait !== null)).toEqual([window / 1000])
  expect(loginWait(site.deps, 'Ada Quill', 1, knownBrowserToken(site.deps, 1))).toBeNull()
})

test('a name without an account is answered alike, and a known browser of another account is a stranger', async () => {
  const { site, stranger, attack } = await open()
  const other = browserOf(site)
  await other.post('/accounts/register', { nic: 'Bosun', email: 'bo@mail.example', password })
  attack('Ada Quill')
  attack('Nobody')
  const [known, unknown] = [await stranger('Ada Quill'), await stranger('Nobody')]
  expect(known.body.replaceAll('Ada Quill', 'X')).toBe(unknown.body.replaceAll('Nobody', 'X'))
  expect([known.statusCode, known.headers['retry-after']]).toEqual([429, unknown.headers['retry-after']])
  const fromOther = await other.post(
    '/accounts/login',
    { nic: 'Ada Quill', password },
    { 'x-forwarded-for': '203.0.113.9' },
  )
  expect(fromOther.statusCode).toBe(429)
})

test('the password of a session’s account has a limit of its own', async () => {
  const { site, owner } = await open()
  site.advance(10 * MINUTE)
  const ask = async (n: number) =>
    (
      await owner.post(
        '/accounts/email',
        { email: 'new@mail.example', password: 'a wrong guess', action: 'change' },
        { 'x-forwarded-for': `192.0.2.${n}` },
      )
    ).statusCode
  expect(await ask(1)).toBe(422)
  for (let n = 1; n < nameLoginLimits.known.max; n++) countPasswordAttempt(site.deps, 1)
  expect(await ask(99)).toBe(429)
  site.advance(nameLoginLimits.known.window)
  expect(await ask(99)).toBe(422)
})
