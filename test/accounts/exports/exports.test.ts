// A member's own data as a download: what is in it, who gets it, how often, and for how long.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deleteLostExports, deleteOldExports, makeNextExport } from '../../../src/accounts/exports/actions.ts'
import { parts } from '../../../src/accounts/exports/parts.ts'
import { write } from '../../../src/db/write.ts'
import { DAY, HOUR, MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { jpeg, send } from '../../media/sending.ts'
import { aThread, type Member, openSite, type Site } from '../../support/site.ts'
import { filesOf } from './archive.ts'

const HREF = '/accounts/export'
const going = (): boolean => false
const make = ({ deps }: Site): Promise<boolean> => makeNextExport(deps, going)
const exportsOf = ({ deps }: Site): string[] =>
  existsSync(`${deps.config.dataDir}/exports`) ? readdirSync(`${deps.config.dataDir}/exports`).sort() : []
const page = async (site: Site, as: Member): Promise<string> => wordsOn((await site.get(HREF, as)).body)

/** As if every member had just entered the password. */
const confirm = ({ deps }: Site) =>
  write(deps, (db) => db.updateTable('sessions').set({ confirmed_at: deps.clock() }).execute())

async function written() {
  const site = await openSite()
  const article = await site.article({ comments: aThread('x', [null, 0]) })
  const [ada, bo] = [await site.member('Ada'), await site.member('Bo', 'moderator')]
  const post = async (body: string, nic = ''): Promise<number> => {
    const answer = await site.post('/comments', { article: String(article), body, nic, action: 'post' }, ada)
    expect(answer.statusCode).toBe(303)
    return Number(/(\d+)/.exec(answer.headers.location!)![1])
  }
  return { site, article, ada, bo, post }
}

async function opened(site: Site, as: Member) {
  const answer = await site.get(`${HREF}/file`, as)
  expect(answer.statusCode).toBe(200)
  const files = filesOf(answer.rawPayload)
  const data = JSON.parse(files.get('data.json')!.toString()) as Record<string, Record<string, unknown>[]>
  return { answer, files, data, html: files.get('index.html')!.toString() }
}

test('a member asks, sees the progress, and downloads everything under any of their names', async () => {
  const { site, article, ada, bo, post } = await written()
  const first = await post('The tide was out.')
  await post('Nobody knows me & mine.', '')
  await site.post(`/articles/${article}/saves`, { note: 'for Sunday', action: 'save' }, ada)
  await site.post(`/moderation/removals`, { comment: String(first), reason: 'Off topic.' }, bo)
  expect(await page(site, ada)).toContain('Put my data together')
  const asked = await site.post(HREF, {}, ada)
  expect([asked.statusCode, asked.headers.location]).toEqual([303, `${HREF}?done=asked`])
  expect(await page(site, ada)).toContain('Being made It begins in a moment.')
  expect(await make(site)).toBe(true)
  expect(await page(site, ada)).toMatch(/Download \(\d+ kB\) Made .*14:25\. We delete it on 19 March 2030\./)
  const { answer, data, html } = await opened(site, ada)
  expect(answer.headers).toMatchObject({
    'cache-control': 'private, no-store',
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="my-data-2030-03-12.zip"',
  })
  expect(data['account']).toMatchObject([{ nic: 'Ada', role: 'member', created_at: '2030-03-12T14:25:00.000Z' }])
  expect(data['comments']).toMatchObject([
    {
      source: 'The tide was out.',
      state: 'removed',
      removals: [{ reason: 'Off topic.' }],
      article: { headline: 'The slipway is repainted' },
    },
    { source: 'Nobody knows me & mine.', state: 'live', removals: [] },
  ])
  expect(data['saves']).toMatchObject([{ note: 'for Sunday', article_id: article }])
  expect(data['sessions']).toHaveLength(1)
  expect(html).toContain('Nobody knows me &amp; mine.')
  expect(html).toContain('Off topic.')
  expect(html).not.toContain('<script')
  expect(Object.keys(data)).toEqual(['format', 'site', 'address', 'made_at', ...parts.map(({ key }) => key)])
})

test('no hash of a token, no password and nobody else’s data is in it', async () => {
  const { site, ada, bo, post } = await written()
  const id = await post('The tide was out.')
  await site.post('/accounts/tokens', { name: 'Phone' }, ada)
  await site.post(`/comments/${id}/flags`, { reason: 'A secret of Bo.' }, bo)
  await site.post('/moderation/notes', { nic: 'Ada', body: 'A note about Ada.', reason: 'A note about Ada.' }, bo)
  await site.post('/people/Ada/mutes', { action: 'mute' }, bo)
  await site.post(HREF, {}, ada)
  await make(site)
  const { files, data } = await opened(site, ada)
  expect(data['tokens']).toHaveLength(1)
  const all = [...files.values()].map(String).join('\n')
  for (const secret of ['token_hash', 'password', 'A secret of Bo', 'A note about Ada'])
    expect(all).not.toContain(secret)
  const stored = await site.deps.db.selectFrom('sessions').select('token_hash').execute()
  for (const { token_hash } of stored) expect(all).not.toContain(token_hash)
})

test('pictures lie beside the page, which reads them from there', async () => {
  const { site, ada, post } = await written()
  const sent = await send(
    site,
    '/media',
    [
      ['file', { name: 'boat.jpg', bytes: await jpeg() }],
      ['alt', 'A boat'],
    ],
    ada,
  )
  const src = /src="(\/media\/[^"]+)"/.exec((await site.get(sent.headers.location!, ada)).body)![1]!
  await post(`<foto src="${src}" alt="A boat">`)
  await send(site, '/accounts/profile/picture', [['file', { name: 'me.jpg', bytes: await jpeg() }]], ada)
  const portrait = (await site.deps.db.selectFrom('profiles').select('picture').executeTakeFirstOrThrow()).picture!
  await site.post(HREF, {}, ada)
  await make(site)
  const { files, html } = await opened(site, ada)
  const name = `pictures/${src.slice('/media/'.length)}`
  expect(files.get(name)?.subarray(8, 12).toString()).toBe('WEBP')
  expect(files.get(`pictures/${portrait}`)?.subarray(8, 12).toString()).toBe('WEBP')
  expect(html).toContain(`src="${name}"`)
  expect(html).not.toMatch(/(?:src|href)="\//)
})

