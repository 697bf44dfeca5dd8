// The tables of the inbox and of the mail that goes out, as the newest migration leaves them; a part of schema.ts.
import type { Generated } from 'kysely'

/** A thread that a member follows, or has silenced; no row is neither. */
export type FollowsTable = {
  account_id: number
  article_id: number
  state: 'following' | 'silenced'
  created_at: number
}

/** A guest's wish to be told by mail of replies to one comment; nothing is mailed before it is confirmed. */
export type SubscriptionsTable = {
  id: Generated<number>
  comment_id: number
  email: string
  created_at: number
  confirmed_at: number | null
  ended_at: number | null
}

/** A mail to one address. `key` is unique for what it tells, so that nothing is told twice; `headers` is JSON; what is sent loses its texts. */
export type OutboxTable = {
  id: Generated<number>
  key: string
  kind: string
  account_id: number | null
  subscription_id: number | null
  recipient: string
  subject: string
  text: string
  html: string
  headers: string
  state: 'waiting' | 'sent' | 'failed' | 'dropped'
  attempts: Generated<number>
  next_at: number
  /** A process is sending it, and has until then to say how it went. */
  claimed_until: number | null
  fault: string | null
  created_at: number
  ended_at: number | null
}

/** What somebody is told: a member, or a guest by their subscription. At most once for each comment and each entry of the log. */
export type NoticesTable = {
  id: Generated<number>
  account_id: number | null
  subscription_id: number | null
  kind: 'reply' | 'mention' | 'follow' | 'decision'
  comment_id: number | null
  article_id: number | null
  log_entry_id: number | null
  created_at: number
  read_at: number | null
  mailed_at: number | null
  mail_id: number | null
}

/** The address that an account has confirmed; it counts for as long as the account has it. */
export type ConfirmedEmailsTable = { account_id: number; email_folded: string; confirmed_at: number }

/** How often a member is mailed; what was told before `since` is not. No row is once a day, from the confirmation on. */
export type MailChoicesTable = { account_id: number; often: 'now' | 'daily' | 'never'; since: number }

/** Links in mails. */
export type MailTokensTable = {
  token_hash: string
  purpose: 'confirm-email' | 'confirm-subscription' | 'stop-notices' | 'stop-subscription'
  account_id: number | null
  subscription_id: number | null
  email: string
  created_at: number
  expires_at: number
  used_at: number | null
}

/** Who has notices that no mail has told of, and when to look at them. */
export type MailDueTable = {
  id: Generated<number>
  account_id: number | null
  subscription_id: number | null
  at: number
}

export type InboxSchema = {
  follows: FollowsTable
  subscriptions: SubscriptionsTable
  outbox: OutboxTable
  notices: NoticesTable
  confirmed_emails: ConfirmedEmailsTable
  mail_choices: MailChoicesTable
  mail_tokens: MailTokensTable
  mail_due: MailDueTable
}
