// Queries about appeals: by decision, by who appealed, and those that wait for an answer.

import { sql } from 'kysely'
import type { AppealNoun } from '../../comments/appeals/queries.ts'
import { appealRows } from '../../comments/appeals/queries.ts'
import type { Tally } from '../../comments/holds/rules.ts'
import type { Db, Tx } from '../../db/open.ts'
import type { AppealsTable } from '../../db/schema/appeals.ts'
import { countAll, inSpan, type Span } from '../../db/sql.ts'

/** The appeals of an account against bans, the newest first. */
export const banAppealsOf = (db: Db, accountId: number) =>
  appealRows(db)
    .where('q.account_id', '=', accountId)
    .where('q.noun', '=', 'bans')
    .orderBy('q.id', 'desc')
    .limit(20)
    .execute()

export const appealById = (db: Db, id: number) => appealRows(db).where('q.id', '=', id).executeTakeFirst()

/** The appeal against a decision. @param who whose appeal, for a ban, which several people may appeal */
export const appealAgainst = (
  db: Db,
  noun: AppealNoun,
  id: number,
  who: { account: number | null; guest: string | null } | null = null,
) =>
  appealRows(db)
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

/** Unanswered appeals about a comment or against a ban. */
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

/** The accounts that made some appeals; guests have none. */
export const appellantsOf = async (db: Db, ids: readonly number[]): Promise<number[]> =>
  ids.length === 0
    ? []
    : (await db.selectFrom('appeals').select('account_id').where('id', 'in', ids).execute()).flatMap(
        (row) => row.account_id ?? [],
      )

/** A column of the decision, from the table of its noun. */
const decisionColumn = <T>(column: string) =>
  sql<T>`coalesce(${sql.ref(`h.${column}`)}, ${sql.ref(`r.${column}`)}, ${sql.ref(`s.${column}`)}, ${sql.ref(`b.${column}`)})`

/**
 * Unanswered appeals whose decision is in force. The unary plus on purpose: it keeps SQLite from starting the join with
 * another, larger table.
 */
const waitingRows = (db: Db, now: number) =>
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
    .where(decisionColumn<number | null>('id'), 'is not', null)
    .where(decisionColumn<number | null>('ended_at'), 'is', null)
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

/** The number of open appeals, and the age of the oldest. @param span only appeals from it */
export const appealsTally = (db: Db, now: number, span?: Span): Promise<Tally> =>
  waitingRows(db, now)
    .$if(span !== undefined, (query) => query.where(inSpan('q.created_at', span!)))
    .select(countAll().as('n'))
    .select((all) => all.fn.min('q.created_at').as('since'))
    .executeTakeFirstOrThrow()

/** Open appeals with the comment, its author, the person who appealed, and the decision. */
const waitingDetails = (db: Db, now: number) =>
  waitingRows(db, now)
    .leftJoin('accounts as w', 'w.id', 'c.account_id')
    .leftJoin('accounts as p', 'p.id', 'q.account_id')
    .leftJoin('accounts as m', (join) => join.on('m.id', '=', decisionColumn<number>('account_id')))
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
      'c.name_kind',
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
      'h.matched_text',
      'h.form_signs',
      'b.email',
      'b.address_from',
      'b.address_to',
      'b.until_at',
    ])
    .select([
      decisionColumn<number | null>('account_id').as('decided_by'),
      decisionColumn<string>('reason').as('reason'),
      decisionColumn<number>('created_at').as('decided_at'),
      decisionColumn<number | null>('log_entry_id').as('decision_entry'),
    ])

export type WaitingAppeal = Awaited<ReturnType<typeof waitingAppeals>>[number]

/** Open appeals, the oldest first. @param after the last appeal of the page before; null for the first page */
export const waitingAppeals = (db: Db, now: number, after: { id: number } | null, limit: number) =>
  waitingDetails(db, now)
    .$if(after !== null, (query) => query.where('q.id', '>', after!.id))
    .orderBy('q.id')
    .limit(limit)
    .execute()

export const waitingAppeal = (db: Db, now: number, id: number) =>
  waitingDetails(db, now).where('q.id', '=', id).executeTakeFirst()

/** The accounts that may answer appeals. */
export const moderatorIds = async (db: Db): Promise<number[]> =>
  (
    await db
      .selectFrom('accounts')
      .select('id')
      // Written out, so that the index of those with a role is used.
      .where('role', '!=', sql.lit('member'))
      .where('role', 'in', ['moderator', 'admin'])
      .execute()
  ).map((row) => row.id)

/**
 * Deletes the texts of appeals that were answered, or whose comment was withdrawn, before a moment, and the hash of the
 * address that a guest appealed from. The appeal and its answer stay. @returns how many, `limit` at most
 */
export const dropAppealBodies = async (db: Tx, before: number, limit: number): Promise<number> =>
  Number(
    (
      await sql`update appeals set body = '', guest = case when noun = 'bans' and guest is not null then 'deleted:' || id else guest end where id in (
    select q.id from appeals as q where q.body != '' and (q.ended_at < ${before} or (q.ended_at is null
      and exists (select 1 from withdrawals as w join comments as c on c.id = w.comment_id where w.comment_id = q.comment_id and w.ended_at is null and w.created_at < ${before} and c.state = 'withdrawn')))
    limit ${limit})`.execute(db)
    ).numAffectedRows ?? 0n,
  )
