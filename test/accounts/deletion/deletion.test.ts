// A member deletes the account: the grace, what goes, what stays under a neutral name, and that the log still verifies.
import { expect, test } from 'vitest'
import { deleteDueAccounts, emptyAccount } from '../../../src/accounts/deletion/actions.ts'
import { chainVerifier, entriesAfter, type LogTable } from '../../../src/db/log-chain.ts'
import { write } from '../../../src/db/write.ts'
import { tokenHash } from '../../../src/random.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { aThread, type Member, openSite, type Site } from '../../support/site.ts'

const HREF = '/accounts/deletion'
const ask = (site: Site, as: Member, comments = 'neutral') =>
  site.post(HREF, { action: 'delete', comments, nic: as.nic }, as)
const run = ({ deps }: Site): Promise<void> => deleteDueAccounts(deps, () => false)

/** As if every member had just signed in. */
const wake = ({ deps }: Site) =>
  write(deps, (db) => {
    const now = deps.clock()
    return db
      .updateTable('sessions')
      .set({ last_used_at: now, confirmed_at: now, expires_at: now + DAY })
      .execute()
  })

async function leave(site: Site, as: Member, comments = 'neutral'): Promise<void> {
  await wake(site)
  expect((await ask(site, as, comments)).statusCode).toBe(303)
  site.advance(14 * DAY)
  await run(site)
}

async function written() {
  const site = await openSite()
  const article = await site.article({ comments: aThread('x', [null, 0]) })
  const [ada, bo] = [await site.member('Ada Marsh'), await site.member('Bo')]
  const post = async (body: string, as: Member, more: Record<string, string> = {}): Promise<number> => {
    const answer = await site.post('/comments', { article: String(article), body, action: 'post', ...more }, as)
    expect(answer.statusCode).toBe(303)
    return Number(/(\d+)/.exec(answer.headers.location!)![1])
  }
  const thread = async (as: Member | null = null): Promise<string> =>
    (await site.get(`/articles/${article}-the-slipway-is-repainted`, as)).body
  return { site, article, ada, bo, post, thread }
}

/** Follows a whole chain. @returns its faults */
async function faultsOf({ deps }: Site, table: LogTable): Promise<string[]> {
  const chain = chainVerifier(table)
  const faults = (await entriesAfter(deps.db, table, 0, 1000)).flatMap((entry) => chain.next(entry)?.fault ?? [])
  const last = chain.end()
  return last === null ? faults : [...faults, last.fault]
}

test('asking signs out other sessions, keeps the profile, and stops posting with a way back', async () => {
  const { site, article, ada } = await written()
  const other = `bs_session=${'t'.repeat(43)}`
  await write(site.deps, (db) =>
    db
      .insertInto('sessions')
      .values({
        token_hash: tokenHash('t'.repeat(43)),
        account_id: ada.id,
        created_at: 1,
        last_used_at: site.deps.clock(),
        expires_at: site.deps.clock() + DAY,
      })
      .execute(),
  )
  expect((await site.get(HREF, { ...ada, cookie: other })).statusCode).toBe(200)
  expect((await ask(site, ada)).headers.location).toBe(HREF)
  expect((await site.get(HREF, { ...ada, cookie: other })).statusCode).toBe(403)
  expect(wordsOn((await site.get(HREF, ada)).body)).toContain('will be deleted on 26 March 2030, 14:25')
  expect((await site.get('/people/Ada%20Marsh')).statusCode).toBe(200)
  const refused = await site.post(
    '/comments',
    { article: String(article), body: 'One more word.', action: 'post' },
    ada,
  )
  expect(refused.statusCode).toBe(403)
  expect(refused.body).toContain(`href="${HREF}"`)
  expect(
    (await site.post('/comments', { article: String(article), body: 'One more word.', action: 'preview' }, ada))
      .statusCode,
  ).toBe(200)
})

test('keeping it during the grace undoes everything, and nothing is deleted later', async () => {
  const { site, ada, post } = await written()
  await post('The tide was out.', ada)
  await ask(site, ada)
  site.advance(13 * DAY)
  await wake(site)
  const kept = await site.post(HREF, { action: 'keep' }, ada)
  expect(kept.headers.location).toBe(`${HREF}?done=kept`)
  expect((await site.post(HREF, { action: 'keep' }, ada)).statusCode).toBe(303)
  site.advance(2 * DAY)
  await run(site)
  expect((await site.get('/people/Ada%20Marsh')).body).toContain('The tide was out.')
})

