// Rows of the outbox, of the links in e-mails, and of who is due an e-mail.
import type { Db, Tx } from '../db/open.ts'
import type { MailTokensTable, OutboxTable } from '../db/schema/inbox.ts'

export type NewMail = Pick<
  OutboxTable,
  | 'key'
  | 'kind'
  | 'account_id'
  | 'subscription_id'
  | 'recipient'
  | 'subject'
  | 'text'
  | 'html'
  | 'headers'
  | 'created_at'
>

/** Adds an e-mail to the outbox. @returns its id; undefined if the key exists */
export const insertMail = async (db: Tx, mail: NewMail): Promise<number | undefined> =>
  (
    await db
      .insertInto('outbox')
      .values({ ...mail, state: 'waiting', next_attempt_at: mail.created_at })
      .onConflict((on) => on.column('key').doNothing())
      .returning('id')
      .executeTakeFirst()
  )?.id

export type MailRow = Awaited<ReturnType<typeof claimMails>>[number]

/** Claims due e-mails for the calling process until a moment. */
export const claimMails = (db: Tx, now: number, until: number, limit: number) =>
  db
    .updateTable('outbox')
    .set({ claimed_until: until })
    .where('id', 'in', (ids) =>
      ids
        .selectFrom('outbox')
        .select('id')
        .where('state', '=', 'waiting')
        .where('next_attempt_at', '<=', now)
        .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<=', now)]))
        .orderBy('next_attempt_at')
        .limit(limit),
    )
    .returning([
      'id',
      'key',
      'kind',
      'recipient',
      'subject',
      'text',
      'html',
      'headers',
      'attempts',
      'created_at',
      'claimed_until',
    ])
    .execute()

/** Records the result of a claimed e-mail; one that has ended loses its text. A lost claim changes nothing. */
export const settleMail = (
  db: Tx,
  row: { id: number; claimed_until: number | null },
  end:
    | { state: 'sent' | 'failed' | 'dropped'; at: number; fault: string | null }
    | { again: number; attempts: number; fault: string | null },
) =>
  db
    .updateTable('outbox')
    .set(
      'state' in end
        ? {
            state: end.state,
            ended_at: end.at,
            last_error: end.fault,
            claimed_until: null,
            text: '',
            html: '',
            headers: '{}',
          }
        : { next_attempt_at: end.again, attempts: end.attempts, last_error: end.fault, claimed_until: null },
    )
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .where('claimed_until', '=', row.claimed_until)
    .execute()

/** Whether there is anything to send or to delete. Runs every few seconds, so it must not write. */
export async function hasOutboxWork(db: Db, now: number, before: number): Promise<boolean> {
  const waits = db
    .selectFrom('outbox')
    .select('id')
    .where('state', '=', 'waiting')
    .where('next_attempt_at', '<=', now)
    .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<=', now)]))
    .limit(1)
  if ((await waits.executeTakeFirst()) !== undefined) return true
  if (
    (await db.selectFrom('outbox').select('id').where('ended_at', '<', before).limit(1).executeTakeFirst()) !==
    undefined
  )
    return true
  return (
    (await db
      .selectFrom('mail_tokens')
      .select('token_hash')
      .where('expires_at', '<', before)
      .limit(1)
      .executeTakeFirst()) !== undefined
  )
}

/** Deletes e-mails that ended and links that expired before a moment. */
export async function deleteOldMails(db: Tx, before: number): Promise<void> {
  await db.deleteFrom('outbox').where('ended_at', '<', before).execute()
  await db.deleteFrom('mail_tokens').where('expires_at', '<', before).execute()
}

/** Recipient of an e-mail: a member, or a guest by their subscription. */
export type MailTarget = { account: number } | { subscription: number }

/** Times at which e-mails of a kind were queued for a recipient since a moment, newest first. */
export const queuedTimes = async (db: Db, to: MailTarget, kind: string, since: number): Promise<number[]> =>
  (
    await db
      .selectFrom('outbox')
      .select('created_at')
      .$if('account' in to, (query) => query.where('account_id', '=', (to as { account: number }).account))
      .$if('subscription' in to, (query) =>
        query.where('subscription_id', '=', (to as { subscription: number }).subscription),
      )
      .where('kind', '=', kind)
      .where('created_at', '>', since)
      .orderBy('created_at', 'desc')
      .limit(10)
      .execute()
  ).map((row) => row.created_at)

