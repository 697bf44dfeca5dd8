// Rows of members' e-mail addresses: confirmations, and how often each is used.
import type { Db, Tx } from '../../db/open.ts'
import type { MailFrequency } from '../../mail/rules.ts'

/** The e-mail data of a member. A confirmation is valid only for its own address. */
export const mailRecipient = (db: Db, id: number) =>
  db
    .selectFrom('accounts as p')
    .leftJoin('confirmed_emails as e', (join) =>
      join.onRef('e.account_id', '=', 'p.id').onRef('e.email_folded', '=', 'p.email_folded'),
    )
    .leftJoin('mail_choices as m', 'm.account_id', 'p.id')
    .leftJoin('preferences as f', 'f.account_id', 'p.id')
    .select([
      'p.id',
      'p.nic',
      'p.email',
      'p.email_folded',
      'p.password_hash',
      'p.confirm_by',
      'e.confirmed_at',
      'm.frequency',
      'm.since',
      'm.editions_at',
      'f.time_zone',
    ])
    .where('p.id', '=', id)
    .executeTakeFirst()

/** An account's e-mail address that is not confirmed yet, and until when it has to be; null for none. */
export async function unconfirmedEmail(db: Db, id: number): Promise<{ email: string; until: number | null } | null> {
  const member = await mailRecipient(db, id)
  return member === undefined || member.confirmed_at !== null || !member.email
    ? null
    : { email: member.email, until: member.confirm_by }
}

export const setConfirmedEmail = (db: Tx, accountId: number, folded: string, at: number) =>
  db
    .insertInto('confirmed_emails')
    .values({ account_id: accountId, email_folded: folded, confirmed_at: at })
    .onConflict((on) => on.column('account_id').doUpdateSet({ email_folded: folded, confirmed_at: at }))
    .execute()

/** Makes an account the owner of its address, which must have none. Its registration no longer waits for that. */
export const setEmailOwner = (db: Tx, accountId: number, folded: string) =>
  db.updateTable('accounts').set({ owned_email: folded, confirm_by: null }).where('id', '=', accountId).execute()

export const setEmail = (db: Tx, accountId: number, email: string, folded: string) =>
  db.updateTable('accounts').set({ email, email_folded: folded }).where('id', '=', accountId).execute()

/** Sets how often a member gets e-mail. Notices from before e-mail was switched on again are not sent. */
export async function upsertMailFrequency(
  db: Tx,
  accountId: number,
  frequency: MailFrequency,
  at: number,
): Promise<void> {
  const before = await db
    .selectFrom('mail_choices')
    .select(['frequency', 'since'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  const since = before === undefined ? 0 : before.frequency === 'never' && frequency !== 'never' ? at : before.since
  await db
    .insertInto('mail_choices')
    .values({ account_id: accountId, frequency, since, editions_at: null })
    .onConflict((on) => on.column('account_id').doUpdateSet({ frequency, since }))
    .execute()
}

/** Starts or stops the daily edition by e-mail. @param since null stops it */
export const setEditionMail = (db: Tx, accountId: number, since: number | null) =>
  db
    .insertInto('mail_choices')
    .values({ account_id: accountId, frequency: 'daily', since: 0, editions_at: since })
    .onConflict((on) => on.column('account_id').doUpdateSet({ editions_at: since }))
    .execute()

export const insertEmailChange = (
  db: Tx,
  change: { token_hash: string; account_id: number; old_email: string; created_at: number; expires_at: number },
) =>
  db
    .insertInto('email_changes')
    .values({ ...change, ended_at: null })
    .execute()

/** A change that its link can still stop. */
export const emailChange = (db: Db, tokenHash: string, now: number) =>
  db
    .selectFrom('email_changes as c')
    .innerJoin('accounts as p', 'p.id', 'c.account_id')
    .select(['c.id', 'c.account_id', 'c.old_email', 'p.nic'])
    .where('c.token_hash', '=', tokenHash)
    .where('c.expires_at', '>', now)
    .where('c.ended_at', 'is', null)
    .executeTakeFirst()

/** Ends a change and all later ones of its account, which somebody else may have made. @returns false if it had ended */
export const endEmailChanges = async (
  db: Tx,
  change: { id: number; account_id: number },
  at: number,
): Promise<boolean> =>
  (
    await db
      .updateTable('email_changes')
      .set({ ended_at: at })
      .where('account_id', '=', change.account_id)
      .where('id', '>=', change.id)
      .where('ended_at', 'is', null)
      .returning('id')
      .execute()
  ).some(({ id }) => id === change.id)

export const deleteOldEmailChanges = (db: Tx, now: number) =>
  db.deleteFrom('email_changes').where('expires_at', '<=', now).execute()