test('the name has to be typed, the choice made and the password given, each said at its field', async () => {
  const { site, ada } = await written()
  const wrong = await site.post(HREF, { action: 'delete', comments: 'neutral', nic: 'Ada' }, ada)
  expect([wrong.statusCode, wordsOn(wrong.body).includes('Type your name, Ada Marsh, to confirm.')]).toEqual([
    422,
    true,
  ])
  expect(wrong.body).toContain('id="errs"')
  const none = await site.post(HREF, { action: 'delete', nic: 'Ada Marsh' }, ada)
  expect([none.statusCode, wordsOn(none.body).includes('Choose what becomes of your comments.')]).toEqual([422, true])
  site.advance(10 * MINUTE)
  expect((await ask(site, ada)).statusCode).toBe(422)
  expect(await site.deps.db.selectFrom('account_deletions').select('account_id').execute()).toEqual([])
})

test('the last admin is not deleted, neither by asking nor by the job', async () => {
  const site = await openSite()
  const root = await site.member('Root', 'admin')
  expect((await ask(site, root)).statusCode).toBe(422)
  await write(site.deps, (db) =>
    db
      .insertInto('account_deletions')
      .values({ account_id: root.id, comments: 'neutral', asked_at: 1, due_at: 2, nic: null })
      .execute(),
  )
  await run(site)
  expect(await site.deps.db.selectFrom('accounts').select(['nic', 'role']).execute()).toEqual([
    { nic: 'Root', role: 'admin' },
  ])
})

test('kept comments are signed “former member”, each name with a number of its own, and link nowhere', async () => {
  const { site, ada, bo, post, thread } = await written()
  await post('The tide was out.', ada)
  await post('It was in.', bo)
  await leave(site, ada)
  const first = await thread()
  expect(first).toContain('The tide was out.')
  expect(wordsOn(first)).toContain('former member')
  expect(first).not.toContain('Ada Marsh')
  await leave(site, bo)
  expect(wordsOn(await thread())).toContain('former member 2')
  expect(
    await site.deps.db
      .selectFrom('comments')
      .select(['account_id', 'nic', 'email'])
      .where('nic', 'like', 'former%')
      .orderBy('id')
      .execute(),
  ).toEqual([
    { account_id: null, nic: 'former member', email: null },
    { account_id: null, nic: 'former member 2', email: null },
  ])
})

test('withdrawn comments leave the thread and every counter', async () => {
  const { site, article, ada, bo, post, thread } = await written()
  const own = await post('The tide was out.', bo)
  await post('It was in.', ada, { parent: String(own) })
  const counts = () =>
    site.deps.db
      .selectFrom('articles')
      .select(['comment_count', 'last_comment_nic'])
      .where('id', '=', article)
      .executeTakeFirstOrThrow()
  const days = () =>
    site.deps.db
      .selectFrom('day_totals')
      .select(['day', 'comments'])
      .where('day', '=', '2030-03-12')
      .executeTakeFirstOrThrow()
  const [before, day] = [await counts(), await days()]
  await leave(site, ada, 'withdrawn')
  expect(await thread()).not.toContain('It was in.')
  expect(await counts()).toEqual({ comment_count: before.comment_count - 1, last_comment_nic: 'Bo' })
  expect((await days()).comments).toBe(day.comments - 1)
  expect(
    await site.deps.db.selectFrom('accounts').select(['nic', 'reply_count', 'comment_count']).orderBy('id').execute(),
  ).toEqual([
    { nic: `former member #${ada.id}`, reply_count: 0, comment_count: 0 },
    { nic: 'Bo', reply_count: 0, comment_count: 1 },
  ])
  expect(
    await site.deps.db.selectFrom('comments').select('reply_count').where('id', '=', own).executeTakeFirstOrThrow(),
  ).toEqual({ reply_count: 0 })
})

