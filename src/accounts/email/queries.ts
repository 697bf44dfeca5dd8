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
