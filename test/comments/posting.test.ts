import { expect, test } from 'vitest'
import { openSite } from '../support/site.ts'

test('a member posts a comment and is led to its place in the thread', async () => {
  const site = await openSite()
  const id = await site.article()
  const ada = await site.member('Ada K.')
  const posted = await site.post('/comments', { article: String(id), body: 'It was <b>always</b> grey.', nic: 'Ada K.', key: 'k1', action: 'post' }, ada)
  expect(posted.statusCode).toBe(303)
  const place = await site.get(posted.headers.location!, ada)
  expect(place.statusCode).toBe(302)
  expect(place.headers.location).toMatch(/^\/articles\/\d+-the-slipway-is-repainted#c\d+$/)
  const page = await site.get(place.headers.location!.replace(/#.*/, ''), ada)
  expect(page.body).toContain('<p>It was <b>always</b> grey.</p>')
  expect(page.body).toContain('You have commented <b>1</b> time on Broadside.')
})
