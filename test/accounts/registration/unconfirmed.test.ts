// Registrations that are not confirmed: until when they may be, and how name and address become free again.

import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { releaseRegistrations } from '../../../src/accounts/registration/release-actions.ts'
import { personalTables } from '../../../src/accounts/registration/release-queries.ts'
import { write } from '../../../src/db/write.ts'
import { jobs } from '../../../src/jobs/jobs.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite, type Site } from '../../support/site.ts'

const password = 'lapstrake and rivets'
const form = { nic: 'Clinker', email: 'clinker@mail.example', password }

async function registered(site: Site, over: Partial<typeof form> = {}) {
  const jar = browserOf(site)
  expect((await jar.post('/accounts/register', { ...form, ...over })).statusCode).toBe(303)
  const { id, confirm_by } = await site.deps.db
    .selectFrom('accounts')
    .select(['id', 'confirm_by'])
    .where('nic', '=', over.nic ?? form.nic)
    .executeTakeFirstOrThrow()
  return { jar, id, confirmBy: confirm_by }
}

const confirmLink = async (site: Site): Promise<string> => {
  const office = postOffice()
  await sendAll(site, office)
  return /\/accounts\/email\/confirm\/[\w-]+/.exec(office.sent[0]!.text)![0]
}

const rowsOf = async (site: Site, table: (typeof personalTables)[number], id: number): Promise<number> =>
  (
    await site.deps.db
      .selectFrom(table as 'sessions')
      .select('account_id')
      .where('account_id', '=', id)
      .execute()
  ).length

test('a registration says until when the address must be confirmed: on the first page, the front page, its own page and in the e-mail', async () => {
  const site = await openSite()
  await site.article()
  const { jar, confirmBy } = await registered(site)
  expect(confirmBy).toBe(site.deps.clock() + DAY)
  const by = '13 March 2030, 14:25'
  expect(wordsOn((await jar.get('/archive')).body)).toContain(`Unless you do by ${by}, your account is deleted.`)
  expect(wordsOn((await jar.get('/')).body)).toContain(
    `Confirm your e-mail address to get replies by e-mail. Unless you do by ${by}, your account is deleted.`,
  )
  expect(wordsOn((await jar.get('/accounts/email')).body)).toContain(`Unless you confirm it by ${by}, your account`)
  const office = postOffice()
  await sendAll(site, office)
  expect(office.sent[0]!.text.replace(/\s+/g, ' ')).toContain(`Unless it is confirmed by ${by} (UTC), the account`)
})

test('a confirmed registration stays, and pages no longer say until when', async () => {
  const site = await openSite()
  await site.article()
  const { jar } = await registered(site)
  await site.post(await confirmLink(site), { action: 'confirm' })
  site.advance(2 * DAY)
  expect(await releaseRegistrations(site.deps)).toBe(0)
  expect(wordsOn((await jar.get('/')).body)).not.toContain('your account is deleted')
  expect((await jar.get('/people/Clinker')).statusCode).toBe(200)
})

test('after a day the job frees the name and the address, and ends the session', async () => {
  const site = await openSite()
  const { jar, id } = await registered(site)
  const job = jobs.find(({ name }) => name === 'release unconfirmed registrations')!
  const run = () => job.work({ deps: site.deps, post: postOffice(), stopped: () => false })
  site.advance(DAY - 1)
  await run()
  expect((await jar.get('/archive')).body).toContain('Sign out')
  site.advance(1)
  await run()
  expect((await jar.get('/archive')).body).not.toContain('Sign out')
  expect((await site.get('/people/Clinker')).statusCode).toBe(404)
  expect((await site.post('/accounts/login', { nic: 'Clinker', password })).statusCode).toBe(422)
  const row = await site.deps.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ nic: `former member #${id}`, email: null, email_folded: null, password_hash: null })
  const again = await registered(site)
  expect(again.id).not.toBe(id)
  expect((await again.jar.get('/archive')).body).toContain('Sign out')
})

test('nothing of a released registration is left in the tables that are only its member’s', async () => {
  const site = await openSite()
  await site.article()
  const { jar, id } = await registered(site)
  await jar.post('/accounts/settings', { theme: 'dark', size: 'usual', view: '', zone: '', dates: 'long', keys: '' })
  await jar.post('/accounts/nics', { nic: 'Second Rivet', action: 'add' })
  await jar.post('/comments', { article: '1', body: 'A draft.', action: 'preview' })
  await jar.post('/mutes', { kind: 'word', value: 'gull', action: 'mute', next: '/' })
  await jar.post('/articles/1/saves', { action: 'save', note: 'Paint.', next: '/' })
  await write(site.deps, async (db) => {
    await sql`insert into reminders (account_id, article_id, created_at) values (${id}, 1, 1)`.execute(db)
    await sql`insert into notices (account_id, kind, reminder_id, created_at) values (${id}, 'follow', 1, 1)`.execute(
      db,
    )
  })
  for (const table of ['preferences', 'nics', 'mutes', 'sessions', 'outbox', 'mail_tokens', 'notices'] as const)
    expect(await rowsOf(site, table, id), table).toBeGreaterThan(0)
  site.advance(DAY)
  expect(await releaseRegistrations(site.deps)).toBe(1)
  for (const table of personalTables) expect(await rowsOf(site, table, id), table).toBe(0)
  expect(await site.deps.db.selectFrom('drafts').selectAll().execute()).toEqual([])
})

