// What an editor decides about a submission or an article: done at once, logged, told to its writer, and undone as a whole.
import { describe, expect, test } from 'vitest'
import { currentText, reviseArticle } from '../../src/articles/change-actions.ts'
import { articleForChange } from '../../src/articles/revision-queries.ts'
import { chainVerifier, entriesAfter } from '../../src/db/log-chain.ts'
import { write } from '../../src/db/write.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { wordsOn } from '../comments/page.ts'
import { counted } from '../support/counted.ts'
import { openSite } from '../support/site.ts'
import { submission } from './news.ts'

async function open() {
  const site = await openSite()
  await site.article()
  const [ed, ada] = [await site.member('Ed', 'editor'), await site.member('Ada')]
  const id = await submission(site, { by: ada, tags: ['Library'] })
  const decide = (noun: string, form: Record<string, string> = {}, as = ed, article = id) =>
    site.post(`/desk/${noun}`, { article: String(article), ...form }, as)
  const row = (article = id) =>
    site.deps.db
      .selectFrom('articles')
      .select(['state', 'day', 'published_at', 'scheduled_at', 'editor_id'])
      .where('id', '=', article)
      .executeTakeFirstOrThrow()
  const log = async () =>
    (await entriesAfter(site.deps.db, 'log_entries', 0, 100)).map(
      ({ act, actor, reason }) => `${actor} ${act}: ${reason}`,
    )
  const inbox = async () => wordsOn((await site.get('/inbox', ada)).body)
  const undo = async () => {
    const { id: batch } = await site.deps.db
      .selectFrom('batches')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    return site.post('/moderation/undos', { batch: String(batch) }, ed)
  }
  return { site, id, ed, ada, decide, row, log, inbox, undo }
}

const address = (id: number): string => `/articles/${id}-library-to-lend-telescopes`

describe('Publishing', () => {
  test('puts a submission into today’s edition at once, with its tags, its writer and its editor', async () => {
    const { site, id, ed, decide, row, log, inbox } = await open()
    const answer = await decide('acceptances')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/desk?done=acceptances&batch=1'])
    expect(await row()).toMatchObject({ state: 'published', day: '2030-03-12', editor_id: ed.id })
    expect((await site.get('/')).body).toContain('Library to lend telescopes')
    expect(wordsOn((await site.get(address(id))).body)).toContain('Posted by Ed , sent in by Ada')
    expect((await site.get('/tags/Library')).statusCode).toBe(200)
    expect(wordsOn((await site.get('/people/Ada')).body)).toContain('Library to lend telescopes')
    expect(await log()).toEqual(['Ed publish: '])
    expect(await inbox()).toContain('on Library to lend telescopes Your article was published by Ed.')
    expect((await site.get('/desk?done=acceptances&batch=1', ed)).body).toContain('Published: <a href="/articles/2-')
    await counted(site)
  })

  test('is undone as a whole: the submission waits again, and no list has it', async () => {
    const { site, id, decide, row, undo } = await open()
    await decide('acceptances', { who: 'members', days: '3' })
    expect((await undo()).statusCode).toBe(303)
    expect(await row()).toMatchObject({ state: 'waiting', day: null, published_at: null, editor_id: null })
    expect((await site.get(address(id))).statusCode).toBe(404)
    expect(await site.deps.db.selectFrom('thread_settings').select('end_reason').execute()).toEqual([
      { end_reason: 'undone' },
    ])
    await counted(site)
  })

  test('into the edition of an earlier day files it there, and a day that has not begun is refused', async () => {
    const { site, decide, row } = await open()
    expect((await decide('acceptances', { at: '2030-03-13' })).body).toContain('That day has not begun.')
    expect((await decide('acceptances', { at: '2030-02-30' })).statusCode).toBe(422)
    await decide('acceptances', { at: '2030-03-10' })
    expect(await row()).toMatchObject({ state: 'published', day: '2030-03-10' })
    expect((await site.get('/archive/2030/03/10')).body).toContain('Library to lend telescopes')
    expect((await site.get('/')).body).not.toContain('Library to lend telescopes')
    await counted(site)
  })

  test('sets who may comment and for how many days', async () => {
    const { site, id, ada, decide } = await open()
    expect((await decide('acceptances', { days: '0' })).statusCode).toBe(422)
    await decide('acceptances', { who: 'members', days: '3' })
    const form = { article: String(id), nic: 'Gull', body: 'Mine.' }
    expect((await site.post('/comments', form)).statusCode).toBe(403)
    expect((await site.post('/comments', { ...form, nic: '' }, ada)).statusCode).toBe(303)
    site.advance(4 * DAY)
    expect(wordsOn((await site.get(address(id))).body)).toContain('Comments have been closed')
  })
})

