// Comments of an account that is emptied: neutral or withdrawn, a few at a time and set by set.
import { type SqlBool, sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { CommentState } from '../../db/schema/comments.ts'
import { formerNic } from '../../former-nics.ts'

/** Comments of an account under any name, with what counters depend on. */
export const commentsToEmpty = (db: Db, accountId: number, limit: number) =>
  db
    .selectFrom('comments')
    .select(['id', 'article_id', 'parent_id', 'nic', 'name_kind', 'state', 'day'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()

export type EmptiedComment = Awaited<ReturnType<typeof commentsToEmpty>>[number]

/** What a name of the account is called in a thread from now on: the same for all that it signed there. */
export async function formerNicInThread(db: Tx, accountId: number, articleId: number, nic: string): Promise<string> {
  const known = await db
    .selectFrom('former_names')
    .select('former_nic')
    .where('account_id', '=', accountId)
    .where('article_id', '=', articleId)
    .where('nic', '=', nic)
    .executeTakeFirst()
  if (known !== undefined) return known.former_nic
  const { members } = await db
    .insertInto('former_members')
    .values({ article_id: articleId, members: 1 })
    .onConflict((on) => on.column('article_id').doUpdateSet({ members: sql`former_members.members + 1` }))
    .returning('members')
    .executeTakeFirstOrThrow()
  const former_nic = formerNic(members)
  await db
    .insertInto('former_names')
    .values({ account_id: accountId, article_id: articleId, nic, former_nic })
    .execute()
  return former_nic
}

const HELD_OR_SHOWN: readonly CommentState[] = ['live', 'held', 'spam']

/** Withdraws comments, and subtracts the live ones from every counter. */
export async function withdrawComments(db: Tx, rows: readonly EmptiedComment[], at: number): Promise<void> {
  const open = rows.filter(({ state }) => HELD_OR_SHOWN.includes(state))
  if (open.length === 0) return
  await db
    .insertInto('withdrawals')
    .values(
      open.map(({ id, state }) => ({
        comment_id: id,
        account_id: null,
        state_before: state as 'live' | 'held' | 'spam',
        created_at: at,
        ended_at: null,
      })),
    )
    .execute()
  const live = open.filter(({ state }) => state === 'live')
  await db.updateTable('comments').set({ state: 'withdrawn' }).where('id', 'in', idsOf(open)).execute()
  if (live.length === 0) return
  for (const [articleId, n] of counted(live, ({ article_id }) => article_id))
    await db
      .updateTable('articles')
      .set({ comment_count: sql`comment_count - ${n}` })
      .where('id', '=', articleId)
      .execute()
  for (const [day, n] of counted(live, (row) => row.day)) await subtractFromDay(db, day, n)
  for (const [parentId, n] of counted(live, ({ parent_id }) => parent_id)) await subtractReplies(db, parentId, n)
}

const idsOf = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id)

/** How many rows have each value that is not null. */
function counted<T, K>(rows: readonly T[], pick: (row: T) => K | null): Map<K, number> {
  const counts = new Map<K, number>()
  for (const row of rows) {
    const value = pick(row)
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}

async function subtractFromDay(db: Tx, day: string, n: number): Promise<void> {
  await db
    .updateTable('day_totals')
    .set({ comments: sql`comments - ${n}` })
    .where('day', '=', day)
    .execute()
  await db
    .updateTable('month_totals')
    .set({ comments: sql`comments - ${n}` })
    .where('month', '=', day.slice(0, 7))
    .execute()
}

/** Replies of one's own to oneself are counted for nobody; the counters of an emptied account are set to 0 at the end. */
async function subtractReplies(db: Tx, parentId: number, n: number): Promise<void> {
  const parent = await db
    .updateTable('comments')
    .set({ reply_count: sql`reply_count - ${n}` })
    .where('id', '=', parentId)
    .returning(['account_id', 'name_kind'])
    .executeTakeFirst()
  if (parent?.name_kind === 'member' && parent.account_id !== null)
    await db
      .updateTable('accounts')
      .set({ reply_count: sql`reply_count - ${n}` })
      .where('id', '=', parent.account_id)
      .execute()
}

/** Cuts the tie between comments and their account. @param former what each name is called now, by article and name */
export async function makeNeutral(
  db: Tx,
  rows: readonly EmptiedComment[],
  former: (row: EmptiedComment) => string,
): Promise<void> {
  for (const nic of new Set(rows.map(former)))
    await db
      .updateTable('comments')
      .set({
        ...{ account_id: null, nic, name_kind: 'guest', email: null, email_folded: null, website: null },
        ...{ idempotency_key: null, content_hash: null },
      })
      .where('id', 'in', idsOf(rows.filter((row) => former(row) === nic)))
      .execute()
  await db.deleteFrom('comment_addresses').where('comment_id', 'in', idsOf(rows)).execute()
  await db.deleteFrom('receipts').where('comment_id', 'in', idsOf(rows)).execute()
  await db.updateTable('withdrawals').set({ account_id: null }).where('comment_id', 'in', idsOf(rows)).execute()
}

/** Sets the newest live comment of the articles whose newest is among these. */
export async function updateNewestComments(db: Tx, rows: readonly EmptiedComment[]): Promise<void> {
  await sql`
    update articles set (last_comment_id, last_comment_at, last_comment_nic) = (
      select id, created_at, nic from comments where article_id = articles.id and state = 'live' order by created_at desc, id desc limit 1)
    where last_comment_id in (${sql.join(idsOf(rows))}) and id in (${sql.join([...new Set(rows.map((row) => row.article_id))])})`.execute(
    db,
  )
}

/** Comments, earlier versions and articles of others whose HTML links to a page, among the rows after an id. */
export async function textsWithLink(
  db: Db,
  table: LinkedText['table'],
  needle: string,
  after: number,
  limit: number,
): Promise<{ rows: LinkedText[]; last: number | null }> {
  const { id, html } = linkedTexts[table]
  const { last } = (
    await sql<{ last: number | null }>`
      select max(id) as last from (select ${sql.ref(id)} as id from ${sql.table(table)} where ${sql.ref(id)} > ${after} order by ${sql.ref(id)} limit ${limit}) as t`.execute(
      db,
    )
  ).rows[0]!
  if (last === null) return { rows: [], last: null }
  const { rows } = await sql<{ key: number; part: number; html: string }>`
    select ${sql.ref(id)} as key, ${table === 'comment_versions' ? sql.ref('number') : sql`0`} as part, ${sql.ref(html)} as html
    from ${sql.table(table)} where ${sql.ref(id)} > ${after} and ${sql.ref(id)} <= ${last}
      and ${sql<SqlBool>`instr(${sql.ref(html)}, ${needle}) > 0`}`.execute(db)
  return { rows: rows.map((row) => ({ ...row, table })), last }
}

export type LinkedText = {
  table: 'comments' | 'comment_versions' | 'articles' | 'article_revisions'
  key: number
  part: number
  html: string
}

/** The tables with rendered texts, the columns of their keys and of the HTML. */
const linkedTexts: Record<LinkedText['table'], { id: string; html: string }> = {
  comments: { id: 'id', html: 'html' },
  comment_versions: { id: 'comment_id', html: 'html' },
  articles: { id: 'id', html: 'body_html' },
  article_revisions: { id: 'id', html: 'body_html' },
}

export async function setLinkedText(db: Tx, { table, key, part, html }: LinkedText): Promise<number | null> {
  const columns = linkedTexts[table]
  const one = table === 'comment_versions' ? sql` and number = ${part}` : sql``
  const article = table === 'articles' ? 'id' : table === 'comment_versions' ? null : 'article_id'
  const { rows } = await sql<{ article: number }>`
    update ${sql.table(table)} set ${sql.ref(columns.html)} = ${html} where ${sql.ref(columns.id)} = ${key}${one}
    returning ${article === null ? sql`null` : sql.ref(article)} as article`.execute(db)
  return rows[0]?.article ?? null
}
