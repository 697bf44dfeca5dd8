// A lost second factor is removed by an admin after three days, unless its member stops that.
import { expect, test } from 'vitest'
import { hashPassword } from '../../../src/accounts/passwords/hash.ts'
import { setPasswordHash } from '../../../src/accounts/queries.ts'
import { removeDueFactors } from '../../../src/accounts/second-factor/removal-actions.ts'
import { write } from '../../../src/db/write.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'
import { codeOf, turnOn } from './app.ts'

const password = 'a short sentence works'
const hash = hashPassword(password)

async function open() {
  const site = await openSite()
  const ada = await site.member('Ada')
  const app = await turnOn(site, ada)
  await write(site.deps, async (db) => {
    await setPasswordHash(db, ada.id, await hash)
    const email = 'ada@mail.example'
    await db
      .updateTable('accounts')
      .set({ email, email_folded: email, owned_email: email })
      .where('id', '=', ada.id)
      .execute()
  })
  const admin = await site.member('Harbourmaster', 'admin')
  const person = `/admin/people/${ada.id}`
  const begin = (action = 'remove-factor') => site.post(person, { action, reason: 'Lost phone' }, admin)
  const log = async () => wordsOn((await site.get('/moderation/log')).body)
  const mails = () => site.deps.db.selectFrom('outbox').select(['subject', 'text']).orderBy('id').execute()
  /** What the password alone leads to. */
  const signIn = async () => {
    const jar = browserOf(site)
    const answer = await jar.post('/accounts/login', { nic: 'Ada', password })
    return { jar, to: answer.headers.location }
  }
  /** The admin is signed in again after days have passed. */
  const later = async (days: number) => {
    site.advance(days)
    await removeDueFactors(site.deps)
  }
  return { site, ada, app, admin, person, begin, log, mails, signIn, later }
}

test('an admin begins it, the member is mailed, and after three days the password alone signs in', async () => {
  const { site, admin, person, begin, log, mails, signIn, later } = await open()
  expect((await begin()).headers.location).toBe(`${person}?done=remove-factor`)
  expect(wordsOn((await site.get(person, admin)).body)).toContain('It will be removed on')
  expect(await log()).toContain('began to remove the second factor of a member')
  expect((await mails()).at(-1)!.subject).toBe('Your second factor on Broadside will be removed')
  await later(3 * DAY - MINUTE)
  const waiting = await signIn()
  expect(waiting.to).toBe('/accounts/login/second-factor')
  expect(wordsOn((await waiting.jar.get('/accounts/login/second-factor')).body)).toContain(
    'An admin will remove the second factor of this account on',
  )
  await later(MINUTE)
  expect((await signIn()).to).toBe('/')
  expect((await mails()).at(-1)!.subject).toBe('Your second factor on Broadside was removed')
  expect(await log()).toContain('removed the second factor of a member')
  for (const table of ['totp', 'recovery_codes'] as const)
    expect(await site.deps.db.selectFrom(table).select('account_id').execute()).toEqual([])
})

test('the link of the e-mail stops it, once, and its token does not stay in the address', async () => {
  const { site, begin, mails, signIn, later, log } = await open()
  await begin()
  const link = /http:\/\/[^/]+(\/accounts\/second-factor\/stop\/[\w-]{43})/.exec((await mails()).at(-1)!.text)![1]!
  const jar = browserOf(site)
  const opened = await jar.get(link)
  expect([opened.statusCode, opened.headers.location]).toEqual([303, '/accounts/second-factor/stop'])
  expect(wordsOn((await jar.follow(opened)).body)).toContain('Keep your second factor?')
  const stopped = await jar.post('/accounts/second-factor/stop', { action: 'stop' })
  expect(wordsOn(stopped.body)).toContain('The removal is stopped')
  await jar.get(link)
  expect((await jar.post('/accounts/second-factor/stop', { action: 'stop' })).statusCode).toBe(404)
  await later(4 * DAY)
  expect((await signIn()).to).toBe('/accounts/login/second-factor')
  expect(await log()).toContain('The member stopped it.')
})

test('signing in with the second factor stops it', async () => {
  const { site, app, begin, signIn, later, log } = await open()
  await begin()
  await later(DAY)
  const { jar } = await signIn()
  await jar.post('/accounts/login/second-factor', { code: codeOf(site, app.secret) })
  expect((await jar.get('/accounts/sessions')).statusCode).toBe(200)
  await later(3 * DAY)
  expect((await signIn()).to).toBe('/accounts/login/second-factor')
  expect(await log()).toContain('The member signed in with the second factor.')
})

test('the admin stops it; a second press of either button does no harm', async () => {
  const { begin, person, signIn, later } = await open()
  await begin()
  expect((await begin()).headers.location).toBe(`${person}?done=already`)
  expect((await begin('keep-factor')).headers.location).toBe(`${person}?done=keep-factor`)
  expect((await begin('keep-factor')).headers.location).toBe(`${person}?done=already`)
  await later(4 * DAY)
  expect((await signIn()).to).toBe('/accounts/login/second-factor')
})

test('it is refused where nobody could sign in afterwards, and to everybody but admins', async () => {
  const { site, ada, begin, person } = await open()
  await write(site.deps, (db) =>
    db.updateTable('accounts').set({ password_hash: null, owned_email: null }).where('id', '=', ada.id).execute(),
  )
  const refused = await begin()
  expect([refused.statusCode, wordsOn(refused.body).includes('nobody could sign in')]).toEqual([409, true])
  const moderator = await site.member('Bosun', 'moderator')
  expect((await site.post(person, { action: 'remove-factor' }, moderator)).statusCode).toBe(403)
})