describe('Scheduling', () => {
  test('publishes in the site’s zone at its time, and the writer hears of both', async () => {
    const { site, id, decide, row, inbox } = await open()
    await site.set('timeZone', 'Europe/Berlin')
    await decide('schedulings', { at: '2030-03-13T07:00' })
    expect(await row()).toMatchObject({ state: 'scheduled', scheduled_at: Date.UTC(2030, 2, 13, 6) })
    expect(await inbox()).toContain('Your article was scheduled by Ed.')
    site.advance(Date.UTC(2030, 2, 13, 6) - site.deps.clock())
    expect(wordsOn((await site.get(address(id))).body)).toContain('Posted by Ed , sent in by Ada')
    expect(await inbox()).toContain('Your article was published')
    await counted(site)
  })

  test.each([
    ['2030-03-31T02:30', Date.UTC(2030, 2, 31, 1), 'Sunday, 31 March 2030, 03:00', true],
    ['2030-10-27T02:30', Date.UTC(2030, 9, 27, 0, 30), 'Sunday, 27 October 2030, 02:30', false],
  ])('for %s, when the clocks change, means a moment that exists and says so', async (at, moment, text, skipped) => {
    const { site, ed, decide, row } = await open()
    await site.set('timeZone', 'Europe/Berlin')
    await decide('schedulings', { at })
    expect((await row()).scheduled_at).toBe(moment)
    const desk = wordsOn((await site.get('/desk', ed)).body)
    expect(desk).toContain(text)
    expect(desk.includes('Asked for 02:30. The clocks go forward that night, so 02:30 does not exist.')).toBe(skipped)
  })

  test.each([
    ['', 'Enter the time at which it appears.'],
    ['2030-03-12T14:24', 'That time has passed.'],
    ['2099-01-01T08:00', 'more than 10 years ahead'],
    ['2032-01-01T08:00', 'within the next 12 months'],
    ['2030-02-30T08:00', 'That date does not exist.'],
    ['tomorrow', 'Enter a date and time'],
    ['<b>2030</b>', 'Enter a date and time'],
    ['2030-03-13\0T08:00', ''],
  ])('for %j is refused beside the field, with the form as typed', async (at, sentence) => {
    const { decide, row } = await open()
    const answer = await decide('schedulings', { at })
    if (sentence !== '')
      expect([answer.statusCode, wordsOn(answer.body)]).toEqual([422, expect.stringContaining(sentence)])
    if (sentence !== '') expect((await row()).state).toBe('waiting')
  })
})

describe('Sending back and rejecting', () => {
  test('a word goes to the writer and not into the log', async () => {
    const { decide, row, log, inbox } = await open()
    expect((await decide('returns')).statusCode).toBe(422)
    await decide('returns', { reason: 'Please add where one books.' })
    expect((await row()).state).toBe('returned')
    expect(await log()).toEqual(['Ed return: '])
    expect(await inbox()).toContain('Please add where one books.')
  })

  test('a rejection has a reason from the list or another one in the log, without the text', async () => {
    const { site, decide, row, log, inbox, undo } = await open()
    expect((await decide('rejections', { note: 'Sorry' })).body).toContain('Sorry')
    await decide('rejections', { reason: 'Not news', note: 'Nothing new in it.' })
    expect((await row()).state).toBe('rejected')
    expect(await log()).toEqual(['Ed reject: Not news'])
    const page = wordsOn((await site.get('/moderation/log')).body)
    expect(page).toContain('Not news')
    expect(page).not.toContain('telescopes')
    expect(page).not.toContain('Nothing new in it.')
    expect(await inbox()).toContain('Nothing new in it.')
    await undo()
    expect((await row()).state).toBe('waiting')
    await decide('rejections', { reason: 'Not news', own: 'We had this last week' })
    expect((await log()).at(-1)).toBe('Ed reject: We had this last week')
  })
})

