// What its writer sees and does with a submission: where it stands, amending, sending in again, withdrawing.
import { expect, test } from 'vitest'
import { currentText, reviseArticle } from '../../../src/articles/change-actions.ts'
import { articleForChange } from '../../../src/articles/revision-queries.ts'
import { write } from '../../../src/db/write.ts'
import { withdrawSubmission } from '../../../src/desk/mine/actions.ts'
import { HOUR, MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { counted } from '../../support/counted.ts'
import { type Member, preparedSite, type Site } from '../../support/site.ts'
import { submission } from '../news.ts'

const openFilled = preparedSite((site) => site.article({ section: 'Harbour' }))

async function open() {
  const site = await openFilled()
  const [ed, ada] = [await site.member('Ed', 'editor'), await site.member('Ada')]
  const id = await submission(site, { by: ada, tags: ['Library'] })
  const here = `/desk/submissions/${id}`
  const row = () => site.deps.db.selectFrom('articles').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const decide = (noun: string, form: Record<string, string> = {}) =>
    site.post(`/desk/${noun}`, { article: String(id), ...form }, ed)
  const page = async (address = here, as: Member = ada) => wordsOn((await site.get(address, as)).body)
  const form = {
    url: '',
    headline: 'Library to lend telescopes',
    lede: '',
    body: 'Six small telescopes, on the same card as a book.',
    section: 'harbour',
    tags: 'Library',
    base: '1',
    action: 'submit',
  }
  const amend = (over: Partial<typeof form> & Record<string, string> = {}, as: Member | null = ada) =>
    site.post(`${here}/edits`, { ...form, ...over }, as)
  const withdraw = (action = 'withdraw') => site.post(`${here}/withdrawals`, { action }, ada)
  return { site, ed, ada, id, here, row, decide, page, form, amend, withdraw }
}

/** Changes the text as an editor does. */
const editorChanges = async (site: Site, id: number, body: string): Promise<void> => {
  const text = await currentText(site.deps.db, (await articleForChange(site.deps.db, id))!)
  await write(site.deps, (db) =>
    reviseArticle(db, id, { ...text, body_source: body }, { account_id: null, nic: 'Emma', note: '', at: 0 }),
  )
}

test('a page of one’s own says where each article stands, in words, with the editor’s', async () => {
  const { site, ed, decide, page, here } = await open()
  expect(await page()).toContain('Waiting for an editor. An editor reads it, usually within two hours.')
  await site.get('/desk?open=2', ed)
  expect(await page()).toContain('An editor is reading it.')
  site.advance(HOUR)
  expect(await page()).toContain('Waiting for an editor.')
  await decide('returns', { reason: 'Where does one book?' })
  expect(await page()).toContain('An editor sent it back to you.')
  expect(await page()).toContain('Where does one book?')
  await decide('schedulings', { at: '2030-03-14T07:00' })
  expect(await page()).toContain('Accepted, and scheduled. It appears on 14 March 2030, 07:00.')
  await decide('rejections', { reason: 'Not news', note: 'We had that.' })
  expect(await page()).toContain('An editor rejected it. Reason: Not news.')
  expect(await page()).toContain('We had that.')
  await decide('acceptances')
  expect((await site.get(here, undefined)).statusCode).toBe(403)
  expect(await page()).toContain('Published. Read it on the site')
  await decide('unpublishings', { reason: 'Another library' })
  expect(await page()).toContain('No longer published. Reason: Another library.')
  for (const step of ['Sent in by Ada', 'Ed sent a submission back', 'Ed rejected a submission: Not news'])
    expect([step, (await page()).includes(step)]).toEqual([step, true])
})

test('what was merged names the other article, with a link once that is published', async () => {
  const { site, here, decide, page, ada } = await open()
  const other = await submission(site, { headline: 'Telescopes to borrow' })
  await decide('merges', { into: String(other) })
  expect(await page()).toContain('You are credited there once that is published.')
  await site.post('/desk/acceptances', { article: String(other) }, await site.member('Emma', 'editor'))
  expect((await site.get(here, ada)).body).toContain(`href="/articles/${other}-telescopes-to-borrow"`)
  expect((await site.get('/desk/mine', ada)).body).toContain('An editor merged it into another article.')
})

test('a page is its writer’s alone', async () => {
  const { site, here, ed, ada } = await open()
  for (const address of [here, `${here}/edits`, `${here}/withdrawals`]) {
    expect([address, (await site.get(address, ed)).statusCode]).toEqual([address, 404])
    expect([address, (await site.get(address, null)).statusCode]).toEqual([address, 403])
    const own = await site.get(address, ada)
    expect([address, own.statusCode, own.headers['cache-control']]).toEqual([address, 200, 'private, no-store'])
  }
})

test('the list has all that one has sent in and is writing, newest first, by pages, and is empty with a way to begin', async () => {
  const { site, ada, ed } = await open()
  expect((await site.get('/desk/mine', ed)).body).toContain('You have sent in nothing yet.')
  for (let n = 1; n <= 31; n++) {
    site.advance(MINUTE)
    await submission(site, { by: ada, headline: `Number ${n}` })
  }
  await site.post('/desk/drafts', { action: 'save', kind: 'own', headline: 'Half of it', key: 'k' }, ada)
  const lines = async (address: string) =>
    [...(await site.get(address, ada)).body.matchAll(/<h3[^>]*><a href="([^"]*)"><bdi>([^<]*)/g)].map(
      ([, , text]) => text,
    )
  const first = await lines('/desk/mine')
  expect([first[0], first[1], first.length]).toEqual(['Half of it', 'Number 31', 31])
  const older = /rel="next" href="([^"]*)"/.exec((await site.get('/desk/mine', ada)).body)![1]!
  expect(await lines(older)).toEqual(['Number 1', 'Library to lend telescopes'])
  expect((await site.get('/desk/mine?after=1', ada)).statusCode).toBe(404)
  expect((await site.get('/desk/mine', null)).statusCode).toBe(403)
  for (const page of ['/desk/drafts', '/accounts', '/desk/submissions/2'])
    expect([page, (await site.get(page, ada)).body.includes('href="/desk/mine"')]).toEqual([page, true])
})

