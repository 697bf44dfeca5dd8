// Reading settings: theme, text size and order, saved in cookies.
import { expect, test } from 'vitest'
import { NOON, openSite } from '../support/site.ts'

test.each(['auto', 'light', 'dark'])(
  'the theme %s is saved for a year, and the form leads back to the page',
  async (theme) => {
    const site = await openSite()
    const answer = await site.post('/theme', { theme, next: '/archive?x=1' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/archive?x=1'])
    expect(answer.headers['set-cookie']).toBe(`bs_theme=${theme}; Max-Age=31536000; Path=/; SameSite=Lax`)
    const page = await site.get('/archive', null, { cookie: `bs_theme=${theme}` })
    expect(page.body).toMatch(new RegExp(`name="theme" id="theme-${theme}" value="${theme}" checked`))
    expect(page.body.includes(`data-theme="${theme}"`)).toBe(theme !== 'auto')
  },
)

test('the theme of a signed-in reader is theirs too', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  expect((await site.get('/', { ...ada, cookie: `${ada.cookie}; bs_theme=dark` })).body).toContain('data-theme="dark"')
})

test('an unknown theme is 422, an unknown field 400, and the redirect never leaves the site', async () => {
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
  expect(String((await site.get('/articles/1-the-slipway-is-repainted?view=flat')).headers['set-cookie'])).toMatch(
    /^bs_view=flat;.*; Secure/,
  )
})

test('a browser without an account chooses size and order too, on a page that says what is saved', async () => {
  const site = await openSite()
  await site.article()
  expect((await site.get('/')).body).toContain('<a class="ui" href="/theme">More')
  const saved = await site.post('/theme', { theme: 'light', size: 'larger', view: 'newest', next: '' })
  expect(saved.headers.location).toBe(`/theme?saved=${NOON}`)
  const cookie = [saved.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')
  const page = (await site.get(saved.headers.location!, null, { cookie })).body
  expect(page).toContain('Saved at 14:25.')
  for (const value of ['light', 'larger', 'newest']) expect(page).toMatch(new RegExp(`value="${value}" checked`))
  expect((await site.get('/articles/1-the-slipway-is-repainted', null, { cookie })).body).toContain(
    'data-theme="light" data-text="larger"',
  )
})

test('a text size has its own page in the cache', async () => {
  const site = await openSite()
  await site.article()
  const large = await site.get('/archive', null, { cookie: 'bs_size=large' })
  expect(large.headers['cache-control']).toBe('public, no-cache')
  expect(large.body).toContain('data-text="large"')
  expect((await site.get('/archive')).body).not.toContain('data-text')
  expect((await site.get('/archive', null, { cookie: 'bs_size=vast' })).body).not.toContain('data-text')
})

test('a fault is shown beside its choice, with the rest as chosen', async () => {
  const site = await openSite()
  const { statusCode, body } = await site.post('/theme', { theme: 'dark', size: 'vast', view: 'flat' })
  expect(statusCode).toBe(422)
  expect(body).toContain('Choose usual, large or larger.')
  expect(body).toMatch(/value="dark" checked/)
  expect(body).toMatch(/value="flat" checked/)
})

test('a page says "Saved" only on the same day, and keeps `next` through a fault', async () => {
  const site = await openSite()
  for (const saved of ['', 'x', '-1', String(NOON + 1), String(NOON - 86_400_000), '9'.repeat(40)]) {
    const { statusCode, body } = await site.get(`/theme?saved=${saved}`)
    expect([statusCode, body.includes('Saved at')], saved).toEqual([200, false])
  }
  expect((await site.get('/theme?next=/archive')).body).toContain('name="next" value="/archive"')
  expect((await site.get('/theme?next=//evil.example')).body).toContain('name="next" value=""')
  expect((await site.post('/theme', { theme: 'pink', next: '/archive' })).body).toContain(
    'name="next" value="/archive"',
  )
})