describe('Merging', () => {
  test('credits both writers at the other article, and the old address leads there', async () => {
    const { site, id, decide } = await open()
    const bo = await site.member('Bo')
    const other = await submission(site, { headline: 'Telescopes to borrow', by: bo })
    await decide('acceptances')
    await decide('merges', { into: address(id) }, undefined, other)
    expect(wordsOn((await site.get(address(id))).body)).toContain('Posted by Ed , sent in by Ada and Bo')
    await counted(site)
  })

  test('of a published article leaves a redirect, and an undo publishes it again', async () => {
    const { site, id, decide, undo } = await open()
    await decide('acceptances')
    await decide('merges', { into: '1' })
    const answer = await site.get(address(id))
    expect([answer.statusCode, answer.headers.location]).toEqual([301, '/articles/1-the-slipway-is-repainted'])
    await undo()
    expect((await site.get(address(id))).statusCode).toBe(200)
    await counted(site)
  })

  test.each([
    ['', 'Enter the address or the number'],
    ['999', 'not the address or number of an article here'],
    ['https://elsewhere.example/articles/1', 'not the address or number of an article here'],
    ['2', 'That is this article itself.'],
  ])('into %j is refused beside the field', async (into, sentence) => {
    const { decide } = await open()
    const answer = await decide('merges', { into })
    expect([answer.statusCode, wordsOn(answer.body)]).toEqual([422, expect.stringContaining(sentence)])
  })
})

describe('A published article', () => {
  test('is unpublished with a reason: 410 for readers, readable for editors, and back with an undo', async () => {
    const { site, id, ed, ada, decide, undo } = await open()
    await decide('acceptances')
    await site.post('/comments', { article: String(id), body: 'A word.' }, ada)
    await decide('unpublishings', { reason: 'It was about another library' })
    const answer = await site.get(address(id), ada)
    expect([answer.statusCode, wordsOn(answer.body)]).toEqual([
      410,
      expect.stringContaining('It was about another library'),
    ])
    const page = wordsOn((await site.get(address(id), ed)).body)
    expect(page).toContain('Unpublished by Ed')
    expect(page).toContain('A word.')
    expect((await site.get('/comments/1', ed)).headers.location).toContain(address(id))
    expect((await site.get('/comments/1', ada)).statusCode).toBe(410)
    expect((await site.get('/latest')).body).not.toContain('A word.')
    await counted(site)
    await undo()
    expect(wordsOn((await site.get(address(id))).body)).toContain('A word.')
    await counted(site)
  })

  test('moves to the edition of another day and keeps its time of day', async () => {
    const { site, decide, row, undo } = await open()
    await decide('acceptances')
    const before = await row()
    await decide('moves', { at: '2030-03-01' })
    expect(await row()).toMatchObject({ day: '2030-03-01', published_at: Date.UTC(2030, 2, 1, 14, 25) })
    expect((await site.get('/archive/2030/03/01')).body).toContain('Library to lend telescopes')
    await counted(site)
    await undo()
    expect(await row()).toEqual(before)
  })
})

