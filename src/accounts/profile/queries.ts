// Rows of what members say about themselves, and of what moderators have removed of it.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { pictureHash } from '../../media/names.ts'

export const profileFields = ['website', 'about', 'picture'] as const
export type ProfileField = (typeof profileFields)[number]

/** Whether a moderator has removed the value that a field has now. */
const isRemoved = (field: ProfileField) =>
  sql<number>`case when exists (
    select 1 from profile_removals as r
    where r.person_id = p.account_id and r.field = ${field} and r.value = ${sql.ref(`p.${field}`)} and r.ended_at is null
  ) then 1 else 0 end`

/** What a member has entered, and which of it a moderator has removed. */
export const profileOf = (db: Db, accountId: number) =>
  db
    .selectFrom('profiles as p')
    .select(['p.website', 'p.about', 'p.picture'])
    .select([
      isRemoved('website').as('website_removed'),
      isRemoved('about').as('about_removed'),
      isRemoved('picture').as('picture_removed'),
    ])
    .where('p.account_id', '=', accountId)
    .executeTakeFirst()

export type ProfileRow = NonNullable<Awaited<ReturnType<typeof profileOf>>>

/** Removals in force, the newest first. */
export const openRemovals = (db: Db, accountId: number) =>
  db
    .selectFrom('profile_removals')
    .select(['field', 'value', 'reason', 'created_at'])
    .where('person_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()

export const insertRemoval = async (
  db: Tx,
  removal: {
    person_id: number
    field: ProfileField
    value: string
    account_id: number
    reason: string
    log_entry_id: number
    created_at: number
  },
): Promise<number> =>
  (
    await db
      .insertInto('profile_removals')
      .values({ ...removal, ended_at: null, ended_by: null, end_reason: null })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

export const setProfile = (db: Tx, accountId: number, texts: { website: string; about: string }, now: number) =>
  db
    .insertInto('profiles')
    .values({ account_id: accountId, ...texts, picture: null, picture_hash: null, changed_at: now })
    .onConflict((on) => on.column('account_id').doUpdateSet({ ...texts, changed_at: now }))
    .execute()

/** @param name of the file, or null for none */
export function setPicture(db: Tx, accountId: number, name: string | null, now: number) {
  const picture = { picture: name, picture_hash: name === null ? null : pictureHash(name), changed_at: now }
  return db
    .insertInto('profiles')
    .values({ account_id: accountId, ...picture })
    .onConflict((on) => on.column('account_id').doUpdateSet(picture))
    .execute()
}
