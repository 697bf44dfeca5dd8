// The queue beyond its first page.
import { expect, test } from 'vitest'
import { ITEMS_PER_SECTION } from '../../../src/moderation/queue/reading.ts'
import { plain, wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { aThread, openSite } from '../../support/site.ts'

test('a faulty reason is shown again with its item, on any page of the queue', async () => {
  const site = await openSite()
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  for (let i = 0; i <= ITEMS_PER_SECTION; i++)
    await browserOf(site).post('/comments', { article: String(id), nic: `Walker ${i}`, body: `Held words ${i}.` })
  const first = (await site.get('/moderation', mo)).body
  const second = (await site.get(plain(/<a rel="next" href="([^"]+)"/.exec(first)![1]!), mo)).body
  const form = /<form class="verdict"[\s\S]*?<\/form>/.exec(second)![0]
  const fields = Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      plain(value!),
    ]),
  )
  const answer = await site.post('/moderation/removals', { ...fields, reason: 'Too long, '.repeat(60) }, mo)
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('Too long, Too long,')
})

test.each(['constructor', '__proto__', 'toString'])('the queue ignores an unknown result: %s', async (done) => {
  const site = await openSite()
  expect((await site.get(`/moderation?done=${done}`, await site.member('Mo', 'moderator'))).statusCode).toBe(200)
})

test('imported comments that were held are held here too', async () => {
  const site = await openSite()
  const [first] = aThread('held', [null])
  await site.article({ comments: [{ ...first!, text: 'Held elsewhere.', state: 'held' }] })
  expect((await site.get('/moderation', await site.member('Mo', 'moderator'))).body).toContain('Held elsewhere.')
})

test('a comment that one moderator has approved is not removed by another who still sees it held', async () => {
  const site = await openSite()
  const id = await site.article()
  const [mo, mi] = [await site.member('Mo', 'moderator'), await site.member('Mi', 'moderator')]
  await browserOf(site).post('/comments', { article: String(id), nic: 'Walker', body: 'Held words.' })
  const form = /<form class="verdict"[\s\S]*?<\/form>/.exec((await site.get('/moderation', mi)).body)![0]
  const fields = Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      plain(value!),
    ]),
  )
  await site.post('/moderation/approvals', fields, mo)
  await site.post('/moderation/removals', { ...fields, reason: 'Advertising' }, mi)
  expect(await site.deps.db.selectFrom('comments').select('state').execute()).toEqual([{ state: 'live' }])
})

test('a cached page shows the new usual wait after decisions, and after their undo', async () => {
  const site = await openSite()
  const [id] = [await site.article()]
  const mo = await site.member('Mo', 'moderator')
  const other = await site.article({ headline: 'The other' })
  const page = async () => wordsOn((await site.get(`/articles/${other}-the-other`)).body)
  expect(await page()).toContain('A moderator reads a guest’s first comment before it appears.')
  for (let i = 0; i < 3; i++) {
    const answer = await browserOf(site).post('/comments', {
      article: String(id),
      nic: `Walker ${i}`,
      body: `Held words ${i}.`,
    })
    await site.post(
      '/moderation/approvals',
      { comment: String(answer.headers.location).slice('/comments/'.length), reason: '' },
      mo,
    )
  }
  expect(await page()).toContain(
    'A moderator reads a guest’s first comment before it appears, usually under ten minutes.',
  )
  await site.post('/moderation/undos', { batch: '3' }, mo)
  expect(await page()).toContain('A moderator reads a guest’s first comment before it appears.')
})