describe('Two editors', () => {
  test('do not decide twice: the second is told what the first has done', async () => {
    const { site, decide } = await open()
    const emma = await site.member('Emma', 'editor')
    await decide('acceptances')
    const late = await decide('rejections', { reason: 'Not news', note: 'My words' }, emma)
    expect([late.statusCode, wordsOn(late.body)]).toEqual([
      409,
      expect.stringContaining('Nothing was changed. It was published.'),
    ])
    expect(late.body).toContain('My words')
  })

  test('do not undo each other unseen: a form that was made before another decision answers 409', async () => {
    const { site, id, ed, decide, row } = await open()
    const emma = await site.member('Emma', 'editor')
    const seen = /name="seen" value="([^"]*)"/.exec((await site.get(`/desk/schedulings?article=${id}`, ed)).body)![1]!
    expect((await decide('schedulings', { at: '2030-03-13T07:00', seen })).statusCode).toBe(303)
    const late = await decide('schedulings', { at: '2030-03-14T09:00', seen }, emma)
    expect([late.statusCode, wordsOn(late.body)]).toEqual([409, expect.stringContaining('It was scheduled.')])
    expect(late.body).toContain('value="2030-03-14T09:00"')
    expect((await row()).scheduled_at).toBe(Date.UTC(2030, 2, 13, 7))
    expect((await decide('acceptances', { seen }, emma)).statusCode).toBe(409)
    // The form that comes back names what is there now.
    const now = /name="seen" value="([^"]*)"/.exec(late.body)![1]!
    expect((await decide('schedulings', { at: '2030-03-14T09:00', seen: now }, emma)).statusCode).toBe(303)
  })

  test('do not publish a text that they have not read', async () => {
    const { site, id, decide, row } = await open()
    const before = (await articleForChange(site.deps.db, id))!
    const text = await currentText(site.deps.db, before)
    await write(site.deps, (db) =>
      reviseArticle(db, id, { ...text, headline: 'Other' }, { account_id: null, nic: 'Emma', note: '', at: 0 }),
    )
    const stale = await decide('acceptances', { base: '1' })
    expect([stale.statusCode, wordsOn(stale.body)]).toEqual([409, expect.stringContaining('Emma changed the text')])
    expect((await row()).state).toBe('waiting')
    expect((await decide('acceptances', { base: '2' })).statusCode).toBe(303)
  })

  test('see who works on an item until that expires or is ended', async () => {
    const { site, id, ed } = await open()
    const emma = await site.member('Emma', 'editor')
    await site.get(`/desk?open=${id}`, ed)
    expect(wordsOn((await site.get('/desk', emma)).body)).toContain('Ed working on it')
    expect(wordsOn((await site.get(`/desk?open=${id}`, emma)).body)).toContain('Ed opened this at 14:25.')
    site.advance(HOUR)
    expect(wordsOn((await site.get('/desk', emma)).body)).not.toContain('working on it')
    await site.get(`/desk?open=${id}`, emma)
    await site.post('/desk/claims', { article: String(id), next: '/desk' }, emma)
    expect(wordsOn((await site.get('/desk', ed)).body)).not.toContain('working on it')
  })

  test('are not shown as working by a page that a browser fetches ahead', async () => {
    const { site, id, ed } = await open()
    await site.get(`/desk?open=${id}`, ed, { 'sec-purpose': 'prefetch' })
    expect(wordsOn((await site.get('/desk', ed)).body)).not.toContain('working on it')
  })
})

const nouns = ['acceptances', 'schedulings', 'returns', 'rejections', 'merges', 'moves', 'unpublishings']

test('no decision is made by a member, and none about an article that does not exist', async () => {
  const { decide, row, ada } = await open()
  for (const noun of nouns) {
    expect([noun, (await decide(noun, {}, ada)).statusCode]).toEqual([noun, 403])
    expect([noun, (await decide(noun, {}, undefined, 99)).statusCode]).toEqual([noun, 404])
  }
  expect((await row()).state).toBe('waiting')
})

