// "Corrected since you read it": in lists, in the inbox and on the page of corrections, until the article is opened again.
import { expect, test } from 'vitest'
import { HOUR } from '../../src/time.ts'
import { wordsOn } from '../comments/page.ts'
import { type Member, openSite, type Site } from '../support/site.ts'

const LABEL = 'corrected since you read it'
const HREF = '/articles/1-the-slipway-is-repainted'

async function open() {
  const site = await openSite()
  await site.article({ body: 'It was painted in 1912.', lede: 'A lede.' })
  await site.article({ headline: 'Another' })
  return { site, ed: await site.member('Ed', 'editor'), ada: await site.member('Ada'), bo: await site.member('Bo') }
}

/** Sends a correction as a guest, and accepts it. */
async function correct(site: Site, ed: Member): Promise<void> {
  await site.post('/articles/1/corrections', { passage: '1912', body: '1911' })
  const answer = await site.post(
    '/desk/corrections/1/acceptances',
    {
      headline: 'The slipway is repainted',
      lede: 'A lede.',
      body: 'It was painted in 1911.',
      section: 'harbour',
      note: 'The year',
      base: '1',
    },
    ed,
  )
  expect(answer.statusCode).toBe(303)
}

const says = async (site: Site, url: string, as: Member | null): Promise<boolean> =>
  wordsOn((await site.get(url, as)).body)
    .toLowerCase()
    .includes(LABEL)

const places = ['/', '/headlines', '/sections/harbour', '/corrections', '/inbox']

test('who had read the article sees it everywhere, and nobody else; opening it again ends that', async () => {
  const { site, ed, ada, bo } = await open()
  await site.get(HREF, ada)
  await site.get('/articles/2-another', bo)
  site.advance(HOUR)
  for (const url of places) expect(await says(site, url, ada), url).toBe(false)
  await correct(site, ed)
  for (const url of places) {
    expect(await says(site, url, ada), url).toBe(true)
    expect(await says(site, url, bo), url).toBe(false)
    if (url !== '/inbox') expect(await says(site, url, null), url).toBe(false)
  }
  site.advance(1)
  await site.get(HREF, ada)
  for (const url of places) expect(await says(site, url, ada), url).toBe(false)
})

test('an undo takes it away', async () => {
  const { site, ed, ada } = await open()
  await site.get(HREF, ada)
  site.advance(HOUR)
  await correct(site, ed)
  await site.post('/moderation/undos', { batch: '1' }, ed)
  for (const url of places) expect(await says(site, url, ada), url).toBe(false)
})

test('a browser without an account remembers it too', async () => {
  const { site, ed } = await open()
  const started = await site.post('/marks', { action: 'on' })
  const jar = { cookie: String(started.headers['set-cookie']).split(';')[0]! }
  const opened = await site.get(HREF, null, jar)
  jar.cookie = String(opened.headers['set-cookie']).split(';')[0]!
  site.advance(HOUR)
  await correct(site, ed)
  expect(wordsOn((await site.get('/corrections', null, jar)).body)).toContain(LABEL)
  expect(wordsOn((await site.get('/corrections')).body)).not.toContain(LABEL)
})

test('a thread or a person that the reader has muted stays out of the inbox', async () => {
  const { site, ed, ada } = await open()
  await site.get(HREF, ada)
  site.advance(HOUR)
  await correct(site, ed)
  await site.post('/mutes', { kind: 'section', value: 'Harbour', next: '' }, ada)
  expect(await says(site, '/inbox', ada)).toBe(false)
})
