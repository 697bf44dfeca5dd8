// A change of address is stopped from the former one, for a week: the account, its sessions and its password are safe again.
import { expect, test } from 'vitest'
import { DAY, MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { sendAll } from '../../inbox/threads.ts'
import { linksIn } from '../../mail/sink.ts'
import { browserOf, type Jar } from '../../support/jar.ts'
import { openSite, type Site } from '../../support/site.ts'
import { isSignedIn, linkIn, NEW_PASSWORD, PASSWORD, type Registered, register } from '../passwords/accounts.ts'

/** Changes a member's address and confirms the new one. @returns the link that stops it */
async function change(site: Site, { browser, office }: Registered, email: string): Promise<string> {
  site.advance(3 * MINUTE)
  await browser.post('/accounts/email', { email, password: PASSWORD, action: 'change' })
  await sendAll(site, office)
  await site.post(linkIn(office, '/accounts/email/confirm/'), { action: 'confirm' })
  await sendAll(site, office)
  return linkIn(office, '/accounts/email/stop/')
}

const addressOf = async (site: Site) =>
  (await site.deps.db.selectFrom('accounts').select(['email', 'owned_email']).executeTakeFirstOrThrow()) as object

const pressStop = async (reader: Jar, link: string) => {
  await reader.get(link)
  return reader.post('/accounts/email/stop', { action: 'stop' })
}

async function changed() {
  const site = await openSite()
  const ada = await register(site)
  const stop = await change(site, ada, 'thief@mail.example')
  return { site, ada, stop, reader: browserOf(site) }
}

test('the former address gets an e-mail with a link, whose token leaves the address; opening it stops nothing', async () => {
  const { site, ada, stop, reader } = await changed()
  expect(ada.office.sent.at(-1)).toMatchObject({
    to: 'ada@mail.example',
    subject: 'Your e-mail address on Broadside has changed',
    text: expect.stringContaining('stop the change within a week'),
  })
  const opened = await reader.get(stop)
  expect([opened.statusCode, opened.headers.location, opened.headers['referrer-policy']]).toEqual([
    303,
    '/accounts/email/stop',
    'no-referrer',
  ])
  const page = await reader.follow(opened)
  expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'private, no-store'])
  expect(wordsOn(page.body)).toContain('The account Ada Quill gets the address ada@mail.example again.')
  expect(await addressOf(site)).toMatchObject({ email: 'thief@mail.example' })
  const stored = JSON.stringify(await site.deps.db.selectFrom('email_changes').selectAll().execute())
  expect(stored).not.toContain(stop.split('/').at(-1))
})

test('the button restores the address, ends every session and the password, and leads to setting a new one', async () => {
  const { site, ada, stop, reader } = await changed()
  const answer = await pressStop(reader, stop)
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accounts/password/reset?done=stopped'])
  expect(await addressOf(site)).toEqual({ email: 'ada@mail.example', owned_email: 'ada@mail.example' })
  expect(await isSignedIn(ada.browser)).toBe(false)
  const signIn = (password: string) => site.post('/accounts/login', { nic: 'Ada Quill', password })
  expect((await signIn(PASSWORD)).statusCode).toBe(422)
  const form = await reader.follow(answer)
  expect(wordsOn(form.body)).toContain('your account has its former address again')
  expect(await isSignedIn(reader)).toBe(false)
  const set = await reader.post('/accounts/password/reset', { password: NEW_PASSWORD })
  expect(set.headers.location).toBe('/accounts/login?done=password')
  expect((await signIn(NEW_PASSWORD)).statusCode).toBe(303)
})

test('the link works once, and for a week', async () => {
  const { site, stop } = await changed()
  site.advance(7 * DAY - MINUTE)
  expect((await pressStop(browserOf(site), stop)).statusCode).toBe(303)
  const again = await pressStop(browserOf(site), stop)
  expect([again.statusCode, wordsOn(again.body)]).toEqual([404, expect.stringContaining('This link has expired')])
  const late = await changed()
  late.site.advance(7 * DAY)
  expect((await pressStop(late.reader, late.stop)).statusCode).toBe(404)
  expect(await addressOf(late.site)).toMatchObject({ email: 'thief@mail.example' })
})