test('every decision has its form on a page of its own, and the desk lists what waits by section, kind and writer', async () => {
  const { site, id, ed } = await open()
  for (const noun of nouns.slice(0, 5))
    expect([noun, (await site.get(`/desk/${noun}?article=${id}`, ed)).statusCode]).toEqual([noun, 200])
  await submission(site, { headline: 'A link', url: 'https://example.org/a' })
  const lines = async (query: string) =>
    [...(await site.get(`/desk${query}`, ed)).body.matchAll(/<b>([^<]*)<\/b><span>/g)].map(([, headline]) => headline)
  expect(await lines('')).toEqual(['Library to lend telescopes', 'A link'])
  expect(await lines('?kind=link')).toEqual(['A link'])
  expect(await lines('?by=Ada')).toEqual(['Library to lend telescopes'])
  expect(await lines('?section=harbour&after=2')).toEqual(['A link'])
  expect((await site.get('/desk?kind=poem', ed)).statusCode).toBe(404)
  expect((await site.get('/desk', null)).statusCode).toBe(403)
})

test('an open item shows earlier articles with its address, its headline, its subject and its source, each once', async () => {
  const { site, ed } = await open()
  const source = (path: string) => ({ url: `https://paper.example/${path}` })
  await site.article({ headline: 'Old moss', source: source('moss?utm_source=x'), tags: ['Moss', 'Walls'] })
  await site.article({ headline: 'Lichen', tags: ['Moss', 'Walls'] })
  await site.article({ headline: 'Gulls', source: source('gulls') })
  await site.article({ headline: 'Moss survey finds four species on a wall' })
  const id = await submission(site, {
    headline: 'Moss survey finds four species on the wall',
    url: 'http://www.paper.example/moss',
    tags: ['Moss', 'Walls'],
  })
  const page = wordsOn((await site.get(`/desk?open=${id}`, ed)).body)
  for (const line of [
    'Same address Old moss',
    'Same subject Lichen',
    'Same source Gulls',
    'Same headline Moss survey finds four species on a wall',
  ])
    expect(page).toContain(line)
  expect(page.match(/Old moss/g)).toHaveLength(1)
})

test('the log of what editors decide verifies', async () => {
  const { site, decide, undo } = await open()
  await decide('acceptances')
  await undo()
  await decide('rejections', { reason: 'Not news' })
  const chain = chainVerifier()
  for (const entry of await entriesAfter(site.deps.db, 'log_entries', 0, 100)) expect(chain.next(entry)).toBeNull()
})

test('an editor edits and publishes with one press, and what the press finds changed is said', async () => {
  const { site, id, ed, row } = await open()
  const form = {
    headline: 'Library lends telescopes',
    lede: '',
    body: 'Seven small telescopes.',
    section: 'harbour',
    tags: 'Library',
    note: 'Counted again',
    base: '1',
    action: 'publish',
  }
  const answer = await site.post(`/articles/${id}/revisions`, form, ed)
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/desk?done=acceptances&batch=2'])
  expect((await site.get('/')).body).toContain('Library lends telescopes')
  expect((await row()).state).toBe('published')
  const late = await site.post(`/articles/${id}/revisions`, { ...form, headline: 'Another', base: '1' }, ed)
  expect(late.statusCode).toBe(409)
})

test('no article appears in a section that was closed meanwhile, and an edit takes it to another', async () => {
  const { site, id, ed, decide, row } = await open()
  await site.article({ headline: 'Elsewhere', section: 'Letters' })
  await site.deps.store.writer.updateTable('sections').set({ closed_at: 1 }).where('slug', '=', 'harbour').execute()
  for (const [noun, form] of [
    ['acceptances', {}],
    ['schedulings', { at: '2030-03-13T07:00' }],
  ] as const) {
    const answer = await decide(noun, form)
    expect([answer.statusCode, wordsOn(answer.body)]).toEqual([
      409,
      expect.stringContaining('section of this article was closed'),
    ])
  }
  expect((await row()).state).toBe('waiting')
  const form = { headline: 'Library', lede: '', body: 'Seven.', section: 'letters', tags: '', note: '', base: '1' }
  expect((await site.post(`/articles/${id}/revisions`, form, ed)).statusCode).toBe(303)
  expect((await decide('acceptances')).statusCode).toBe(303)
})
