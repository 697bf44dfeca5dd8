// A member proves again who they are before an important change, once in ten minutes.
import { expect, test } from 'vitest'
import { MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'

const password = 'lapstrake and rivets'

async function member(env: Record<string, string> = {}) {
  const site = await openSite(env)
  const browser = browserOf(site)
  await browser.post('/accounts/register', { nic: 'Clinker', email: 'clinker@mail.example', password })
  const page = async () => wordsOn((await browser.get('/accounts/confirm?next=%2Faccounts%2Femail')).body)
  return {
    site,
    browser,
    page,
    confirm: (typed: string) => browser.post('/accounts/confirm', { password: typed, next: '/accounts/email' }),
  }
}

test('signing in counts for ten minutes; then the password is asked for, and counts for ten more', async () => {
  const { site, page, confirm } = await member()
  expect(await page()).toContain('You have confirmed it within the last ten minutes.')
  site.advance(10 * MINUTE)
  expect(await page()).toContain('Your password')
  const answer = await confirm(password)
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accounts/email'])
  site.advance(10 * MINUTE - 1)
  expect(await page()).toContain('You have confirmed it within the last ten minutes.')
  site.advance(1)
  expect(await page()).toContain('Your password')
})

test('a wrong or an empty password is said at the field, and confirms nothing', async () => {
  const { site, page, confirm } = await member()
  site.advance(10 * MINUTE)
  for (const [typed, fault] of [
    ['', 'Enter your password to confirm.'],
    ['lapstrake and nails', 'That is not your password.'],
    [`${password} `, 'That is not your password.'],
    ['x'.repeat(2000), 'That is not your password.'],
  ] as const) {
    const answer = await confirm(typed)
    expect(answer.statusCode).toBe(422)
    expect(wordsOn(answer.body)).toContain(fault)
  }
  expect(await page()).toContain('Your password')
})

test('another session of the same member is not confirmed with it', async () => {
  const { site, page, confirm } = await member()
  site.advance(5 * MINUTE)
  const other = browserOf(site)
  await other.post('/accounts/login', { nic: 'Clinker', password })
  site.advance(5 * MINUTE)
  await confirm(password)
  site.advance(5 * MINUTE)
  expect(wordsOn((await other.get('/accounts/confirm')).body)).toContain('Your password')
  expect(await page()).toContain('You have confirmed it within the last ten minutes.')
})

test('it leads only inside afterwards, and strangers are asked to sign in', async () => {
  const { site, browser } = await member()
  const answer = await browser.post('/accounts/confirm', { password, next: 'https://elsewhere.example/' })
  expect(answer.headers.location).toBe('/accounts/settings')
  expect((await site.get('/accounts/confirm')).statusCode).toBe(403)
})

test('guesses are limited by account', async () => {
  const { site, confirm } = await member({ RATE_LIMITS: 'on' })
  site.advance(10 * MINUTE)
  let last = 0
  for (let i = 0; i <= 20; i++) last = (await confirm('a wrong guess')).statusCode
  expect(last).toBe(429)
  expect((await confirm(password)).statusCode).toBe(429)
})

test('a member without a password is told how to get one', async () => {
  const site = await openSite()
  const bosun = await site.member('Bosun')
  site.advance(10 * MINUTE)
  expect(wordsOn((await site.get('/accounts/confirm', bosun)).body)).toContain('Your account has no password.')
  const answer = await site.post('/accounts/confirm', { password: 'any' }, bosun)
  expect([answer.statusCode, wordsOn(answer.body).includes('has no password')]).toEqual([422, true])
})
