// Notes to the writer of a comment, sent with a decision.
import { expect, test } from 'vitest'
import { faultOn, plain, wordsOn } from '../../comments/page.ts'
import { browserOf, receiptOf } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const id = await site.article()
  return { site, id, mo: await site.member('Mo', 'moderator'), ada: await site.member('Ada') }
}

test('a note to the author is in their inbox beside the decision, and nowhere else', async () => {
  const { site, id, mo, ada } = await open()
  const bo = await site.member('Bo')
  await site.post('/comments', { article: String(id), nic: '', body: 'Words of hers.' }, ada)
  await site.post(
    '/moderation/removals',
    { comment: '1', reason: 'Off topic', note: ' Say it under <b>ferries</b>. ' },
    mo,
  )
  expect(wordsOn((await site.get('/inbox', ada)).body)).toContain(
    'Reason: Off topic 14:25 new Words of hers. To you: Say it under <b>ferries</b>.',
  )
  for (const url of [
    '/moderation/log',
    '/moderation/log.jsonl',
    `/articles/${id}-the-slipway-is-repainted`,
    '/latest',
    '/inbox',
    '/people/Ada',
    '/feeds/comments.xml',
  ])
    expect((await site.get(url, bo)).body, url).not.toContain('ferries')
})

test('a newcomer whose published comment is approved gets no notice, unless with a note', async () => {
  const { site, id, mo, ada } = await open()
  await site.post('/comments', { article: String(id), nic: '', body: 'Words of hers.' }, ada)
  await site.post('/moderation/approvals', { comment: '1', note: 'Welcome.' }, mo)
  expect(wordsOn((await site.get('/inbox', ada)).body)).toContain('To you: Welcome.')
})

test('a guest reads the note on their receipt, until the decision is undone', async () => {
  const { site, id, mo } = await open()
  const walker = browserOf(site)
  await walker.post('/comments', { article: String(id), nic: 'Walker', body: 'Words of a guest.' })
  const receipt = await receiptOf(walker, 1)
  await site.post('/moderation/removals', { comment: '1', reason: 'Off topic', note: 'Say it under ferries.' }, mo)
  expect(wordsOn((await walker.get(receipt)).body)).toContain('Note from the moderator: Say it under ferries.')
  await site.post('/moderation/undos', { batch: '1' }, mo)
  expect(wordsOn((await walker.get(receipt)).body)).not.toContain('Say it under ferries.')
})

test('a note that is too long, or without a reason, is shown again with the fault beside the field', async () => {
  const { site, id, mo, ada } = await open()
  await site.post('/comments', { article: String(id), nic: '', body: 'Words of hers.' }, ada)
  const long = 'x'.repeat(501)
  for (const [reason, note, field, fault] of [
    ['Off topic', long, 'note', 'A note can have up to 500 characters.'],
    ['', 'Say it <elsewhere>.', 'reason', 'Choose a reason, or enter one: everybody can read it.'],
  ] as const) {
    const answer = await site.post('/moderation/removals', { comment: '1', reason, note }, mo)
    expect(answer.statusCode).toBe(422)
    expect(faultOn(answer.body, field)).toBe(fault)
    expect(plain(/name="note" value="([^"]*)"/.exec(answer.body)![1]!)).toBe(note)
    expect(answer.body).toContain(`${reason}</textarea>`)
  }
  const problem = await site.post('/moderation/removals', { comment: '1', reason: 'Off topic', note: long }, mo, {
    accept: 'application/json',
  })
  expect(problem.headers['content-type']).toContain('problem+json')
  expect(problem.body).toContain('A note can have up to 500 characters.')
})
