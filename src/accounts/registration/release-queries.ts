// Rows of registrations that were not confirmed: what they hold is deleted, and what their members wrote becomes a guest's.
import type { Db, Tx } from '../../db/open.ts'
import { formerAccountNic } from '../../former-nics.ts'
import { skeleton } from '../../skeleton.ts'

/** Accounts whose address was not confirmed in time, the oldest first. Staff are never among them. */
export const dueRegistrations = (db: Db, now: number, limit: number) =>
  db
    .selectFrom('accounts')
    .select(['id', 'nic'])
    .where('confirm_by', '<=', now)
    .where('role', '=', 'member')
    .orderBy('confirm_by')
    .limit(limit)
    .execute()

/** What only the member has of an account. Notices come before the reminders that they name. */
export const personalTables = [
  'sessions',
  'appeal_links',
  'preferences',
  'mail_choices',
  'mail_due',
  'mail_tokens',
  'confirmed_emails',
  'outbox',
  'tokens',
  'password_resets',
  'email_changes',
  'nics',
  'former_nics',
  'name_changes',
  'profiles',
  'notices',
  'reminders',
  'saves',
  'read_marks',
  'visits',
  'follows',
  'folds',
  'mutes',
  'person_decisions',
  'person_months',
  'totp',
  'recovery_codes',
  'pending_sign_ins',
  'passkey_challenges',
  'passkeys',
  'account_exports',
  'account_deletions',
] as const

export async function deletePersonalRows(db: Tx, id: number): Promise<void> {
  for (const table of personalTables)
    await db
      .deleteFrom(table as 'sessions')
      .where('account_id', '=', id)
      .execute()
  await db.deleteFrom('drafts').where('writer', '=', `account:${id}`).execute()
}

/**
 * Takes name, address and password from an account that still waits for its confirmation.
 * @returns false if it does not: the address was confirmed, or the row emptied by another process
 */
export const emptyAccount = async (db: Tx, id: number, now: number): Promise<boolean> =>
  (
    await db
      .updateTable('accounts')
      .set({
        nic: formerAccountNic(id),
        nic_skeleton: skeleton(formerAccountNic(id)),
        email: null,
        email_folded: null,
        owned_email: null,
        password_hash: null,
        own_comment_count: 0,
        reply_count: 0,
        article_count: 0,
        passkey_count: 0,
        confirm_by: null,
      })
      .where('id', '=', id)
      .where('confirm_by', '<=', now)
      .where('role', '=', 'member')
      .returning('id')
      .execute()
  ).length > 0

/**
 * Shows a member's comments and articles as a guest's, under the names that they are signed with. Moderators still find the
 * comments by the account. @returns the articles whose pages show them
 */
export async function releaseTexts(db: Tx, id: number): Promise<number[]> {
  const comments = await db
    .updateTable('comments')
    .set({ name_kind: 'guest' })
    .where('account_id', '=', id)
    .where('name_kind', '<>', 'guest')
    .returning('article_id')
    .execute()
  const articles = await db
    .updateTable('articles')
    .set({ account_id: null })
    .where('account_id', '=', id)
    // Of drafts nothing is shown. The condition is that of the index.
    .where('submitted_at', 'is not', null)
    .returning('id as article_id')
    .execute()
  const own = articles.map(({ article_id }) => article_id)
  if (own.length > 0)
    await db
      .updateTable('article_revisions')
      .set({ account_id: null })
      .where('article_id', 'in', own)
      .where('account_id', '=', id)
      .execute()
  return [...new Set([...comments.map(({ article_id }) => article_id), ...own])]
}