test('the confirmation that was stopped says that it has ended, and confirms nothing', async () => {
  const site = await openSite()
  const ada = await register(site)
  site.advance(3 * MINUTE)
  await ada.browser.post('/accounts/email', { email: 'thief@mail.example', password: PASSWORD, action: 'change' })
  await sendAll(site, ada.office)
  const confirm = linkIn(ada.office, '/accounts/email/confirm/')
  expect(wordsOn((await ada.browser.get('/accounts/email')).body)).toContain(
    'We have sent a link to thief@mail.example',
  )
  await site.post(confirm, { action: 'confirm' })
  await sendAll(site, ada.office)
  expect((await site.get(confirm)).headers.location).toBe('/accounts/email/confirm')
  await pressStop(browserOf(site), linkIn(ada.office, '/accounts/email/stop/'))
  expect([(await site.get(confirm)).statusCode, (await site.post(confirm, { action: 'confirm' })).statusCode]).toEqual([
    404, 404,
  ])
  expect(await addressOf(site)).toMatchObject({ owned_email: 'ada@mail.example' })
})

test('a second change leaves the first link valid, and the first link ends the second one', async () => {
  const { site, ada, stop } = await changed()
  const second = await change(site, ada, 'fence@mail.example')
  expect(second).not.toBe(stop)
  expect((await pressStop(browserOf(site), stop)).statusCode).toBe(303)
  expect(await addressOf(site)).toMatchObject({ email: 'ada@mail.example' })
  expect((await pressStop(browserOf(site), second)).statusCode).toBe(404)
  expect(await addressOf(site)).toMatchObject({ email: 'ada@mail.example' })
})

test('the link of the second change leaves the first one valid', async () => {
  const { site, ada, stop } = await changed()
  const second = await change(site, ada, 'fence@mail.example')
  expect((await pressStop(browserOf(site), second)).statusCode).toBe(303)
  expect(await addressOf(site)).toMatchObject({ email: 'thief@mail.example' })
  expect((await pressStop(browserOf(site), stop)).statusCode).toBe(303)
  expect(await addressOf(site)).toMatchObject({ email: 'ada@mail.example' })
})

test('a link that resets the password, sent to the other address before, no longer works', async () => {
  const { site, ada, stop, reader } = await changed()
  await site.post('/accounts/password/forgot', { email: 'thief@mail.example' })
  await sendAll(site, ada.office)
  const reset = linkIn(ada.office, '/accounts/password/reset/')
  await pressStop(reader, stop)
  expect((await site.post(reset, { password: NEW_PASSWORD })).statusCode).toBe(404)
})

test('an address that another member has confirmed since is not given to the account', async () => {
  const { site, stop, reader } = await changed()
  const bo = await register(site, { nic: 'Bo', email: 'bo@mail.example' })
  await change(site, bo, 'ada@mail.example')
  const answer = await pressStop(reader, stop)
  expect([answer.statusCode, wordsOn(answer.body)]).toEqual([409, expect.stringContaining('That address is taken')])
})

test('an address that was never confirmed gets no such e-mail', async () => {
  const site = await openSite()
  const ada = await register(site, { confirmed: false })
  site.advance(3 * MINUTE)
  await ada.browser.post('/accounts/email', { email: 'right@mail.example', password: PASSWORD, action: 'change' })
  await sendAll(site, ada.office)
  await site.post(linkIn(ada.office, '/accounts/email/confirm/'), { action: 'confirm' })
  await sendAll(site, ada.office)
  expect(ada.office.sent.flatMap(({ text }) => linksIn(text)).filter((link) => link.includes('/stop/'))).toEqual([])
})