test('the file is its owner’s alone', async () => {
  const { site, ada, bo } = await written()
  await site.post(HREF, {}, ada)
  await make(site)
  expect((await site.get(`${HREF}/file`, bo)).statusCode).toBe(404)
  expect((await site.get(`${HREF}/file`)).statusCode).toBe(403)
  expect((await site.get(HREF)).statusCode).toBe(403)
})

test('one is made at a time, and one an hour at most', async () => {
  const { site, ada } = await written()
  await site.post(HREF, {}, ada)
  expect((await site.post(HREF, {}, ada)).statusCode).toBe(303)
  expect(await site.deps.db.selectFrom('account_exports').select('id').execute()).toHaveLength(1)
  await make(site)
  site.advance(2 * MINUTE)
  expect(await page(site, ada)).toContain('You can ask once an hour: again from 12 March 2030, 15:25.')
  const early = await site.post(HREF, {}, ada)
  expect([early.statusCode, early.headers['retry-after']]).toEqual([429, String(58 * 60)])
  site.advance(HOUR)
  await confirm(site)
  expect((await site.post(HREF, {}, ada)).statusCode).toBe(303)
})

test('the password is asked for after ten minutes, beside its field', async () => {
  const { site, ada } = await written()
  site.advance(10 * MINUTE)
  const answer = await site.post(HREF, {}, ada)
  expect(answer.statusCode).toBe(422)
  expect(await site.deps.db.selectFrom('account_exports').select('id').execute()).toEqual([])
})

test('a server that stops half way leaves no file, and the next one makes it from its beginning', async () => {
  const { site, ada, post } = await written()
  await post('The tide was out.')
  await site.post(HREF, {}, ada)
  expect(await makeNextExport(site.deps, () => true)).toBe(false)
  expect(exportsOf(site)).toEqual([])
  expect(await page(site, ada)).toContain('Being made')
  expect(await make(site)).toBe(true)
  expect((await opened(site, ada)).data['comments']).toHaveLength(1)
})

test('a file of a killed server is deleted, one that an export names is not', async () => {
  const { site, ada } = await written()
  await site.post(HREF, {}, ada)
  await make(site)
  writeFileSync(`${site.deps.config.dataDir}/exports/77.zip.part`, 'half')
  await deleteLostExports(site.deps)
  expect(exportsOf(site)).toEqual(['1.zip'])
})

test('it is deleted after a week, and earlier when a newer one is ready', async () => {
  const { site, ada } = await written()
  await site.post(HREF, {}, ada)
  await make(site)
  site.advance(DAY)
  await confirm(site)
  await site.post(HREF, {}, ada)
  await make(site)
  expect(exportsOf(site)).toEqual(['2.zip'])
  site.advance(7 * DAY)
  expect((await site.get(`${HREF}/file`, ada)).statusCode).toBe(403)
  await deleteOldExports(site.deps)
  expect(exportsOf(site)).toEqual([])
  expect(await site.deps.db.selectFrom('account_exports').select('id').execute()).toEqual([])
})

test('an e-mail says that it is ready, to a confirmed address, with a link that needs the session', async () => {
  const { site, ada } = await written()
  await write(site.deps, async (db) => {
    await db
      .updateTable('accounts')
      .set({ email: 'ada@mail.example', email_folded: 'ada@mail.example' })
      .where('id', '=', ada.id)
      .execute()
    await db
      .insertInto('confirmed_emails')
      .values({ account_id: ada.id, email_folded: 'ada@mail.example', confirmed_at: 1 })
      .execute()
  })
  await site.post(HREF, {}, ada)
  await make(site)
  const mails = await site.deps.db.selectFrom('outbox').select(['kind', 'recipient', 'text']).execute()
  expect(mails).toMatchObject([{ kind: 'export', recipient: 'ada@mail.example' }])
  expect(mails[0]!.text).toContain(`${site.deps.config.baseUrl}/accounts/export\n`)
})
