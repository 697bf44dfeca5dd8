// The page of a member: since when, how much, and what they wrote under their own nic.
import { expect, test } from 'vitest'
import { aThread, openSite } from '../support/site.ts'
import { wordsOn } from '../comments/page.ts'

test('a member’s page says since when, and shows articles and comments under the registered nic', async () => {
  const site = await openSite()
  const ada = await site.member('Ada Quill')
  const id = await site.article({ nic: 'Ada Quill', account: 'Ada Quill', headline: 'Hers' })
  const other = await site.article()
  await site.post('/comments', { article: String(id), nic: '', body: 'Under <b>my</b> nic.' }, ada)
  await site.post('/comments', { article: String(other), nic: 'Wobbin 41', body: 'Under another.' }, ada)
  const { body, statusCode } = await site.get('/people/Ada%20Quill')
  expect(statusCode).toBe(200)
  const words = wordsOn(body)
  expect(words).toContain('Member since 12 March 2030 Feed of comments Ada Quill 1 comment 1 story run 0 replies received')
  expect(words).toContain('Hers')
  expect(words).toContain('Under my nic.')
  expect(words).not.toContain('Under another.')
  expect(words).not.toContain('Wobbin')
})

test('a member’s page of a slightly other nic redirects to it; one of nobody is 404', async () => {
  const site = await openSite()
  await site.member('Ada Quill')
  for (const nic of ['ada quill', 'ADAQUILL', 'Ada_Qui11']) {
    const answer = await site.get(`/people/${encodeURIComponent(nic)}`)
    expect([answer.statusCode, answer.headers.location]).toEqual([301, '/people/Ada%20Quill'])
  }
  for (const nic of ['Nobody', '%00', '%20', '..%2f..%2fetc', 'x'.repeat(290), encodeURIComponent("' or 1=1 --")]) expect((await site.get(`/people/${nic}`)).statusCode, nic).toBe(404)
})

test.each(['Ольга', '阿达', 'O’Neill', 'Ada. K', '김철수'])('the page of %s has an address that a header can bear', async (nic) => {
  const site = await openSite()
  await site.member(nic)
  expect((await site.get(`/people/${encodeURIComponent(nic)}`)).statusCode).toBe(200)
  const alike = await site.get(`/people/${encodeURIComponent(` ${nic}`)}`)
  expect([alike.statusCode, alike.headers.location]).toEqual([301, `/people/${encodeURIComponent(nic)}`])
})

test('guests and picked nics have no page, even when they bear a name like a member’s article', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('g', [null]) })
  expect((await site.get('/people/Guest%200')).statusCode).toBe(404)
  expect((await site.get('/people/Bosun')).statusCode).toBe(404)
})

test('a staff member’s page says so', async () => {
  const site = await openSite()
  await site.member('Mo', 'moderator')
  expect(wordsOn((await site.get('/people/Mo')).body)).toContain('Member since 12 March 2030 Feed of comments Mo Moderator')
})