test('an amendment of what waits is a revision by its writer, keeps its place and is no act of the log', async () => {
  const { site, ada, amend, row, page, here } = await open()
  expect((await site.get(`${here}/edits`, ada)).body).toContain('Six small telescopes')
  site.advance(HOUR)
  const before = await row()
  const answer = await amend({ body: 'Seven telescopes.', lede: 'By the night.', tags: 'library, Sky' })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `${here}?done=amend`])
  expect(await row()).toMatchObject({
    state: 'waiting',
    body_source: 'Seven telescopes.',
    lede: 'By the night.',
    revision: 2,
    submitted_at: before.submitted_at,
    body_place: 'submission',
  })
  expect(await page()).toContain('Ada changed the text')
  expect(await site.deps.db.selectFrom('batches').selectAll().execute()).toEqual([])
  // Pressed again, the same form changes nothing more.
  expect((await amend({ body: 'Seven telescopes.', lede: 'By the night.', tags: 'library, Sky' })).statusCode).toBe(303)
  expect((await row()).revision).toBe(2)
  await counted(site)
})

test('what was sent back waits again when it is amended, at the end of the queue, and the word is no longer in force', async () => {
  const { site, ed, ada, amend, decide, row, page, here } = await open()
  await decide('returns', { reason: 'Where does one book?' })
  const form = await site.get(`${here}/edits`, ada)
  expect(wordsOn(form.body)).toContain('Where does one book?')
  expect(form.body).toContain('>Send in again</button>')
  site.advance(HOUR)
  const answer = await amend({ body: 'At the desk on the second floor.' })
  expect(answer.headers.location).toBe(`${here}?done=resent`)
  expect(await row()).toMatchObject({ state: 'waiting', submitted_at: site.deps.clock() })
  expect(await page()).toContain('Ada changed the text: Sent in again')
  expect(await site.deps.db.selectFrom('returns').select(['ended_by', 'end_reason']).execute()).toEqual([
    { ended_by: ada.id, end_reason: 'sent in again' },
  ])
  expect(wordsOn((await site.get('/desk?open=2', ed)).body)).toContain('At the desk on the second floor.')
  // The editor's undo of the return comes too late to change anything.
  await site.post('/moderation/undos', { batch: '1' }, ed)
  expect((await row()).state).toBe('waiting')
})

