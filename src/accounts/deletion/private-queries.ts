// What an account has for itself: deleted with it, table by table, a few rows at a time.
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../db/open.ts'

type Owned = { table: string; owner?: string; key: string; only?: RawBuilder<unknown> }

/** In this order, because some rows name others. `writer` has `account:` before the number. */
const owned: readonly Owned[] = [
  { table: 'notices', key: 'id' },
  { table: 'reminders', key: 'id' },
  { table: 'mail_due', key: 'id' },
  { table: 'mail_tokens', key: 'token_hash' },
  { table: 'outbox', key: 'id' },
  { table: 'mail_choices', key: 'account_id' },
  { table: 'confirmed_emails', key: 'account_id' },
  { table: 'factor_removals', owner: 'person_id', key: 'id' },
  { table: 'totp', key: 'account_id' },
  { table: 'recovery_codes', key: 'id' },
  { table: 'pending_sign_ins', key: 'token_hash' },
  { table: 'passkey_challenges', key: 'challenge_hash' },
  { table: 'passkeys', key: 'id' },
  { table: 'password_resets', key: 'token_hash' },
  { table: 'email_changes', key: 'id' },
  { table: 'tokens', key: 'id' },
  { table: 'name_changes', key: 'id' },
  { table: 'profiles', key: 'account_id' },
  { table: 'preferences', key: 'account_id' },
  { table: 'visits', key: 'account_id' },
  { table: 'nics', key: 'id' },
  { table: 'picked_names', key: 'article_id' },
  { table: 'person_months', key: 'month' },
  { table: 'saves', key: 'id' },
  { table: 'follows', key: 'article_id' },
  { table: 'mutes', key: 'value' },
  { table: 'read_marks', key: 'article_id' },
  { table: 'folds', key: 'comment_id' },
  { table: 'flags', key: 'id' },
  { table: 'drafts', owner: 'writer', key: 'id' },
  { table: 'unsent_texts', owner: 'writer', key: 'id' },
  { table: 'article_drafts', owner: 'writer', key: 'id' },
  { table: 'editor_letters', key: 'id' },
  { table: 'appeal_links', key: 'token_hash' },
  { table: 'uploads', key: 'id' },
  { table: 'claims', key: 'id' },
  { table: 'article_claims', key: 'id' },
  { table: 'person_notes', owner: 'person_id', key: 'id', only: sql`first_version_id is not null` },
  { table: 'person_notes', owner: 'person_id', key: 'id' },
]

export const OWNED_TABLES = owned.length

/** Deletes rows of the table with a number. @returns how many, `limit` at most */
export async function deleteOwned(db: Tx, number: number, accountId: number, limit: number): Promise<number> {
  const { table, owner = 'account_id', key, only } = owned[number]!
  const own = sql`${sql.ref(owner)} = ${owner === 'writer' ? `account:${accountId}` : accountId}${only === undefined ? sql`` : sql` and ${only}`}`
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ${own} and ${sql.ref(key)} in (
      select ${sql.ref(key)} from ${sql.table(table)} where ${own} limit ${limit})`.execute(db)
  return Number(numAffectedRows)
}

/** Takes recommendations back, and out of the counts. @returns how many, `limit` at most */
export async function deleteRecommendations(db: Tx, accountId: number, limit: number): Promise<number> {
  const ids = (
    await db
      .selectFrom('recommendations')
      .select('comment_id')
      .where('account_id', '=', accountId)
      .orderBy('comment_id')
      .limit(limit)
      .execute()
  ).map(({ comment_id }) => comment_id)
  if (ids.length === 0) return 0
  await db
    .updateTable('comments')
    .set({ recommendation_count: sql`recommendation_count - 1` })
    .where('id', 'in', ids)
    .execute()
  await db.deleteFrom('recommendations').where('account_id', '=', accountId).where('comment_id', 'in', ids).execute()
  return ids.length
}

/** Corrections stay as what the article was told, without their sender. */
export const makeCorrectionsNeutral = (db: Tx, accountId: number) =>
  db
    .updateTable('corrections')
    .set({ account_id: null, named_at: null, content_hash: null })
    .where('account_id', '=', accountId)
    .execute()

/** Ends the trust of editors, and what others have muted by this name. @param skeletons the folded names */
export async function endTies(db: Tx, accountId: number, skeletons: readonly string[], now: number): Promise<void> {
  await db
    .updateTable('trusts')
    .set({ ended_at: now, ended_by: null, end_reason: 'The account was deleted.' })
    .where('member_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
  await db.deleteFrom('mutes').where('kind', '=', 'person').where('value', 'in', skeletons).execute()
  await db
    .updateTable('duties')
    .set({ ended_at: now })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
}

/** Batches of an account among those after an id get its neutral name. @returns their ids, and the last id looked at; null at the end */
export async function makeBatchesNeutral(
  db: Tx,
  accountId: number,
  actor: string,
  after: number,
  limit: number,
): Promise<{ ids: number[]; last: number | null }> {
  const found = await db
    .selectFrom('batches')
    .select(['id', 'account_id'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const ids = found.filter(({ account_id }) => account_id === accountId).map(({ id }) => id)
  if (ids.length > 0) await db.updateTable('batches').set({ actor }).where('id', 'in', ids).execute()
  return { ids, last: found.at(-1)?.id ?? null }
}

/** Entries of undos of these batches: their reasons name who is undone. */
export const undoEntries = async (db: Tx, batches: readonly number[]): Promise<number[]> =>
  batches.length === 0
    ? []
    : (
        await db
          .selectFrom('batches as b')
          .innerJoin('log_entries as e', 'e.batch_id', 'b.id')
          .select('e.id')
          .where('b.undoes', 'in', batches)
          .execute()
      ).map(({ id }) => id)

/** Entries of a log after an id, by an account, or about it with one of its names in the reason. */
export async function entriesWithName(
  db: Tx,
  table: 'log_entries' | 'private_log_entries',
  account: { id: number; names: readonly string[] },
  after: number,
  limit: number,
): Promise<number[]> {
  const isNamed = sql.join(
    account.names.map((name) => sql`instr(reason, ${name}) > 0`),
    sql` or `,
  )
  const { rows } = await sql<{ id: number }>`
    select id from (
      select id from (select id from ${sql.table(table)} where actor_id = ${account.id} and id > ${after} order by id limit ${limit}) as made
      union
      select id from (select id from ${sql.table(table)} where subject = 'account' and subject_id = ${account.id} and id > ${after}
        and (${isNamed}) and act <> 'delete-name' order by id limit ${limit}) as told
    ) as found order by id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}
