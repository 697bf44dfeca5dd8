// A member's private feeds: several, each with its own address, shown once, revoked one by one.
import { expect, test } from 'vitest'
import { MAX_TOKENS } from '../../../src/accounts/tokens/form.ts'
import { write } from '../../../src/db/write.ts'
import { tokenHash } from '../../../src/random.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { faultOn, fieldOn, wordsOn } from '../../comments/page.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, NOON, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const make = (name: string, form: Record<string, string> = {}, as: Member = ada) =>
    site.post('/accounts/tokens', { name, ...form }, as)
  const address = (body: string): string =>
    /value="http:\/\/localhost:3000(\/feeds\/replies\/[^"]+\.xml)" readonly/.exec(body)?.[1] ?? ''
  const page = async (as: Member = ada) => (await site.get('/accounts/tokens', as)).body
  const revoke = (token: number, as: Member = ada) =>
    site.post('/accounts/tokens/revocations', { token: String(token) }, as)
  const rows = () => site.deps.db.selectFrom('tokens').selectAll().orderBy('id').execute()
  return { site, ada, make, address, page, revoke, rows }
}

test('a member creates one, sees its address once, and its beginning later; only its hash is stored', async () => {
  const { site, ada, make, address, page, rows } = await open()
  expect(wordsOn(await page())).toContain('You have no private feed yet.')
  const answer = await make(' Reader on my phone ')
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-store'])
  const feed = address(answer.body)
  const token = /replies\/(.+)\.xml/.exec(feed)![1]!
  expect(Buffer.from(token, 'base64url').length).toBe(32)
  expect(await rows()).toEqual([
    {
      id: 1,
      account_id: ada.id,
      kind: 'feed',
      name: 'Reader on my phone',
      prefix: token.slice(0, 6),
      token_hash: tokenHash(token),
      created_at: NOON,
      last_used_day: null,
    },
  ])
  const later = await page()
  expect(later).not.toContain(token)
  expect(wordsOn(later)).toContain(`Reader on my phone ${token.slice(0, 6)}… 12 March 2030 never Revoke`)
  expect((await site.get(feed)).statusCode).toBe(200)
})

test('each reader has its own: they are named, work side by side, and are revoked one by one', async () => {
  const { site, make, address, page, revoke } = await open()
  const [phone, desk] = [address((await make('Phone')).body), address((await make('Desk')).body)]
  expect(phone).not.toBe(desk)
  const twice = await make('Phone')
  expect([twice.statusCode, faultOn(twice.body, 'name'), fieldOn(twice.body, 'name')]).toEqual([
    422,
    'You have one of that name. Choose another, or revoke that one.',
    'Phone',
  ])
  const statuses = async () => [(await site.get(phone)).statusCode, (await site.get(desk)).statusCode]
  expect(await statuses()).toEqual([200, 200])
  expect((await revoke(2, await site.member('Bosun'))).statusCode).toBe(303)
  expect(await statuses()).toEqual([200, 200])
  for (let press = 0; press < 2; press++)
    expect((await revoke(1)).headers.location).toBe('/accounts/tokens?done=revoked')
  expect(await statuses()).toEqual([404, 200])
  expect(wordsOn(await page())).not.toContain('Phone ')
})

test('the day of the last use is noted once a day', async () => {
  const { site, make, address, page, rows } = await open()
  const feed = address((await make('Phone')).body)
  const use = async () => {
    await site.get(feed)
    // The note is written after the answer, in the order of writes.
    await write(site.deps, async () => undefined)
    return (await rows())[0]!.last_used_day
  }
  expect(await use()).toBe('2030-03-12')
  expect(wordsOn(await page())).toContain('12 March 2030 Revoke')
  site.advance(DAY)
  expect(await use()).toBe('2030-03-13')
})

test('the same form pressed twice makes one, and shows it again; ten minutes later it makes none', async () => {
  const { site, make, address, page, rows } = await open()
  const key = fieldOn(await page(), 'key')!
  expect(key).toMatch(/^[\w-]{43}$/)
  const [first, second] = await Promise.all([make('Phone', { key }), make('Phone', { key })])
  expect(address(first.body)).toBe(address(second.body))
  expect(await rows()).toHaveLength(1)
  const other = address((await make('Phone', { key }, await site.member('Bosun'))).body)
  expect([other === '', other === address(first.body)]).toEqual([false, false])
  site.advance(10 * MINUTE - 1)
  expect(address((await make('Phone', { key })).body)).toBe(address(first.body))
  site.advance(1)
  await write(site.deps, (db) => db.updateTable('sessions').set({ confirmed_at: site.deps.clock() }).execute())
  expect((await make('Phone', { key })).statusCode).toBe(422)
})

test('names are needed and short, and there is a limit', async () => {
  const { site, make } = await open()
  for (const name of ['', ' ', '\u2800', 'x'.repeat(41)]) {
    const answer = await make(name)
    expect([answer.statusCode, faultOn(answer.body, 'name') === null], name).toEqual([422, false])
  }
  for (let i = 0; i < MAX_TOKENS; i++) expect((await make(`Reader ${i}`)).statusCode).toBe(200)
  expect(faultOn((await make('One more')).body, 'name')).toBe(
    'You have 20 private feeds, which is the limit. Revoke one first.',
  )
  expect((await site.post('/accounts/tokens', { name: 'Phone' })).statusCode).toBe(403)
  expect((await site.get('/accounts/tokens')).statusCode).toBe(403)
})

test('none works while its member is banned', async () => {
  const { site, make, address } = await open()
  const feed = address((await make('Phone')).body)
  const mo = await site.member('Mo', 'moderator')
  await site.post('/moderation/bans', { nic: 'Ada K.', reason: 'Enough', until: 'week' }, mo)
  expect((await site.get(feed)).statusCode).toBe(404)
  await site.post('/moderation/pardons', { nic: 'Ada K.', reason: 'Over' }, mo)
  expect((await site.get(feed)).statusCode).toBe(200)
})

test('creating one asks for the password after ten minutes, and is mailed', async () => {
  const site = await openSite()
  const browser = browserOf(site)
  const password = 'lapstrake and rivets'
  await browser.post('/accounts/register', { nic: 'Clinker', email: 'clinker@mail.example', password })
  await write(site.deps, (db) => db.updateTable('accounts').set({ owned_email: 'clinker@mail.example' }).execute())
  site.advance(10 * MINUTE)
  const refused = await browser.post('/accounts/tokens', { name: 'Phone', password: 'wrong' })
  expect([refused.statusCode, faultOn(refused.body, 'password')]).toEqual([422, 'That is not your password.'])
  expect(await site.deps.db.selectFrom('tokens').selectAll().execute()).toEqual([])
  expect((await browser.post('/accounts/tokens', { name: 'Phone', password })).statusCode).toBe(200)
  const office = postOffice()
  await sendAll(site, office)
  expect(office.sent.at(-1)).toMatchObject({ subject: 'A private feed was created on Broadside' })
  expect(office.sent.at(-1)!.text).toContain('called “Phone”')
})