/** State of the newest e-mail to an address of an account. */
export const newestMail = (db: Db, accountId: number, recipient: string) =>
  db
    .selectFrom('outbox')
    .select(['state', 'attempts'])
    .where('account_id', '=', accountId)
    .where('recipient', '=', recipient)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Marks a recipient as due at a moment; an earlier mark stays. */
export async function markDue(db: Tx, to: MailTarget, at: number): Promise<void> {
  if ('account' in to)
    await db
      .insertInto('mail_due')
      .values({ account_id: to.account, subscription_id: null, due_at: at })
      .onConflict((on) => on.column('account_id').doNothing())
      .execute()
  else
    await db
      .insertInto('mail_due')
      .values({ account_id: null, subscription_id: to.subscription, due_at: at })
      .onConflict((on) => on.column('subscription_id').doNothing())
      .execute()
}

/** Ids in one query. */
const IDS_PER_QUERY = 500

/** Marks those of many members as due who have a confirmed address. */
export async function markAllDue(db: Tx, accountIds: readonly number[], at: number): Promise<void> {
  for (let i = 0; i < accountIds.length; i += IDS_PER_QUERY) {
    await db
      .insertInto('mail_due')
      .columns(['account_id', 'due_at'])
      .expression(
        db
          .selectFrom('confirmed_emails')
          .select((select) => ['account_id', select.val(at).as('at')])
          .where('account_id', 'in', accountIds.slice(i, i + IDS_PER_QUERY)),
      )
      .onConflict((on) => on.column('account_id').doNothing())
      .execute()
  }
}

export const dueEntries = (db: Db, now: number, limit: number) =>
  db
    .selectFrom('mail_due')
    .select(['id', 'account_id', 'subscription_id', 'due_at'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()

/** Removes a due mark. @returns false if it was removed or changed before */
export const claimDue = async (db: Tx, due: { id: number; due_at: number }): Promise<boolean> =>
  (await db
    .deleteFrom('mail_due')
    .where('id', '=', due.id)
    .where('due_at', '=', due.due_at)
    .returning('id')
    .executeTakeFirst()) !== undefined

export const deleteDue = (db: Tx, to: MailTarget) =>
  'account' in to
    ? db.deleteFrom('mail_due').where('account_id', '=', to.account).execute()
    : db.deleteFrom('mail_due').where('subscription_id', '=', to.subscription).execute()

export const insertMailToken = (db: Tx, token: Omit<MailTokensTable, 'used_at'>) =>
  db
    .insertInto('mail_tokens')
    .values({ ...token, used_at: null })
    .execute()

/** The token of a link that has not expired, used or not. */
export const mailToken = (db: Db, tokenHash: string, now: number) =>
  db
    .selectFrom('mail_tokens')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()

/** @returns false if it was used before */
export const useMailToken = async (db: Tx, tokenHash: string, at: number): Promise<boolean> =>
  (await db
    .updateTable('mail_tokens')
    .set({ used_at: at })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .returning('token_hash')
    .executeTakeFirst()) !== undefined

/** Ends an account's unused links of a kind. */
export const expireMailTokens = (db: Tx, accountId: number, purpose: MailTokensTable['purpose'], at: number) =>
  db
    .updateTable('mail_tokens')
    .set({ expires_at: at })
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .execute()

/** The newest address that waits for an account's confirmation; undefined for none. */
export const waitingAddress = (db: Db, accountId: number, now: number) =>
  db
    .selectFrom('mail_tokens')
    .select('email')
    .where('account_id', '=', accountId)
    .where('purpose', '=', 'confirm-email')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Times at which links of a kind were made for an account since a moment, newest first. */
export const mailTokenTimes = async (
  db: Db,
  accountId: number,
  purpose: MailTokensTable['purpose'],
  since: number,
): Promise<number[]> =>
  (
    await db
      .selectFrom('mail_tokens')
      .select('created_at')
      .where('account_id', '=', accountId)
      .where('purpose', '=', purpose)
      .where('created_at', '>', since)
      .orderBy('created_at', 'desc')
      .limit(20)
      .execute()
  ).map((row) => row.created_at)