test('the profile answers 410, the name is nobody’s again, and the search and lists do not know it', async () => {
  const { site, ada, bo, post, thread } = await written()
  await post('The tide was out.', ada)
  const mention = await post('Well said, @Ada Marsh.', bo)
  expect(await thread()).toContain('href="/people/Ada%20Marsh"')
  await leave(site, ada)
  const profile = await site.get('/people/Ada%20Marsh')
  expect([profile.statusCode, wordsOn(profile.body).includes('Account deleted')]).toEqual([410, true])
  expect((await site.get('/people/ADA%20MARSH')).statusCode).toBe(410)
  expect((await site.get(`/people/former%20member%20%23${ada.id}`)).statusCode).toBe(410)
  expect((await site.get('/feeds/people/Ada%20Marsh.xml')).statusCode).toBe(404)
  for (const nic of ['Ada Marsh', 'former member', 'Former Member 7']) {
    const again = await site.post('/accounts/register', {
      nic,
      email: 'x@mail.example',
      password: 'lapstrake and rivets',
    })
    expect([nic, again.statusCode]).toEqual([nic, 422])
  }
  expect((await site.get('/search?q=tide&by=Ada+Marsh')).body).toContain('Nothing here is signed')
  const { html } = await site.deps.db
    .selectFrom('comments')
    .select('html')
    .where('id', '=', mention)
    .executeTakeFirstOrThrow()
  expect(html).toContain('Well said, @Ada Marsh.')
  for (const page of ['/', '/latest', '/feeds/comments.xml', '/feeds/comments.json'])
    expect((await site.get(page)).body.replaceAll('@Ada Marsh', '')).not.toContain('Ada Marsh')
})

test('a published article stays under the neutral name; what was never published is emptied', async () => {
  const { site, article, ada, bo } = await written()
  await write(site.deps, (db) =>
    db.updateTable('articles').set({ account_id: ada.id, nic: ada.nic }).where('id', '=', article).execute(),
  )
  await site.post(
    '/desk/articles',
    {
      kind: 'own',
      headline: 'A rope is found',
      lede: 'On the beach.',
      body: 'It was long.',
      section: 'harbour',
      action: 'submit',
    },
    ada,
  )
  await leave(site, ada)
  const rows = await site.deps.db
    .selectFrom('articles')
    .select(['state', 'nic', 'account_id', 'headline', 'body_source'])
    .orderBy('id')
    .execute()
  expect(rows[0]).toMatchObject({
    state: 'published',
    nic: 'former member',
    account_id: null,
    headline: 'The slipway is repainted',
  })
  for (const row of rows.slice(1))
    expect(row).toMatchObject({ state: 'withdrawn', account_id: null, headline: 'Withdrawn', body_source: '' })
  expect(bo.id).toBeGreaterThan(0)
})

test('nothing that the account had for itself is left, and its row says nothing', async () => {
  const { site, article, ada, bo, post } = await written()
  const id = await post('It was in.', bo)
  await site.post(`/articles/${article}/saves`, { note: 'for Sunday', action: 'save' }, ada)
  await site.post('/people/Bo/mutes', { action: 'mute' }, ada)
  await site.post(`/comments/${id}/recommendations`, { action: 'recommend' }, ada)
  await site.post('/feeds/tokens', { action: 'make' }, ada)
  await site.post('/accounts/nics', { nic: 'Second Self', action: 'add' }, ada)
  await site.post('/accounts/settings', { theme: 'dark', size: 'large', zone: '', dates: 'iso' }, ada)
  await site.post('/people/Ada%20Marsh/mutes', { action: 'mute' }, bo)
  await leave(site, ada)
  for (const table of [
    'saves',
    'mutes',
    'recommendations',
    'tokens',
    'former_nics',
    'name_changes',
    'profiles',
    'nics',
    'preferences',
    'follows',
    'read_marks',
    'notices',
    'account_deletions',
    'former_names',
  ] as const)
    expect([
      table,
      await site.deps.db.selectFrom(table).select('account_id').where('account_id', '=', ada.id).execute(),
    ]).toEqual([table, []])
  expect(await site.deps.db.selectFrom('mutes').select('label').execute()).toEqual([])
  expect(
    await site.deps.db.selectFrom('sessions').select('account_id').where('account_id', '=', ada.id).execute(),
  ).toEqual([])
  expect(
    await site.deps.db
      .selectFrom('accounts')
      .select(['nic', 'email', 'password_hash', 'role'])
      .where('id', '=', ada.id)
      .executeTakeFirstOrThrow(),
  ).toEqual({
    nic: `former member #${ada.id}`,
    email: null,
    password_hash: null,
    role: 'member',
  })
  const taken = await site.post('/accounts/nics', { nic: 'Second Self', action: 'add' }, await site.member('Cy'))
  expect(taken.statusCode).toBe(422)
})

