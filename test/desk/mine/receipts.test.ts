// A guest's receipt for what they sent in: where it stands, amending, withdrawing, and claiming it with an account.
import { expect, test } from 'vitest'
import { wordsOn } from '../../comments/page.ts'
import { counted } from '../../support/counted.ts'
import { browserOf, type Jar } from '../../support/jar.ts'
import { preparedSite } from '../../support/site.ts'

const openFilled = preparedSite(async (site) => {
  await site.article({ section: 'Harbour' })
  await site.set('submitters', 'guests')
})

const text = {
  headline: 'Library to lend telescopes',
  body: 'Six small telescopes.',
  section: 'harbour',
  nic: 'Passer-by',
  action: 'submit',
}

async function open() {
  const site = await openFilled()
  const ed = await site.member('Ed', 'editor')
  const guest = browserOf(site)
  const sent = await guest.post('/desk/articles', { ...text, key: 'k' })
  const receipt = sent.headers.location!
  const row = () => site.deps.db.selectFrom('articles').selectAll().where('id', '=', 2).executeTakeFirstOrThrow()
  const decide = (noun: string, form: Record<string, string> = {}) =>
    site.post(`/desk/${noun}`, { article: '2', ...form }, ed)
  const words = async (as: Jar = guest) => wordsOn((await as.get(receipt)).body)
  const amend = (over: Record<string, string>) => guest.post(`${receipt}/edits`, { ...text, base: '1', ...over })
  return { site, ed, guest, receipt, row, decide, words, amend }
}

test('a receipt says where the article stands, with the editor’s word; it is not stored, listed or told to other sites', async () => {
  const { site, receipt, decide, words } = await open()
  expect(receipt).toMatch(/^\/desk\/receipts\/[\w-]{43}$/)
  const page = await site.get(receipt)
  expect([page.statusCode, page.headers['cache-control'], page.headers['referrer-policy']]).toEqual([
    200,
    'private, no-store',
    'same-origin',
  ])
  expect(page.headers['x-robots-tag']).toBe('noindex')
  expect(page.body).toContain(`value="${site.deps.config.baseUrl}${receipt}"`)
  expect(await words()).toContain('Waiting for an editor.')
  await decide('returns', { reason: 'Where does one book?' })
  expect(await words()).toContain('An editor sent it back to you.')
  expect(await words()).toContain('Where does one book?')
  expect((await site.get('/desk/receipts/nobody-has-this')).statusCode).toBe(404)
})

test('with it a guest amends the text, from any browser, and keeps the name', async () => {
  const { site, receipt, amend, row, decide } = await open()
  const form = await site.get(`${receipt}/edits`)
  expect(form.body).not.toContain('name="nic"')
  expect(form.body).toContain('data-keep="/desk/submissions/2/edits"')
  await decide('returns', { reason: 'More' })
  expect((await amend({ body: 'Seven of them.', nic: 'Somebody else' })).headers.location).toBe(
    `${receipt}?done=resent`,
  )
  expect(await row()).toMatchObject({
    state: 'waiting',
    body_source: 'Seven of them.',
    nic: 'Passer-by',
    account_id: null,
  })
  // A name that a member has taken since does not lock the guest out.
  await site.member('Passer-by')
  const other = await site.post(`${receipt}/edits`, { ...text, base: '2', body: 'Eight.' })
  expect(other.headers.location).toBe(`${receipt}?done=amend`)
  await decide('acceptances')
  const late = await amend({ body: 'Nine, if it is not too late.', base: '3' })
  expect([late.statusCode, late.body.includes('Nine, if it is not too late.')]).toEqual([409, true])
})

test('with it a guest withdraws the article, undoes that, and copies a text that is over into a draft', async () => {
  const { guest, receipt, row, decide } = await open()
  expect((await guest.get(`${receipt}/withdrawals`)).body).toContain('>Withdraw article</button>')
  await guest.post(`${receipt}/withdrawals`, { action: 'withdraw' })
  expect((await row()).state).toBe('withdrawn')
  await guest.post(`${receipt}/withdrawals`, { action: 'restore' })
  expect((await row()).state).toBe('waiting')
  await decide('rejections', { reason: 'Not news' })
  const draft = await guest.follow(await guest.post(`${receipt}/copies`, {}))
  expect(draft.body).toContain('value="Library to lend telescopes"')
  expect(draft.body).toContain('value="Passer-by"')
})

test.each(['waiting', 'published'])(
  'an account claims what is %s: it has its name, its counts and its pages',
  async (state) => {
    const { site, guest, receipt, row, decide } = await open()
    const nell = await site.member('Nell')
    if (state === 'published') await decide('acceptances')
    expect((await guest.post(`${receipt}/claims`, {})).statusCode).toBe(403)
    guest.signIn(nell)
    expect(wordsOn((await guest.get(receipt)).body)).toContain('The article is then Nell ’s')
    const claimed = await guest.post(`${receipt}/claims`, {})
    expect(claimed.headers.location).toBe('/desk/submissions/2?done=claim')
    expect(await row()).toMatchObject({ account_id: nell.id, nic: 'Nell', state })
    expect((await guest.get('/desk/submissions/2?done=claim')).body).toContain('The article is yours now.')
    // Pressed again it is theirs already; for another account it is taken.
    expect((await guest.post(`${receipt}/claims`, {})).headers.location).toBe('/desk/submissions/2?done=claim')
    const late = await site.post(`${receipt}/claims`, {}, await site.member('Moss'))
    expect(late.statusCode).toBe(409)
    if (state === 'waiting') await decide('acceptances')
    expect(wordsOn((await site.get('/people/Nell')).body)).toContain('Library to lend telescopes')
    expect(wordsOn((await site.get('/articles/2-library-to-lend-telescopes')).body)).toContain('sent in by Nell')
    await counted(site)
  },
)

test('the texts that a guest wrote are the account’s too once it has claimed the article', async () => {
  const { site, guest, receipt, amend } = await open()
  await amend({ body: 'Seven.' })
  guest.signIn(await site.member('Nell'))
  await guest.post(`${receipt}/claims`, {})
  expect(await site.deps.db.selectFrom('article_revisions').select('nic').distinct().execute()).toEqual([
    { nic: 'Nell' },
  ])
})

test('a receipt whose article an account has claimed says so, and changes nothing any longer', async () => {
  const { site, guest, receipt, row } = await open()
  const other = browserOf(site)
  guest.signIn(await site.member('Nell'))
  await guest.post(`${receipt}/claims`, {})
  expect(wordsOn((await guest.get(receipt)).body)).toContain('You have claimed this article. Your article')
  expect(wordsOn((await other.get(receipt)).body)).toContain('Only that account can change or withdraw it.')
  for (const [address, form] of [
    ['edits', { ...text, base: '1', body: 'Not mine.' }],
    ['withdrawals', { action: 'withdraw' }],
    ['copies', {}],
  ] as const)
    expect([address, (await other.post(`${receipt}/${address}`, form)).statusCode]).toEqual([address, 404])
  expect((await other.get(`${receipt}/edits`)).statusCode).toBe(404)
  expect(await row()).toMatchObject({ state: 'waiting', body_source: 'Six small telescopes.' })
})
