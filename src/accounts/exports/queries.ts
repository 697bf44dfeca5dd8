// Rows of exports, and the rows of other tables that an export holds.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'
import type { NestedPart, Part } from './account-parts.ts'
import type { PartRow, Row } from './rows.ts'

const orderOf = ({ order = ['id'] }: Part): readonly string[] => order

/** Whose rows a part holds. */
function ownRows(part: Part, accountId: number) {
  const owner = part.owner ?? 'account_id'
  const own = sql`${sql.ref(`t.${owner}`)} = ${owner === 'writer' ? `account:${accountId}` : accountId}`
  const only = part.only === undefined ? sql`` : sql` and ${sql.ref(`t.${part.only[0]}`)} = ${part.only[1]}`
  const except = part.except === undefined ? sql`` : sql` and ${sql.ref(`t.${part.except[0]}`)} <> ${part.except[1]}`
  return sql`${own}${only}${except}`
}

export const countPart = async (db: Db, part: Part, accountId: number): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select ${countAll()} as n from ${sql.table(part.table)} as t where ${ownRows(part, accountId)}`.execute(db)
  ).rows[0]!.n

/** Rows of a part after a key, in the order of the part. */
export async function partRows(
  db: Db,
  part: Part,
  accountId: number,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<PartRow[]> {
  const keys = orderOf(part).map((name) => sql.ref(`t.${name}`))
  const beyond = after === null ? sql`` : sql` and (${sql.join(keys)}) > (${sql.join(after)})`
  const named = part.columns.includes('article_id')
  const article = named ? sql`a.headline as _headline, a.slug as _slug` : sql`null as _headline, null as _slug`
  const join = named ? sql` left join articles as a on a.id = t.article_id and a.state = 'published'` : sql``
  const { rows } = await sql<Row>`
    select ${sql.join(part.columns.map((name) => sql.ref(`t.${name}`)))},
      ${sql.join(keys.map((key, i) => sql`${key} as ${sql.ref(`_key${i}`)}`))}, ${article}
    from ${sql.table(part.table)} as t${join} where ${ownRows(part, accountId)}${beyond}
    order by ${sql.join(keys)} limit ${limit}`.execute(db)
  return rows.map((all) => {
    const row = Object.fromEntries(part.columns.map((name) => [name, all[name]!]))
    const key = keys.map((_, i) => all[`_key${i}`]!)
    return { key, row, headline: all['_headline'] as string | null, slug: all['_slug'] as string | null }
  })
}

/** Rows that belong to others, by the id of each. */
export async function nestedRows(db: Db, part: NestedPart, ids: readonly number[]): Promise<Map<number, Row[]>> {
  const found = new Map<number, Row[]>()
  if (ids.length === 0) return found
  const { rows } = await sql<Row>`
    select ${sql.join(part.columns.map((name) => sql.ref(name)))}, ${sql.ref(part.on)} as _of from ${sql.table(part.table)}
    where ${sql.ref(part.on)} in (${sql.join(ids)}) order by ${sql.join([part.on, ...part.order].map((name) => sql.ref(name)))}`.execute(
    db,
  )
  for (const { _of, ...row } of rows) found.set(Number(_of), [...(found.get(Number(_of)) ?? []), row])
  return found
}

/** The newest export of an account. */
export const newestExport = (db: Db, accountId: number) =>
  db
    .selectFrom('account_exports')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The newest export of an account that has a file. */
export const newestFile = (db: Db, accountId: number) =>
  db
    .selectFrom('account_exports')
    .select(['id', 'bytes', 'ended_at'])
    .where('account_id', '=', accountId)
    .where('bytes', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** @returns false if the account has one that is still being made */
export const insertExport = async (db: Tx, accountId: number, at: number): Promise<boolean> =>
  (await db
    .insertInto('account_exports')
    .values({ account_id: accountId, asked_at: at, bytes: null, ended_at: null })
    .onConflict((on) => on.column('account_id').where('ended_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()) !== undefined

/** The export that has waited longest. */
export const nextExport = (db: Db) =>
  db
    .selectFrom('account_exports as e')
    .innerJoin('accounts as p', 'p.id', 'e.account_id')
    .select(['e.id', 'e.account_id', 'e.asked_at', 'e.attempts', 'p.nic'])
    .where('e.ended_at', 'is', null)
    .orderBy('e.attempts')
    .orderBy('e.id')
    .limit(1)
    .executeTakeFirst()

export const beginExport = (db: Tx, id: number, total: number) =>
  db.updateTable('account_exports').set({ attempts: sql`attempts + 1`, done: 0, total }).where('id', '=', id).execute()

export const setExportDone = (db: Tx, id: number, done: number) =>
  db.updateTable('account_exports').set({ done }).where('id', '=', id).execute()

/** @param bytes size of the file; null where it could not be made */
export const endExport = async (db: Tx, id: number, bytes: number | null, at: number): Promise<boolean> =>
  (
    await db
      .updateTable('account_exports')
      .set({ bytes, ended_at: at })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
  ).numUpdatedRows > 0n

/** Exports that have ended up to a moment, or that a newer one of their account replaces. */
export const outdatedExports = async (db: Db, before: number): Promise<number[]> =>
  (
    await db
      .selectFrom('account_exports as e')
      .select('e.id')
      .where('e.ended_at', 'is not', null)
      .where((where) =>
        where.or([
          where('e.ended_at', '<=', before),
          where.exists(
            where
              .selectFrom('account_exports as n')
              .select('n.id')
              .whereRef('n.account_id', '=', 'e.account_id')
              .whereRef('n.id', '>', 'e.id')
              .where('n.bytes', 'is not', null),
          ),
        ]),
      )
      .orderBy('e.id')
      .execute()
  ).map(({ id }) => id)

export const exportIdsOf = async (db: Db, accountId: number): Promise<number[]> =>
  (await db.selectFrom('account_exports').select('id').where('account_id', '=', accountId).execute()).map(
    ({ id }) => id,
  )

export const allExportIds = async (db: Db): Promise<Set<number>> =>
  new Set((await db.selectFrom('account_exports').select('id').execute()).map(({ id }) => id))

export const deleteExports = (db: Tx, ids: readonly number[]) =>
  db.deleteFrom('account_exports').where('id', 'in', ids).execute()
