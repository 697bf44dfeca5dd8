// Who invited whom: the first inviters, everybody below them, and the line above one member.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'

/** Members who have invited somebody and were not invited themselves, by number. @param after the last one of the page before */
export const firstInviters = async (db: Db, after: number, limit: number): Promise<number[]> =>
  (
    await db
      .selectFrom('invitations as i')
      .select('i.account_id')
      .distinct()
      .where('i.used_by', 'is not', null)
      .where('i.account_id', '>', after)
      .where((where) =>
        where.not(
          where.exists(where.selectFrom('invitations as j').select('j.id').whereRef('j.used_by', '=', 'i.account_id')),
        ),
      )
      .orderBy('i.account_id')
      .limit(limit)
      .execute()
  ).map(({ account_id }) => account_id)

export type TreeRow = {
  id: number
  nic: string
  /** The member who invited; null for the first of a tree. */
  parent: number | null
  /** When the invitation was used. */
  at: number | null
  depth: number
  /** Members invited directly. */
  invited: number
}

/** Trees of invited members below some accounts, those nearer to them first. */
export async function invitedBelow(db: Db, roots: readonly number[], depth: number, limit: number): Promise<TreeRow[]> {
  if (roots.length === 0) return []
  const { rows } = await sql<TreeRow>`with recursive tree (id, parent, at, depth) as (
      select id, cast(null as bigint), cast(null as bigint), 0 from accounts where id in (${sql.join(roots)})
      union all
      select i.used_by, i.account_id, i.ended_at, t.depth + 1 from invitations as i
        join tree as t on t.id = i.account_id where i.used_by is not null and t.depth < ${depth}
    )
    select t.id, p.nic, t.parent, t.at, t.depth,
      (select cast(count(*) as integer) from invitations as n where n.account_id = t.id and n.used_by is not null) as invited
    from tree as t join accounts as p on p.id = t.id order by t.depth, t.at, t.id limit ${limit}`.execute(db)
  return rows
}

/** The members above one: who invited them, who invited that member, and so on. */
export async function invitedThrough(db: Db, id: number, limit: number): Promise<{ nic: string; at: number }[]> {
  const { rows } = await sql<{ nic: string; at: number }>`with recursive line (id, at, depth) as (
      select account_id, ended_at, 1 from invitations where used_by = ${id}
      union all
      select i.account_id, i.ended_at, l.depth + 1 from invitations as i
        join line as l on i.used_by = l.id where l.depth < ${limit}
    )
    select p.nic, l.at from line as l join accounts as p on p.id = l.id order by l.depth`.execute(db)
  return rows
}

/** Numbers of the whole site, or of one member: invitations that were used, and those that are open. */
export async function countInvitations(
  db: Db,
  now: number,
  accountId: number | null = null,
): Promise<{ used: number; open: number }> {
  const all = db
    .selectFrom('invitations')
    .$if(accountId !== null, (query) => query.where('account_id', '=', accountId!))
  const used = await all.where('used_by', 'is not', null).select(countAll().as('n')).executeTakeFirstOrThrow()
  const open = await all
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .select(countAll().as('n'))
    .executeTakeFirstOrThrow()
  return { used: used.n, open: open.n }
}
