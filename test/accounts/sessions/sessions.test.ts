// A member sees where they are signed in, and signs out there.
import { expect, test } from 'vitest'
import { MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { browserOf, type Jar } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'

const password = 'lapstrake and rivets'
const PAGE = '/accounts/sessions'

async function open() {
  const site = await openSite()
  const here = browserOf(site)
  await here.post('/accounts/register', { nic: 'Clinker', email: 'clinker@mail.example', password })
  const signIn = async (): Promise<Jar> => {
    const browser = browserOf(site)
    await browser.post('/accounts/login', { nic: 'Clinker', password })
    return browser
  }
  const isIn = async (browser: Jar) => (await browser.get(PAGE)).statusCode === 200
  const handles = async () =>
    [...(await here.get(PAGE)).body.matchAll(/name="end" value="([^"]{16})"/g)].map((m) => m[1]!)
  return { site, here, signIn, isIn, handles }
}

test('the list says in which browser, from which network and when, this one first', async () => {
  const { here, signIn } = await open()
  expect(wordsOn((await here.get(PAGE)).body)).toContain('You are signed in nowhere else.')
  await signIn()
  const words = wordsOn((await here.get(PAGE)).body)
  expect(words).toMatch(/This one, An unknown browser signed in .+ 127\.0\.0\.0\/24 now .*An unknown browser/)
  expect(words.match(/Sign out An unknown browser/g)).toHaveLength(1)
})

test('one session is ended by its button; the others go on, and a second press does no harm', async () => {
  const { here, signIn, isIn, handles } = await open()
  const [second, third] = [await signIn(), await signIn()]
  const before = await handles()
  expect(before).toHaveLength(2)
  const answer = await here.post(PAGE, { end: before[0]! })
  expect(wordsOn((await here.follow(answer)).body)).toContain('Signed out there.')
  expect([await isIn(here), [await isIn(second), await isIn(third)].filter(Boolean).length]).toEqual([true, 1])
  const again = await here.post(PAGE, { end: before[0]! })
  expect(wordsOn((await here.follow(again)).body)).toContain('That session had ended already.')
  expect(await handles()).toHaveLength(1)
})

test('all others are ended at once', async () => {
  const { here, signIn, isIn } = await open()
  const others = [await signIn(), await signIn()]
  await here.post(PAGE, { end: 'others' })
  expect(await Promise.all([here, ...others].map(isIn))).toEqual([true, false, false])
})

test('nobody ends the session of somebody else', async () => {
  const { site, here, handles, signIn, isIn } = await open()
  const other = await signIn()
  const [handle] = await handles()
  const bosun = await site.member('Bosun')
  const answer = await site.post(PAGE, { end: handle! }, bosun)
  expect(answer.headers.location).toBe(`${PAGE}?done=none`)
  await site.post(PAGE, { end: 'others' }, bosun)
  expect([await isIn(here), await isIn(other)]).toEqual([true, true])
})

test('after ten minutes the password is asked for first, and a wrong one ends nothing', async () => {
  const { site, here, signIn, isIn } = await open()
  const other = await signIn()
  site.advance(10 * MINUTE)
  expect(wordsOn((await here.get(PAGE)).body)).toContain('Your password')
  const refused = await here.post(PAGE, { end: 'others', password: 'a guess' })
  expect([refused.statusCode, wordsOn(refused.body).includes('That is not your password.')]).toEqual([422, true])
  expect(await isIn(other)).toBe(true)
  const confirmed = await here.post(PAGE, { end: '', password })
  expect(confirmed.headers.location).toBe(`${PAGE}?done=confirmed`)
  expect(await isIn(other)).toBe(true)
  await here.post(PAGE, { end: 'others' })
  expect(await isIn(other)).toBe(false)
})

test('a token that the browser chose is no session, and signing in does not take it over', async () => {
  const { site, here } = await open()
  const chosen = 'c'.repeat(43)
  const as = { cookie: `bs_session=${chosen}` }
  expect((await site.get(PAGE, null, as)).statusCode).toBe(403)
  const answer = await site.post('/accounts/login', { nic: 'Clinker', password }, null, as)
  expect(answer.statusCode).toBe(303)
  expect(String(answer.headers['set-cookie'])).not.toContain(chosen)
  expect((await site.get(PAGE, null, as)).statusCode).toBe(403)
  expect((await here.get(PAGE)).statusCode).toBe(200)
})

test('signing out is offered on every page', async () => {
  const { site, here } = await open()
  await site.article()
  for (const path of ['/', '/archive', '/articles/1-the-slipway-is-repainted', '/accounts/settings', '/nowhere'])
    expect((await here.get(path)).body, path).toContain('action="/accounts/logout"')
})