test('what was written before stays, under its name, as a guest’s: no link to an account, old or new', async () => {
  const site = await openSite()
  await site.article()
  await site.set('trustedPublish', true)
  const { jar, id } = await registered(site)
  await jar.post('/comments', { article: '1', body: 'The grey is the same.' })
  const picked = await site.article({ key: 'second', headline: 'The slipway is dry' })
  await jar.post('/comments', { article: String(picked), nic: 'Other Rivet', body: 'Under another name.' })
  const article = '/articles/1-the-slipway-is-repainted'
  expect((await site.get(article)).body).toContain('href="/people/Clinker"')
  site.advance(DAY)
  expect(await releaseRegistrations(site.deps)).toBe(1)
  const { body } = await site.get(article)
  expect(body).toContain('The grey is the same.')
  expect(wordsOn(body)).toContain('Clinker')
  expect(body).not.toContain('/people/Clinker')
  await registered(site, { email: 'somebody-else@mail.example' })
  expect((await site.get(article)).body).not.toContain('/people/Clinker')
  expect((await site.get('/people/Clinker')).body).not.toContain('The grey is the same.')
  expect(
    await site.deps.db.selectFrom('comments').select(['account_id', 'nic', 'name_kind']).orderBy('id').execute(),
  ).toEqual([
    { account_id: id, nic: 'Clinker', name_kind: 'guest' },
    { account_id: id, nic: 'Other Rivet', name_kind: 'guest' },
  ])
  const former = await site.get(`/people/former%20member%20%23${id}`)
  expect([former.statusCode, former.body.includes('The grey is the same.')]).toEqual([410, false])
  const mo = await site.member('Mo', 'moderator')
  expect((await site.get(`/moderation/people/former%20member%20%23${id}`, mo)).body).toContain('The grey is the same.')
})

test('an article sent in before stays at the desk, as a guest’s', async () => {
  const site = await openSite()
  await site.article()
  const { jar, id } = await registered(site)
  const text = { headline: 'Gulls learn to queue', body: 'They stand in line.', section: 'harbour', action: 'submit' }
  expect((await jar.post('/desk/articles', { ...text, key: 'k' })).statusCode).toBe(303)
  site.advance(DAY)
  await releaseRegistrations(site.deps)
  const row = await site.deps.db
    .selectFrom('articles')
    .select(['account_id', 'nic', 'state'])
    .where('headline', '=', text.headline)
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ account_id: null, nic: 'Clinker', state: 'waiting' })
  const ed = await site.member('Ed', 'editor')
  expect((await site.get('/desk', ed)).body).toContain('Gulls learn to queue')
  expect(id).toBeGreaterThan(0)
})

test('an account from before this rule, and one that was given a role, are never released', async () => {
  const site = await openSite()
  await site.member('Bosun')
  const { id } = await registered(site)
  await write(site.deps, (db) => db.updateTable('accounts').set({ role: 'editor' }).where('id', '=', id).execute())
  site.advance(DAY + HOUR)
  expect(await releaseRegistrations(site.deps)).toBe(0)
  const nics = await site.deps.db.selectFrom('accounts').select('nic').orderBy('id').execute()
  expect(nics.map(({ nic }) => nic)).toEqual(['Bosun', 'Clinker'])
})

test('an address that cannot get e-mail is refused: nobody could confirm it', async () => {
  const site = await openSite()
  const answer = await site.post('/accounts/register', { ...form, email: `${'x'.repeat(65)}@mail.example` })
  expect([answer.statusCode, wordsOn(answer.body).includes('That does not look like an e-mail address.')]).toEqual([
    422,
    true,
  ])
})

test('nobody can register the name that a released account is left with', async () => {
  const site = await openSite()
  const answer = await site.post('/accounts/register', { ...form, nic: 'former member 12' })
  expect([answer.statusCode, wordsOn(answer.body).includes('reserved for the site')]).toEqual([422, true])
})

/** What stays of a released account: texts and decisions that others see, and records that only the staff makes. */
const kept =
  'factor_removals invitation_stops former_names invitations appeals approvals article_claims article_receipts article_revisions articles bans batches blankings claims classifier_generations classifier_switches closures comments correction_acceptances correction_declines corrections deleted_pictures duties editor_letters features filter_switches filters flags front_quotes handovers holds lead_choices log_entries merges moves page_versions person_holds person_notes picked_names private_log_entries profile_removals receipts recommendations rehearsals rejections removals reports returns silences site_holds slow_modes spam_marks tag_merges thread_holds thread_notices thread_settings trusts unpublishings uploads warnings withdrawals'.split(
    ' ',
  )

test('of every table that names accounts it is decided whether its rows are deleted or stay', async () => {
  const { deps } = await openSite()
  const { rows } = await sql<{ name: string }>`select distinct m.name from sqlite_master as m
    join pragma_foreign_key_list(m.name) as f on f."table" = 'accounts' where m.type = 'table' order by m.name`.execute(
    deps.db,
  )
  expect(rows.map(({ name }) => name)).toEqual([...personalTables, ...kept].sort())
})
