// What is stored of appeals: against which decision each is, whether it waits, and the links of those who cannot sign in.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { AppealLinksTable, AppealsTable } from '../../db/schema-order.ts'
import { countAll } from '../../db/sql.ts'
import type { FilterKind } from '../../filters/rules.ts'
import { isPurged } from '../purges/queries.ts'
import type { Tally } from '../queue/item-queries.ts'

export type CommentNoun = 'holds' | 'removals' | 'spam_marks'
export type AppealNoun = CommentNoun | 'bans'

/** The act by which a comment is in its state; states that nobody appeals against have none. */
const nounOf: Partial<Record<string, CommentNoun>> = { held: 'holds', removed: 'removals', spam: 'spam_marks' }

/** A decision as it is told to whom it concerns; `rule` and `kind` where a rule held the comment and no person. */
export type Decision = {
  noun: CommentNoun
  id: number
  account_id: number | null
  by_nic: string | null
  reason: string
  created_at: number
  log_entry_id: number | null
  rule: string | null
  kind: FilterKind | null
}

/** The decision about a comment that holds now, if it is one that can be appealed against. */
export async function decisionAbout(db: Db, comment: { id: number; state: string }): Promise<Decision | undefined> {
  const noun = nounOf[comment.state]
  // Of what is thrown away nothing can be put back.
  if (noun === undefined || (await isPurged(db, comment.id))) return undefined
  const row = await db
    .selectFrom(`${noun as 'removals'} as x`)
    .leftJoin('accounts as m', 'm.id', 'x.account_id')
    .select(['x.id', 'x.account_id', 'm.nic as by_nic', 'x.reason', 'x.created_at', 'x.log_entry_id'])
    .where('x.comment_id', '=', comment.id)
    .where('x.ended_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const rule =
    noun === 'holds'
      ? ((await db.selectFrom('holds').select('rule').where('id', '=', row.id).executeTakeFirst())?.rule ?? null)
      : null
  const caught =
    noun !== 'holds'
      ? undefined
      : await db
          .selectFrom('filter_catches as k')
          .innerJoin('filters as f', 'f.id', 'k.filter_id')
          .select('f.kind')
          .where('k.comment_id', '=', comment.id)
          .where('k.did', '=', 'hold')
          .orderBy('k.id', 'desc')
          .limit(1)
          .executeTakeFirst()
  return { ...row, noun, rule, kind: caught?.kind ?? null }
}

/** Comments of a thread that nobody sees but whoever wrote them, with what was decided about each; the oldest first. */
export async function unseenBy(
  db: Db,
  articleId: number,
  writer: { account: number } | { guest: string },
  limit: number,
): Promise<(Decision & { comment_id: number; html: string; state: string; posted_at: number })[]> {
  const rows = await db
    .selectFrom('comments as c')
    .leftJoin('holds as h', (join) => join.onRef('h.comment_id', '=', 'c.id').on('h.ended_at', 'is', null))
    .leftJoin('spam_marks as s', (join) => join.onRef('s.comment_id', '=', 'c.id').on('s.ended_at', 'is', null))
    .leftJoin('accounts as m', (join) =>
      join.on('m.id', '=', sql<number>`case c.state when 'held' then h.account_id else s.account_id end`),
    )
    .select(['c.id as comment_id', 'c.html', 'c.state', 'c.created_at as posted_at', 'm.nic as by_nic', 'h.rule'])
    .select((from) =>
      from
        .selectFrom('filter_catches as k')
        .innerJoin('filters as f', 'f.id', 'k.filter_id')
        .whereRef('k.comment_id', '=', 'c.id')
        .where('k.did', '=', 'hold')
        .orderBy('k.id', 'desc')
        .select('f.kind')
        .limit(1)
        .as('kind'),
    )
    .select(
      (['id', 'account_id', 'reason', 'created_at', 'log_entry_id'] as const).map((column) =>
        sql<never>`case c.state when 'held' then ${sql.ref(`h.${column}`)} else ${sql.ref(`s.${column}`)} end`.as(
          column,
        ),
      ),
    )
    // The thread's few first, by the index that has them alone; the unary plus below keeps the planner from all that somebody wrote.
    .where(
      'c.id',
      'in',
      sql<number>`(select u.id from comments as u where u.article_id = ${articleId} and u.state in ('held', 'spam'))`,
    )
    .$if('account' in writer, (query) =>
      query.where(sql<number>`+c.account_id`, '=', (writer as { account: number }).account),
    )
    .$if('guest' in writer, (query) =>
      query.where('c.account_id', 'is', null).where('c.id', 'in', (from) =>
        from
          .selectFrom('receipts')
          .select('comment_id')
          .where('guest', '=', (writer as { guest: string }).guest),
      ),
    )
    .where((where) => where.or([where('h.id', 'is not', null), where('s.id', 'is not', null)]))
    .orderBy('c.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, noun: row.state === 'held' ? 'holds' : 'spam_marks' }))
}

const told = (db: Db) =>
  db
    .selectFrom('appeals as q')
    .leftJoin('accounts as a', 'a.id', 'q.ended_by')
    .select([
      'q.id',
      'q.noun',
      'q.noun_id',
      'q.comment_id',
      'q.account_id',
      'q.body',
      'q.created_at',
      'q.ended_at',
      'q.end_reason',
      'q.answer',
      'q.log_entry_id',
      'a.nic as answered_by',
    ])

export type AppealRow = Awaited<ReturnType<typeof appealsAbout>>[number]

/** What was appealed about a comment, the newest first. */
export const appealsAbout = (db: Db, commentId: number) =>
  told(db).where('q.comment_id', '=', commentId).orderBy('q.id', 'desc').limit(20).execute()

/** What an account appealed against bans, the newest first. */
export const banAppealsOf = (db: Db, accountId: number) =>
  told(db)
    .where('q.account_id', '=', accountId)
    .where('q.noun', '=', 'bans')
    .orderBy('q.id', 'desc')
    .limit(20)
    .execute()

export const appealById = (db: Db, id: number) => told(db).where('q.id', '=', id).executeTakeFirst()

/** The appeal against this very decision, if there is one: of a ban that of this account or guest. */
export const appealAgainst = (
  db: Db,
  noun: AppealNoun,
  id: number,
  who: { account: number | null; guest: string | null } | null = null,
) =>
  told(db)
    .where('q.noun', '=', noun)
    .where('q.noun_id', '=', id)
    .$if(who !== null, (query) => query.where('q.account_id', 'is', who!.account).where('q.guest', 'is', who!.guest))
    .executeTakeFirst()

export const insertAppeal = async (
  db: Tx,
  appeal: Pick<AppealsTable, 'comment_id' | 'account_id' | 'guest' | 'body' | 'created_at' | 'noun' | 'noun_id'>,
): Promise<number> =>
  (
    await db
      .insertInto('appeals')
      .values({ ...appeal, ended_at: null, ended_by: null, end_reason: null, log_entry_id: null })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

/** Appeals about a comment, or against a ban, that nobody has answered. */
export const openAppealIds = async (db: Db, of: { comment: number } | { ban: number }): Promise<number[]> =>
  (
    await db
      .selectFrom('appeals')
      .select('id')
      .where('ended_at', 'is', null)
      .$if('comment' in of, (query) => query.where('comment_id', '=', (of as { comment: number }).comment))
      .$if('ban' in of, (query) => query.where('noun', '=', 'bans').where('noun_id', '=', (of as { ban: number }).ban))
      .orderBy('id')
      .execute()
  ).map((row) => row.id)

/** Those who appealed, as far as they have accounts. */
export const appellantsOf = async (db: Db, ids: readonly number[]): Promise<number[]> =>
  ids.length === 0
    ? []
    : (await db.selectFrom('appeals').select('account_id').where('id', 'in', ids).execute()).flatMap(
        (row) => row.account_id ?? [],
      )

/** What was decided, from whichever table has it. */
const of = <T>(column: string) =>
  sql<T>`coalesce(${sql.ref(`h.${column}`)}, ${sql.ref(`r.${column}`)}, ${sql.ref(`s.${column}`)}, ${sql.ref(`b.${column}`)})`

/**
 * Unanswered appeals whose decision still holds: else there is nothing to answer, unless the decision comes back. They come
 * first, whatever the number of comments: a unary plus keeps the planner from beginning elsewhere.
 */
const waiting = (db: Db, now: number) =>
  db
    .selectFrom('appeals as q')
    .leftJoin('holds as h', (join) => join.on('h.id', '=', sql<number>`+q.noun_id`).on('q.noun', '=', 'holds'))
    .leftJoin('removals as r', (join) => join.on('r.id', '=', sql<number>`+q.noun_id`).on('q.noun', '=', 'removals'))
    .leftJoin('spam_marks as s', (join) =>
      join.on('s.id', '=', sql<number>`+q.noun_id`).on('q.noun', '=', 'spam_marks'),
    )
    .leftJoin('bans as b', (join) => join.on('b.id', '=', sql<number>`+q.noun_id`).on('q.noun', '=', 'bans'))
    .leftJoin('comments as c', (join) => join.on('c.id', '=', sql<number>`+q.comment_id`))
    .leftJoin('articles as a', (join) => join.on('a.id', '=', sql<number>`+c.article_id`))
    .where('q.ended_at', 'is', null)
    .where(of<number | null>('id'), 'is not', null)
    .where(of<number | null>('ended_at'), 'is', null)
    .where((where) =>
      where.or([
        where.and([
          where('q.noun', '=', 'bans'),
          where.or([where('b.until_at', 'is', null), where('b.until_at', '>', now)]),
        ]),
        where.and([
          where('a.state', '=', 'published'),
          where(
            sql<string>`case q.noun when 'holds' then 'held' when 'removals' then 'removed' else 'spam' end`,
            '=',
            sql<string>`c.state`,
          ),
        ]),
      ]),
    )

/** How many wait, and since when the oldest does. */
export const appealsTally = (db: Db, now: number): Promise<Tally> =>
  waiting(db, now)
    .select(countAll().as('n'))
    .select((all) => all.fn.min('q.created_at').as('since'))
    .executeTakeFirstOrThrow()

/** With the comment, who wrote it, who appealed, who is banned, and who decided what, when and why. */
const cases = (db: Db, now: number) =>
  waiting(db, now)
    .leftJoin('accounts as w', 'w.id', 'c.account_id')
    .leftJoin('accounts as p', 'p.id', 'q.account_id')
    .leftJoin('accounts as m', (join) => join.on('m.id', '=', of<number>('account_id')))
    .select([
      'q.id',
      'q.noun',
      'q.noun_id',
      'q.comment_id',
      'q.account_id',
      'q.body',
      'q.created_at',
      'c.article_id',
      'c.nic',
      'c.voice',
      'c.html',
      'c.state',
      'w.role as writer_role',
      'w.nic as writer_nic',
      'p.nic as person_nic',
      'p.role as person_role',
      'a.slug',
      'a.headline',
      'm.nic as by_nic',
      'h.rule',
      'h.words',
      'b.email',
      'b.address_from',
      'b.address_to',
      'b.until_at',
    ])
    .select([
      of<number | null>('account_id').as('decided_by'),
      of<string>('reason').as('reason'),
      of<number>('created_at').as('decided_at'),
      of<number | null>('log_entry_id').as('decision_entry'),
    ])

export type CaseRow = Awaited<ReturnType<typeof waitingAppeals>>[number]

/** Appeals that wait for an answer, the oldest first. @param after the appeal to go on after, or null for the first page */
export const waitingAppeals = (db: Db, now: number, after: { created_at: number; id: number } | null, limit: number) =>
  cases(db, now)
    .$if(after !== null, (query) =>
      query.where((where) =>
        where.or([
          where('q.created_at', '>', after!.created_at),
          where.and([where('q.created_at', '=', after!.created_at), where('q.id', '>', after!.id)]),
        ]),
      ),
    )
    .orderBy('q.created_at')
    .orderBy('q.id')
    .limit(limit)
    .execute()

export const waitingAppeal = (db: Db, now: number, id: number) =>
  cases(db, now).where('q.id', '=', id).executeTakeFirst()

/** Everybody who may answer an appeal. */
export const moderatorIds = async (db: Db): Promise<number[]> =>
  (await db.selectFrom('accounts').select('id').where('role', 'in', ['moderator', 'admin']).execute()).map(
    (row) => row.id,
  )

/** Stores the address under which somebody reads of a ban, and forgets those that have ended. */
export async function insertLink(db: Tx, link: AppealLinksTable): Promise<void> {
  await db.deleteFrom('appeal_links').where('expires_at', '<=', link.created_at).execute()
  await db.insertInto('appeal_links').values(link).execute()
}

export const linkByToken = (db: Db, tokenHash: string, now: number) =>
  db
    .selectFrom('appeal_links')
    .select(['account_id', 'appeal_id'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()

/**
 * Forgets what was said in appeals that were answered before a moment, or whose comment its writer took back before it; that
 * there was one, and the answer, stay. @returns how many, `limit` at most
 */
export const forgetAppealBodies = async (db: Tx, before: number, limit: number): Promise<number> =>
  Number(
    (
      await sql`update appeals set body = '' where id in (
    select q.id from appeals as q where q.body != '' and (q.ended_at < ${before} or (q.ended_at is null
      and exists (select 1 from withdrawals as w join comments as c on c.id = w.comment_id where w.comment_id = q.comment_id and w.ended_at is null and w.created_at < ${before} and c.state = 'withdrawn')))
    limit ${limit})`.execute(db)
    ).numAffectedRows ?? 0n,
  )
