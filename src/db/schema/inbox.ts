// The inbox, followed threads, and outgoing e-mail. Pure.
import type { Generated } from 'kysely'

/** A thread that a member follows or has muted; no row is neither. */
type FollowsTable = {
  account_id: number
  article_id: number
  state: 'following' | 'muted'
  created_at: number
}

/** A guest's request for e-mail about replies to a comment; nothing is sent before it is confirmed. */
type SubscriptionsTable = {
  id: Generated<number>
  comment_id: number
  email: string
  created_at: number
  confirmed_at: number | null
  /** The key of the guest's browser that confirmed it. */
  confirmed_by: string | null
  ended_at: number | null
}

/** A letter to one address. `key` is unique for its content, so that it is queued once; `headers` is JSON; the texts are deleted once it is sent. */
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
  next_attempt_at: number
  /** A process is sending it and reports back by then. */
  claimed_until: number | null
  last_error: string | null
  created_at: number
  ended_at: number | null
}

/**
 * A notice to a member, or to a guest by their subscription: one at most for each comment, log entry and reminder.
 * With a reminder it is of kind `follow`, has no comment, and says that the thread has closed.
 */
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
  letter_id: number | null
  /** When an edit removed the mention, if nobody had read the notice. */
  withdrawn_at: number | null
  reminder_id: number | null
}

/** The address that an account has confirmed; it is valid while the account has it. */
type ConfirmedEmailsTable = { account_id: number; email_folded: string; confirmed_at: number }

/**
 * How often a member gets e-mail; notices from before `since` are not mailed. No row is daily, from the confirmation on.
 * `editions_at` is since when the member gets the daily edition; null is not.
 */
type MailChoicesTable = {
  account_id: number
  frequency: 'now' | 'daily' | 'never'
  since: number
  editions_at: number | null
}

/** A guest's request for the daily edition; nothing is sent before it is confirmed. `asks` counts the requests of a day, the last at `asked_at`. */
type EditionSubscriptionsTable = {
  id: Generated<number>
  email: string
  email_folded: string
  asked_at: number
  asks: number
  confirmed_at: number | null
  ended_at: number | null
}

/** The edition of a day that is being sent, and the last member and guest whose e-mail is in the outbox. */
type EditionMailingsTable = {
  day: string
  account_after: number
  subscription_after: number
  created_at: number
  ended_at: number | null
}

/** Links in letters. */
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

/** Who has notices that no letter holds yet, and when to write one. */
type MailDueTable = {
  id: Generated<number>
  account_id: number | null
  subscription_id: number | null
  due_at: number
}

export type InboxSchema = {
  follows: FollowsTable
  subscriptions: SubscriptionsTable
  outbox: OutboxTable
  notices: NoticesTable
  confirmed_emails: ConfirmedEmailsTable
  mail_choices: MailChoicesTable
  edition_subscriptions: EditionSubscriptionsTable
  edition_mailings: EditionMailingsTable
  mail_tokens: MailTokensTable
  mail_due: MailDueTable
}