test('the log loses the name, as actor, as subject and in its words, and both chains verify', async () => {
  const { site, ada, bo, post } = await written()
  const mod = await site.member('Old Salt', 'moderator')
  const chief = await site.member('Chief', 'admin')
  const id = await post('It was in.', bo)
  await site.post('/moderation/removals', { comment: String(id), reason: 'Off topic.' }, mod)
  await site.post('/moderation/notes', { nic: 'Ada Marsh', reason: 'Asked twice.', body: 'Asked twice.' }, mod)
  const batch = (await site.deps.db.selectFrom('batches').select('id').executeTakeFirstOrThrow()).id
  await site.post('/moderation/undos', { batch: String(batch), reason: 'Old Salt was too quick.' }, chief)
  expect((await site.get('/moderation/log')).body).toContain('Old Salt')
  await leave(site, mod)
  const lines = (await site.get('/moderation/log.jsonl')).body
  expect(lines).not.toContain('Old Salt')
  expect(lines).toContain(`former member #${mod.id}`)
  const page = await site.get('/moderation/log')
  expect(page.body).not.toContain('Old Salt')
  expect(page.body).not.toContain(`/people/former`)
  expect([await faultsOf(site, 'log_entries'), await faultsOf(site, 'private_log_entries')]).toEqual([[], []])
  await leave(site, ada)
  expect([await faultsOf(site, 'log_entries'), await faultsOf(site, 'private_log_entries')]).toEqual([[], []])
})

test('an entry that lost a name cannot be changed unnoticed, nor its name be taken out without an entry', async () => {
  const { site, bo, post } = await written()
  const mod = await site.member('Old Salt', 'moderator')
  const id = await post('It was in.', bo)
  await site.post('/moderation/removals', { comment: String(id), reason: 'Off topic.' }, mod)
  await leave(site, mod)
  const change = (reason: string) =>
    write(site.deps, (db) => db.updateTable('log_entries').set({ reason }).where('id', '=', 1).execute())
  await change('On topic.')
  expect(await faultsOf(site, 'log_entries')).toEqual(['entries without a name were changed after it was written'])
  await change('Off topic.')
  expect(await faultsOf(site, 'log_entries')).toEqual([])
  await write(site.deps, (db) =>
    db.updateTable('log_entries').set({ name_deleted_in: 99 }).where('id', '=', 1).execute(),
  )
  expect(await faultsOf(site, 'log_entries')).toEqual(['no entry says that its name was taken out'])
})

test('a server that is killed half way goes on from there', async () => {
  const { site, ada, post, thread } = await written()
  for (let n = 0; n < 3; n++) await post(`Word ${n} of the tide.`, ada)
  await ask(site, ada)
  site.advance(14 * DAY)
  for (let stops = 0; stops < 60; stops++) {
    let asked = 0
    await deleteDueAccounts(site.deps, () => ++asked > 2)
  }
  expect(await site.deps.db.selectFrom('account_deletions').select('account_id').execute()).toEqual([])
  expect(await thread()).not.toContain('Ada Marsh')
})

test('an account that nobody has known is emptied at once, and its name is free again', async () => {
  const { site, ada } = await written()
  expect(await emptyAccount(site.deps, ada.id, { comments: 'withdrawn', reserveName: false })).toBe(true)
  expect((await site.get('/people/Ada%20Marsh')).statusCode).toBe(404)
  const again = await site.post('/accounts/register', {
    nic: 'Ada Marsh',
    email: 'x@mail.example',
    password: 'lapstrake and rivets',
  })
  expect(again.statusCode).toBe(303)
})
