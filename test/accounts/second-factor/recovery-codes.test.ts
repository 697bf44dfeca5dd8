// Recovery codes: shown once, hashed, each good once, made again on request.
import { expect, test } from 'vitest'
import { spendCode } from '../../../src/accounts/second-factor/actions.ts'
import { write } from '../../../src/db/write.ts'
import { fieldOn } from '../../comments/page.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'
import { codesOn, turnOn } from './app.ts'

const spend = (site: Site, member: Member, code: string) =>
  write(site.deps, (db) => spendCode(site.deps, db, member.id, code, site.deps.clock()))

async function make(site: Site, member: Member) {
  const setup = fieldOn((await site.get('/accounts/recovery-codes', member)).body, 'setup')!
  return { setup, answer: await site.post('/accounts/recovery-codes', { setup, action: 'make' }, member) }
}

test('a recovery code is good once, in parallel too, with or without its spaces and in capitals', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  const { recovery } = await turnOn(site, ada)
  const [first, second, third] = recovery as [string, string, string]
  expect([await spend(site, ada, first), await spend(site, ada, first)]).toEqual(['recovery', null])
  expect(await spend(site, ada, second.replaceAll(' ', '').toUpperCase())).toBe('recovery')
  const answers = await Promise.all(Array.from({ length: 8 }, () => spend(site, ada, third)))
  expect(answers.filter((answer) => answer !== null)).toEqual(['recovery'])
  expect((await site.get('/accounts/totp', ada)).body).toContain('7 recovery codes are left')
})

test('recovery codes are stored as hashes, and of somebody else they open nothing', async () => {
  const site = await openSite()
  const [ada, bea] = [await site.member('Ada'), await site.member('Bea')]
  const { recovery } = await turnOn(site, ada)
  const dump = JSON.stringify(await site.deps.db.selectFrom('recovery_codes').selectAll().execute())
  for (const code of recovery) expect(dump).not.toContain(code.replaceAll(' ', ''))
  expect(await spend(site, bea, recovery[0]!)).toBeNull()
})

test('new recovery codes replace all earlier ones, and no page shows either again once they are saved', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  const { recovery } = await turnOn(site, ada)
  site.advance(60_000)
  const { setup, answer } = await make(site, ada)
  const fresh = codesOn(answer.body)
  expect([answer.statusCode, fresh.length]).toEqual([200, 10])
  expect(await spend(site, ada, recovery[0]!)).toBeNull()
  const repeat = () => site.post('/accounts/recovery-codes', { setup, action: 'make' }, ada)
  expect(codesOn((await repeat()).body)).toEqual(fresh)
  expect((await site.get('/accounts/recovery-codes', ada)).body).toContain('You have not confirmed that you saved')
  const saved = await site.post('/accounts/recovery-codes', { action: 'saved' }, ada)
  expect([saved.statusCode, saved.headers.location]).toEqual([303, '/accounts/totp?done=saved'])
  expect((await repeat()).statusCode).toBe(409)
  expect((await site.get('/accounts/recovery-codes', ada)).body).not.toContain('You have not confirmed')
  expect(await spend(site, ada, fresh[0]!)).toBe('recovery')
})

test('a page of recovery codes from before newer ones changes nothing', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  await turnOn(site, ada)
  const stale = fieldOn((await site.get('/accounts/recovery-codes', ada)).body, 'setup')!
  site.advance(60_000)
  const fresh = codesOn((await make(site, ada)).answer.body)
  const answer = await site.post('/accounts/recovery-codes', { setup: stale, action: 'make' }, ada)
  expect([answer.statusCode, answer.body]).toEqual([
    409,
    expect.stringContaining('Your newest recovery codes still work'),
  ])
  expect(await spend(site, ada, fresh[0]!)).toBe('recovery')
})

test('a notice says when few recovery codes are left', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  const { recovery } = await turnOn(site, ada)
  await site.post('/accounts/recovery-codes', { action: 'saved' }, ada)
  const page = async () => (await site.get('/accounts/totp', ada)).body
  for (const code of recovery.slice(0, 6)) await spend(site, ada, code)
  expect(await page()).not.toContain('Few recovery codes are left')
  await spend(site, ada, recovery[6]!)
  expect(await page()).toContain('Few recovery codes are left')
})