test('an undo of an earlier return changes nothing once the text was sent in again and sent back a second time', async () => {
  const { site, ed, amend, decide, row, page } = await open()
  await decide('returns', { reason: 'Where does one book?' })
  await amend({ body: 'At the desk.' })
  await decide('returns', { reason: 'Which desk?' })
  const before = await row()
  await site.post('/moderation/undos', { batch: '1' }, ed)
  expect(await row()).toEqual(before)
  expect(await page()).toContain('An editor sent it back to you. Amend it, and it is sent in again. Which desk?')
})

test('a stale form answers 409 with both texts, and saves over the other one when it is sent again', async () => {
  const { site, id, amend, row } = await open()
  await editorChanges(site, id, 'An editor’s words.')
  const stale = await amend({ body: 'My words.' })
  expect(stale.statusCode).toBe(409)
  const words = wordsOn(stale.body)
  for (const text of ['Your text is safe', 'changed by Emma', 'An editor’s words.']) expect(words).toContain(text)
  expect(stale.body).toContain('My words.</textarea>')
  expect(stale.body).toContain('name="base" value="2"')
  expect((await row()).body_source).toBe('An editor’s words.')
  expect((await amend({ body: 'My words.', base: '2' })).statusCode).toBe(303)
  expect((await row()).body_source).toBe('My words.')
})

test.each([
  ['acceptances', {}, 'It was published.'],
  ['rejections', { reason: 'Not news' }, 'An editor has rejected it'],
])('after %s an amendment answers 409 with the text as typed', async (noun, form, sentence) => {
  const { amend, decide, row, withdraw } = await open()
  await decide(noun, form)
  const before = await row()
  const late = await amend({ body: 'Too late, alas.' })
  expect([late.statusCode, wordsOn(late.body)]).toEqual([409, expect.stringContaining(sentence)])
  expect(late.body).toContain('Too late, alas.')
  expect((await withdraw()).statusCode).toBe(409)
  expect(await row()).toEqual(before)
})

test('an amendment is checked like a new text: faults beside the fields, sanctions, filters, a closed section', async () => {
  const { site, amend, row } = await open()
  const before = await row()
  const empty = await amend({ headline: '', body: ' ', section: '' })
  expect(empty.statusCode).toBe(422)
  for (const fault of ['Write a headline.', 'Write something first.', 'Choose a section.'])
    expect(empty.body).toContain(fault)
  expect((await amend({ headline: 'x'.repeat(1000) })).statusCode).toBe(422)
  expect((await amend({ section: 'nowhere' })).statusCode).toBe(422)
  expect((await amend({ action: 'poem' })).statusCode).toBe(422)
  expect(await row()).toEqual(before)
  const preview = await amend({ action: 'preview', body: 'A <b>bold</b> claim.' })
  expect([preview.statusCode, preview.body.includes('<p>A <b>bold</b> claim.</p>')]).toEqual([200, true])
  expect(await row()).toEqual(before)
  await amend({ headline: 'Bridge <b>closed</b>', body: 'A\u0001b <script>x</script>' })
  expect((await row()).body_html).not.toContain('<script')
  await site.post(
    '/moderation/silences',
    { nic: 'Ada', reason: 'Noise', until: 'day' },
    await site.member('Mo', 'moderator'),
  )
  const silenced = await amend({ body: 'Something else.', base: '2' })
  expect([silenced.statusCode, silenced.body.includes('Something else.</textarea>')]).toEqual([403, true])
})

test('a session that has ended answers with the text and the form to send it again', async () => {
  const { amend } = await open()
  const answer = await amend({ body: 'Not lost.' }, null)
  expect([answer.statusCode, answer.body.includes('Not lost.</textarea>')]).toEqual([403, true])
})

