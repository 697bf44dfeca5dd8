// The first page after registering, and what signing in from a guest's receipt claims.
import { expect, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import { wordsOn } from '../comments/page.ts'
import { browserOf, type Jar } from '../support/jar.ts'
import { openSite } from '../support/site.ts'

const PASSWORD = 'lapstrake and rivets'
const ARTICLE = '/articles/1-the-slipway-is-repainted'
const GREETING = 'Welcome, Clinker'

async function open() {
  const site = await openSite()
  await site.article()
  const guest = browserOf(site)
  const register = (next: string, by: Jar = guest, nic = 'Clinker') =>
    by.post('/accounts/register', { nic, email: `${nic}@mail.example`, password: PASSWORD, next })
  return { site, guest, register }
}

/** A guest's comment. @returns its receipt */
async function receiptOf(guest: Jar, nic: string): Promise<string> {
  const said = await guest.post('/comments', { article: '1', nic, body: 'Before I had a name.' })
  return String((await guest.post(`${said.headers.location}/receipts`, {})).headers.location)
}

/** The address that a link of a page leads back to after registering or signing in. */
const nextOf = (body: string, noun: 'register' | 'login', place: 'header' | 'main'): string => {
  const [header = '', main = ''] = body.split('<main')
  const href = new RegExp(`href="/accounts/${noun}\\?next=([^"]+)"`).exec(place === 'header' ? header : main)![1]!
  return decodeURIComponent(href)
}

test('the first page after registering greets once, where the reader was, and says that the address must be confirmed', async () => {
  const { guest, register } = await open()
  const answer = await register(ARTICLE)
  expect([answer.statusCode, answer.headers.location]).toEqual([303, ARTICLE])
  const words = wordsOn((await guest.follow(answer)).body)
  expect(words).toContain(GREETING)
  expect(words).toContain('We have e-mailed a link to Clinker@mail.example. Open it to confirm your address')
  expect(wordsOn((await guest.get(ARTICLE)).body)).not.toContain('Welcome')
  expect(wordsOn((await guest.get('/')).body)).toContain('Confirm your e-mail address to get replies by e-mail.')
})

test('a browser that nobody is signed in with is never greeted', async () => {
  const { site, guest, register } = await open()
  await register('/')
  guest.forget('bs_session')
  expect(guest.cookies()).toContain('bs_welcome /')
  expect((await guest.get('/')).body).not.toContain('Welcome')
  expect((await site.get('/')).body).not.toContain('Welcome')
})

for (const noun of ['register', 'login'] as const)
  test(`${noun === 'login' ? 'signing in' : 'registering'} from a receipt claims its comment and says so`, async () => {
    const { site, guest, register } = await open()
    const receipt = await receiptOf(guest, 'Passer-by')
    const next = nextOf((await guest.get(receipt)).body, noun, 'main')
    expect(wordsOn((await guest.get(`/accounts/register?next=${encodeURIComponent(next)}`)).body)).toContain(
      'what the receipt is for is then yours',
    )
    if (noun === 'login') await register('/', browserOf(site))
    const answer =
      noun === 'register'
        ? await register(next)
        : await guest.post('/accounts/login', { nic: 'Clinker', password: PASSWORD, next })
    expect(answer.headers.location).toBe(`${receipt}?done=claim`)
    const words = wordsOn((await guest.follow(answer)).body)
    expect(words.includes(GREETING)).toBe(noun === 'register')
    expect(words).toContain('The comment is yours now.')
    expect(words).toContain('It keeps the name Passer-by, and readers do not learn that it is yours.')
  })

test('a comment under the new member’s own name is openly theirs', async () => {
  const { guest, register } = await open()
  const receipt = await receiptOf(guest, 'Clinker')
  const words = wordsOn((await guest.follow(await register(`${receipt}?claim=1`))).body)
  expect(words).toContain('It is signed with your name.')
})

test('the links in the header of a receipt claim nothing', async () => {
  const { guest, register } = await open()
  const receipt = await receiptOf(guest, 'Passer-by')
  const next = nextOf((await guest.get(receipt)).body, 'register', 'header')
  expect(next).toBe(receipt)
  expect((await register(next)).headers.location).toBe(receipt)
  expect((await guest.get(receipt)).body).toContain('Claim this comment')
})

test('a receipt of another account’s comment, of spam and of none leads to itself', async () => {
  const { site, guest, register } = await open()
  const receipt = await receiptOf(guest, 'Passer-by')
  const next = `${receipt}?claim=1`
  await register(next)
  const late = browserOf(site)
  const answer = await register(next, late, 'Carvel')
  expect(answer.headers.location).toBe(receipt)
  expect(wordsOn((await late.follow(answer)).body)).toContain('An account has claimed this comment.')
  const spam = await receiptOf(browserOf(site), 'Second passer-by')
  await write(site.deps, (db) => db.updateTable('comments').set({ state: 'spam' }).where('id', '=', 2).execute())
  expect((await register(`${spam}?claim=1`, browserOf(site), 'Garboard')).headers.location).toBe(spam)
  const nowhere = `/comments/receipts/${'x'.repeat(43)}`
  expect((await register(`${nowhere}?claim=1`, browserOf(site), 'Strake')).headers.location).toBe(nowhere)
})

test('registering from the receipt of an article claims the article', async () => {
  const { site, guest, register } = await open()
  await site.set('submitters', 'guests')
  const text = { headline: 'Gulls learn to queue', body: 'They stand in line.', section: 'harbour', action: 'submit' }
  const receipt = String((await guest.post('/desk/articles', { ...text, nic: 'Passer-by', key: 'k' })).headers.location)
  const answer = await register(nextOf((await guest.get(receipt)).body, 'register', 'main'))
  expect(answer.headers.location).toBe('/desk/submissions/2?done=claim')
  const words = wordsOn((await guest.follow(answer)).body)
  expect([words.includes(GREETING), words.includes('The article is yours now.')]).toEqual([true, true])
})
