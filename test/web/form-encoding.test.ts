// Percent-encoded forms and queries: broken bytes, fields sent twice, NUL.
import { describe, expect, test } from 'vitest'
import { parseEncoded } from '../../src/web/form-encoding.ts'
import { openSite } from '../support/site.ts'

describe('A percent-encoded form', () => {
  test.each([
    ['a=1&b=%26+%2B', { a: '1', b: '& +' }],
    ['a=Caf%E9+na%C3%AFve+100%25', { a: 'Caf\uFFFD naïve 100%' }],
    ['a=100%+of+%zz', { a: '100% of %zz' }],
    ['a=1&b=2&a=3&a=', { a: ['1', '3', ''], b: '2' }],
    ['a=po%00st%00', { a: 'post' }],
    ['a', { a: '' }],
    ['', {}],
    ['__proto__=1&constructor=2', JSON.parse('{"__proto__":"1","constructor":"2"}')],
  ])('%s is %j', (text, fields) => expect({ ...parseEncoded(text) }).toEqual(fields))
})

test('a text with a byte that is not UTF-8 keeps all its other letters, signs and escapes', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const article = await site.article()
  const answer = await site.app.inject({
    method: 'POST',
    url: '/comments',
    headers: {
      host: 'localhost:3000',
      'sec-fetch-site': 'same-origin',
      cookie: ada.cookie,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: `article=${article}&nic=Ada+K.&body=Caf%E9+na%C3%AFve+100%25`,
  })
  expect(answer.statusCode).toBe(303)
  expect(await site.deps.db.selectFrom('comments').select('source').execute()).toEqual([
    { source: 'Caf\uFFFD naïve 100%' },
  ])
  const { body } = await site.get('/search?q=Caf%E9+na%C3%AFve+100%25')
  expect(body).toContain('value="Caf\uFFFD naïve 100%"')
})

test('a form that is sent as JSON or as plain text is refused', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const article = await site.article()
  for (const type of ['application/json', 'text/plain']) {
    const answer = await site.app.inject({
      method: 'POST',
      url: '/comments',
      headers: { host: 'localhost:3000', 'sec-fetch-site': 'same-origin', cookie: ada.cookie, 'content-type': type },
      payload: JSON.stringify({ article: String(article), nic: 'Ada K.', body: 'By a program.' }),
    })
    expect(answer.statusCode, type).toBe(400)
    expect(answer.body, type).toContain('This address accepts only forms.')
  }
  expect(await site.deps.db.selectFrom('comments').select('id').execute()).toEqual([])
})
