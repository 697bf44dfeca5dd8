// Queries of the moderators' record of a member: sanctions, notes with every version, newest comments; and of the private log.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'
import { rolesAbove, type Viewer } from '../../permissions.ts'

/** A member as moderators see them. */
export const moderatedMember = (db: Db, nic: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role', 'created_at', 'comment_count'])
    .where('nic', '=', nic)
    .executeTakeFirst()

export type ModeratedMember = NonNullable<Awaited<ReturnType<typeof moderatedMember>>>

/** Numbers of an account's comments that are not live, by state. */
export const commentStates = async (db: Db, accountId: number): Promise<Map<string, number>> =>
  new Map(
    (
      await db
        .selectFrom('comments')
        .select(['state', countAll().as('n')])
        .where('account_id', '=', accountId)
        // Literal on purpose: SQLite uses the partial index only if the predicate matches it exactly.
        .where(sql<boolean>`state <> 'live'`)
        .groupBy('state')
        .execute()
    ).map((row) => [row.state, row.n]),
  )

/** How often comments of an account were removed, without undone removals, and how often they were held. */
export const countDecisions = async (db: Db, accountId: number): Promise<{ removals: number; holds: number }> =>
  (await db
    .selectFrom('person_decisions')
    .select(['removals', 'holds'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()) ?? { removals: 0, holds: 0 }

const sanctionRows = (db: Db, noun: 'warnings' | 'silences' | 'person_holds' | 'bans', accountId: number) =>
  db
    .selectFrom(`${noun as 'warnings'} as x`)
    .leftJoin('accounts as m', 'm.id', 'x.account_id')
    .leftJoin('accounts as e', 'e.id', 'x.ended_by')
    .select([
      'x.id',
      'x.reason',
      'x.created_at',
      'x.ended_at',
      'x.end_reason',
      'x.log_entry_id',
      'm.nic as by_nic',
      'e.nic as ended_nic',
    ])
    .where('x.person_id', '=', accountId)
    .orderBy('x.id', 'desc')
    .limit(100)

export const warningsOfMember = (db: Db, accountId: number) =>
  sanctionRows(db, 'warnings', accountId).select(sql<number | null>`x.acknowledged_at`.as('acknowledged_at')).execute()
export const silencesOf = (db: Db, accountId: number) =>
  sanctionRows(db, 'silences', accountId).select(sql<number | null>`x.until_at`.as('until_at')).execute()
export const personHoldsOf = (db: Db, accountId: number) =>
  sanctionRows(db, 'person_holds', accountId).select(sql<number | null>`x.until_at`.as('until_at')).execute()
export const bansOfMember = (db: Db, accountId: number) =>
  sanctionRows(db, 'bans', accountId).select(sql<number | null>`x.until_at`.as('until_at')).execute()

/** The newest comments of an account, in any state. */
export const newestCommentsOf = (db: Db, accountId: number, limit: number) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .leftJoin('comment_addresses as d', 'd.comment_id', 'c.id')
    .select([
      'c.id',
      'c.nic',
      'c.html',
      'c.state',
      'c.created_at',
      'a.id as article_id',
      'a.slug',
      'a.headline',
      'd.address',
    ])
    .where('c.account_id', '=', accountId)
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()

/** All versions of all notes about a member, the oldest first. */
export const noteVersions = (db: Db, accountId: number) =>
  db
    .selectFrom('person_notes as n')
    .innerJoin('accounts as m', 'm.id', 'n.account_id')
    .select(['n.id', 'n.first_version_id', 'n.body', 'n.created_at', 'm.nic as by_nic'])
    .where('n.person_id', '=', accountId)
    .orderBy('n.id')
    .execute()

export const noteById = (db: Db, id: number) =>
  db.selectFrom('person_notes').select(['id', 'first_version_id', 'person_id']).where('id', '=', id).executeTakeFirst()

export const insertNote = async (
  db: Tx,
  note: { person_id: number; first_version_id: number | null; account_id: number; body: string; created_at: number },
): Promise<number> => (await db.insertInto('person_notes').values(note).returning('id').executeTakeFirstOrThrow()).id

/** The newest version of a note. @param firstId the note's first version */
export const newestNoteVersion = (db: Db, firstId: number) =>
  db
    .selectFrom('person_notes')
    .select(['id', 'body'])
    .where((where) => where.or([where('id', '=', firstId), where('first_version_id', '=', firstId)]))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/**
 * The newest entries of the private log below an id, with the nic of the member they are about. Notes that the reader may
 * not read are left out: those about themselves, and about members above them.
 */
export function privateLogEntries(db: Db, reader: Viewer, before: number | null, limit: number) {
  const above = rolesAbove(reader.role)
  return db
    .selectFrom('private_log_entries as l')
    .leftJoin('accounts as p', (join) => join.onRef('p.id', '=', 'l.subject_id').on('l.subject', '=', 'account'))
    .select([
      'l.id',
      'l.created_at',
      'l.actor',
      'l.act',
      'l.subject',
      'l.subject_id',
      'l.reason',
      'l.reason_deleted_at',
      'l.hash',
      'p.nic',
    ])
    .where((where) =>
      where.or([
        where('l.act', 'not in', ['note', 'correct-note']),
        where('p.id', 'is', null),
        where.and([where('p.id', '!=', reader.id), ...(above.length === 0 ? [] : [where('p.role', 'not in', above)])]),
      ]),
    )
    .$if(before !== null, (query) => query.where('l.id', '<', before!))
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute()
}
