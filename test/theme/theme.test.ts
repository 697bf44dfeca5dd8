// Light, dark or the device's own: kept in a cookie and nowhere else.
import { expect, test } from 'vitest'
import { openSite } from '../support/site.ts'

test.each(['auto', 'light', 'dark'])('the theme %s is kept for a year and leads back to the page', async (theme) => {
  const site = await openSite()
  const answer = await site.post('/theme', { theme, next: '/archive?x=1' })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/archive?x=1'])
  expect(answer.headers['set-cookie']).toBe(`bs_theme=${theme}; Max-Age=31536000; Path=/; SameSite=Lax`)
  const page = await site.get('/archive', null, { cookie: `bs_theme=${theme}` })
  expect(page.body).toMatch(new RegExp(`name="theme" id="theme-${theme}" value="${theme}" checked`))
  expect(page.body.includes(`data-theme="${theme}"`)).toBe(theme !== 'auto')
})

test('the theme of a signed-in reader is theirs too', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  expect((await site.get('/', { ...ada, cookie: `${ada.cookie}; bs_theme=dark` })).body).toContain('data-theme="dark"')
})

test('another theme is 422, another field 400, and the way back is never outside', async () => {
  const site = await openSite()
  expect((await site.post('/theme', { theme: 'pink', next: '/' })).statusCode).toBe(422)
  expect((await site.post('/theme', { theme: '', next: '/' })).statusCode).toBe(422)
  expect((await site.post('/theme', { theme: 'dark', colour: 'red' })).statusCode).toBe(400)
  expect((await site.post('/theme', { theme: 'dark', next: 'https://evil.example' })).headers.location).toBe('/')
})

test('the cookie is secure where the site is', async () => {
  const site = await openSite({ BASE_URL: 'https://news.example' })
  expect(String((await site.post('/theme', { theme: 'dark', next: '/' })).headers['set-cookie'])).toContain('; Secure')
  await site.article()
  expect(String((await site.get('/articles/1-the-slipway-is-repainted?view=flat')).headers['set-cookie'])).toMatch(/^bs_view=flat;.*; Secure/)
})
