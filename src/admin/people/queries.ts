// Accounts as admins see them: found by name or address, by role and by trust.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'
import { foldEmail } from '../../mail/address.ts'
import type { Role } from '../../permissions.ts'
import { skeleton } from '../../skeleton.ts'

const isTrusted = sql<number>`exists (select 1 from trusts where member_id = p.id and ended_at is null)`

/** Which people are listed. `text`: the beginning of a name, or a whole e-mail address; empty for all. */
export type PeopleFilter = { text: string; role: Role | null; trusted: boolean }

/** Accounts, the newest first. @param before an id to begin below, or null */
export const peopleList = (db: Db, { text, role, trusted }: PeopleFilter, before: number | null, limit: number) =>
  db
    .selectFrom('accounts as p')
    .select(['p.id', 'p.nic', 'p.role', 'p.created_at', 'p.comment_count', 'p.article_count'])
    .select(isTrusted.as('trusted'))
    .$if(text !== '', (query) => {
      const folded = skeleton(text)
      return query.where((where) =>
        where.or([
          where('p.email_folded', '=', foldEmail(text)),
          ...(folded === ''
            ? []
            : [
                where.and([where('p.nic_skeleton', '>=', folded), where('p.nic_skeleton', '<', `${folded}\u{10ffff}`)]),
              ]),
        ]),
      )
    })
    .$if(role !== null, (query) => query.where('p.role', '=', role!))
    .$if(trusted, (query) =>
      query.where('p.id', 'in', (inner) =>
        inner.selectFrom('trusts').select('member_id').where('ended_at', 'is', null),
      ),
    )
    .$if(before !== null, (query) => query.where('p.id', '<', before!))
    .orderBy('p.id', 'desc')
    .limit(limit)
    .execute()

/** One account, with the moment of its newest use; undefined if there is none of that id. */
export const personById = (db: Db, id: number) =>
  db
    .selectFrom('accounts as p')
    .leftJoin('confirmed_emails as e', (join) =>
      join.onRef('e.account_id', '=', 'p.id').onRef('e.email_folded', '=', 'p.email_folded'),
    )
    .select(['p.id', 'p.nic', 'p.role', 'p.created_at', 'p.comment_count', 'p.article_count', 'p.email'])
    .select('e.confirmed_at')
    .select(isTrusted.as('trusted'))
    .where('p.id', '=', id)
    .executeTakeFirst()

export const otherAdmins = async (db: Db, id: number): Promise<number> =>
  (
    await db
      .selectFrom('accounts')
      .select(countAll().as('n'))
      .where('role', '=', 'admin')
      .where('id', '!=', id)
      .executeTakeFirstOrThrow()
  ).n

/**
 * A role makes a registration final that was not confirmed.
 * @throws a constraint error if it would take the role from the last admin: see db/last-admin.ts
 */
export const setRole = (db: Tx, id: number, role: Role) =>
  db.updateTable('accounts').set({ role, confirm_by: null }).where('id', '=', id).execute()
