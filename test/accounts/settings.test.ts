// A member's preferences: they follow the account, and editions stay in the site's zone.
import { expect, test } from 'vitest'
import { faultOn, shown, wordsOn } from '../comments/page.ts'
import { aThread, NOON, openSite } from '../support/site.ts'

const chosen = { theme: 'dark', size: 'large', zone: 'Asia/Kolkata', dates: 'american' }
const HREF = '/articles/1-the-slipway-is-repainted'

async function opened() {
  const site = await openSite()
  await site.article({ comments: aThread('s', [null], NOON - 40 * 86_400_000) })
  return { site, ada: await site.member('Ada') }
}

test('a member chooses colours, size, zone and dates once, and finds them in every browser', async () => {
  const { site, ada } = await opened()
  expect((await site.get('/', ada)).body).toContain('<a href="/accounts">Settings</a>')
  const saved = await site.post('/accounts/settings', chosen, ada)
  expect([saved.statusCode, saved.headers.location]).toEqual([303, `/accounts/settings?saved=${NOON}`])
  const page = (await site.get(saved.headers.location!, ada)).body
  expect(page).toContain('Saved at 7:55 pm.')
  expect(page).toMatch(/value="dark" checked/)
  expect(page).toMatch(/name="zone" list="zones" value="Asia\/Kolkata"/)
  expect(page).toMatch(/value="american" checked> March 12, 2030, 7:55 pm/)
  expect(page).toContain('data-theme="dark" data-text="large" data-keys="off"')
  const other = await site.get(HREF, { ...ada, cookie: `${ada.cookie}; bs_theme=light; bs_size=larger` })
  expect(other.body).toContain('data-theme="dark" data-text="large"')
})

test('every time is in the member’s zone and format; the edition is still the site’s day', async () => {
  const { site, ada } = await opened()
  await site.post('/accounts/settings', chosen, ada)
  const { body } = await site.get(HREF, ada)
  expect(wordsOn(body)).toContain('January 31, 2030, 7:55 pm')
  expect(wordsOn(body)).toContain('1:30 pm')
  expect(wordsOn(body)).toContain('Tuesday, 12 March 2030')
  expect(wordsOn((await site.get(HREF)).body)).toContain('31 January 2030, 14:25')
  await site.post('/accounts/settings', { ...chosen, dates: 'iso', zone: '' }, ada)
  expect(wordsOn((await site.get(HREF, ada)).body)).toContain('2030-01-31 14:25')
})

test('the order of comments follows the account to another browser; a browser’s own choice goes first', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('v', [null, 0, null]) })
  const ada = await site.member('Ada')
  const order = async (cookie = '') => shown((await site.get(HREF, { ...ada, cookie: `${ada.cookie}${cookie}` })).body)
  const [first, ...rest] = await order()
  const saved = await site.post('/accounts/settings', { ...chosen, view: 'newest' }, ada)
  expect(String(saved.headers['set-cookie'])).toMatch(/^bs_view=; /)
  expect((await order()).at(-1)).toBe(first)
  expect((await site.get('/accounts/settings', ada)).body).toMatch(/value="newest" checked/)
  expect(await order('; bs_view=threaded')).toEqual([first, ...rest])
  await site.post('/theme', { view: 'flat', depth: '1', next: HREF }, ada)
  expect(await order()).toHaveLength(2)
  expect((await site.post('/accounts/settings', { ...chosen, view: 'sideways' }, ada)).statusCode).toBe(422)
})

test('an invalid choice is refused beside its field, with the other choices kept', async () => {
  const { site, ada } = await opened()
  const answer = await site.post('/accounts/settings', { ...chosen, zone: 'Moon/Tycho', theme: 'pink' }, ada)
  expect(answer.statusCode).toBe(422)
  expect(faultOn(answer.body, 'zone')).toContain('That is not a time zone.')
  expect(answer.body).toMatch(/id="theme-h"[^]*Choose auto, light or dark/)
  expect(answer.body).toContain('value="Moon/Tycho"')
  expect(answer.body).toMatch(/value="american" checked/)
  expect(
    (await site.post('/accounts/settings', { ...chosen, size: 'vast' }, ada, { accept: 'application/json' })).json(),
  ).toMatchObject({ status: 422, faults: { size: 'Choose usual, large or larger.' } })
  expect((await site.get('/accounts/settings')).statusCode).toBe(403)
  expect((await site.post('/accounts/settings', chosen)).statusCode).toBe(403)
})

test('the theme saved in the footer is the account’s, and leaves the rest as it was', async () => {
  const { site, ada } = await opened()
  await site.post('/accounts/settings', { ...chosen, keys: 'on' }, ada)
  await site.post('/theme', { theme: 'light', next: '/' }, ada)
  const { body } = await site.get('/accounts/settings', ada)
  expect(body).toContain('data-theme="light" data-text="large"')
  expect(body).not.toContain('data-keys')
  expect(body).toContain('value="Asia/Kolkata"')
})

test('lists, headlines, a profile and the front page show a member’s times to that member only', async () => {
  const { site, ada } = await opened()
  await site.article({
    key: 'told',
    headline: 'Told twice',
    nic: 'Ada',
    account: 'Ada',
    comments: aThread('t', [null, null], NOON - 60_000),
  })
  await site.post('/comments', { article: '2', nic: 'Ada', body: 'Mine.' }, ada)
  await site.post('/accounts/settings', chosen, ada)
  for (const url of [
    '/',
    '/headlines',
    '/latest',
    '/people/Ada',
    '/sections/harbour',
    '/areas/town',
    '/archive/2030/03/12',
    '/search?q=told',
  ]) {
    const { statusCode, body } = await site.get(url, ada)
    expect(statusCode, url).toBe(200)
    const times = (text: string): string[] =>
      [...text.matchAll(/<time [^>]*>([^<]*\d:\d\d[^<]*)<\/time>/g)].map((found) => found[1]!)
    expect(times(body).length, url).toBeGreaterThan(0)
    for (const time of times(body)) expect(time, url).toMatch(/\d:\d\d [ap]m$/)
    for (const time of times((await site.get(url)).body)) expect(time, url).toMatch(/\d\d:\d\d$/)
  }
  const front = wordsOn((await site.get('/', ada)).body)
  expect(front).toContain('as of 7:55 pm.')
  expect(front).toContain('updated 7:55 pm')
  expect(front).toContain('Tuesday, 12 March 2030')
})