test('withdrawing asks first, ends an editor’s claim, and is undone for a quarter of an hour with its place kept', async () => {
  const { site, ed, ada, here, withdraw, row, page } = await open()
  await site.get('/desk?open=2', ed)
  const before = await row()
  expect((await site.get(`${here}/withdrawals`, ada)).body).toContain('>Withdraw article</button>')
  expect((await withdraw()).headers.location).toBe(`${here}?done=withdraw`)
  expect((await withdraw()).statusCode).toBe(303)
  expect((await row()).state).toBe('withdrawn')
  expect((await site.get('/desk', ed)).body).not.toContain('Library to lend telescopes')
  expect(await site.deps.db.selectFrom('article_claims').select('id').where('ended_at', 'is', null).execute()).toEqual(
    [],
  )
  expect(await page()).toContain('You can undo this until 14:40.')
  expect((await withdraw('restore')).statusCode).toBe(303)
  expect(await row()).toEqual(before)
  expect(await page()).toContain('Its writer undid the withdrawal')
  await withdraw()
  site.advance(16 * MINUTE)
  const late = await withdraw('restore')
  expect([late.statusCode, wordsOn(late.body)]).toEqual([409, expect.stringContaining('can no longer be undone')])
  expect((await site.post(`${here}/withdrawals`, { action: 'burn' }, ada)).statusCode).toBe(422)
})

test('a withdrawal that is undone restores what was sent back, with the editor’s word', async () => {
  const { decide, withdraw, page, row } = await open()
  await decide('returns', { reason: 'Where does one book?' })
  await withdraw()
  expect((await row()).state).toBe('withdrawn')
  await withdraw('restore')
  expect(await page()).toContain('Where does one book?')
})

test('a rejected text stays with its writer, and is copied into one draft however often that is pressed', async () => {
  const { site, ada, here, decide, page } = await open()
  await decide('rejections', { reason: 'Not news' })
  expect(await page()).toContain('Six small telescopes, on the same card as a book.')
  const copy = () => site.post(`${here}/copies`, {}, ada)
  const first = await copy()
  expect((await copy()).headers.location).toBe(first.headers.location)
  const draft = await site.get(first.headers.location!, ada)
  expect(draft.body).toContain('value="Library to lend telescopes"')
  expect(await site.deps.db.selectFrom('article_drafts').select('id').execute()).toHaveLength(1)
})

test('the limit of a day counts what is sent in again, but not the article itself', async () => {
  const site = await openFilled()
  Object.assign(site.deps.config, { rateLimits: true })
  await site.set('submissionsPerDay', 1)
  const [ed, ada] = [await site.member('Ed', 'editor'), await site.member('Ada')]
  const id = await submission(site, { by: ada })
  const form = { headline: 'A', body: 'B.', section: 'harbour', action: 'submit' }
  const amend = (over: Record<string, string>) => site.post(`/desk/submissions/${id}/edits`, { ...form, ...over }, ada)
  const sendBack = () => site.post('/desk/returns', { article: String(id), reason: 'More' }, ed)
  await sendBack()
  expect((await amend({ base: '1' })).headers.location).toContain('done=resent')
  await submission(site, { by: ada, headline: 'Another' })
  // What waits is amended as often as one likes.
  expect((await amend({ base: '2', body: 'C.' })).statusCode).toBe(303)
  await sendBack()
  const refused = await amend({ base: '3', body: 'D.' })
  expect([refused.statusCode, refused.body.includes('D.</textarea>')]).toEqual([429, true])
  site.advance(25 * HOUR)
  expect((await amend({ base: '3', body: 'D.' })).statusCode).toBe(303)
})

test('within the transaction too, a change is made for the account or the receipt that the article belongs to', async () => {
  const { site, id, ed, row } = await open()
  for (const proof of [{ account: ed.id }, { receipt: id }])
    expect(await withdrawSubmission(site.deps, id, proof)).toEqual({ kind: 'none' })
  expect((await row()).state).toBe('waiting')
})
