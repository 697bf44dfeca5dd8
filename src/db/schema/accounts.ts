// Accounts, their sessions and preferences, and the link that makes the first admin. Pure.
import type { Generated } from 'kysely'
import type { Counter, ModerationRecord } from './record.ts'

type Role = 'member' | 'editor' | 'moderator' | 'admin'

export type AccountsTable = {
  id: Generated<number>
  nic: string
  /** The nic folded so that look-alikes collide. */
  nic_skeleton: string
  email: string | null
  /** The address as it compares; several accounts may have typed one that none of them has confirmed. */
  email_folded: string | null
  /** The folded address that the account has confirmed: one account owns it. */
  owned_email: string | null
  /** Null where the member signs in with passkeys alone, or not at all. */
  password_hash: string | null
  /** Number of its passkeys. */
  passkey_count: Counter
  role: Role
  /** Live comments of the account, those under picked names included. */
  comment_count: Counter
  /** Live comments under its own nic: all that its page may show. */
  own_comment_count: Counter
  /** Live replies that others, or unknown writers, wrote to comments under its own nic. */
  reply_count: Counter
  /** Published articles. */
  article_count: Counter
  created_at: number
  /** Until when the address has to be confirmed, or the registration is released; null where it need not be. */
  confirm_by: number | null
  /** When the account was emptied: its name and address are gone, and nobody can sign in. */
  deleted_at: Generated<number | null>
}

/** A registration that waits for a moderator. It has no account until one approves it, and is deleted once decided. */
export type ApplicationsTable = {
  id: Generated<number>
  nic: string
  nic_skeleton: string
  email: string
  email_folded: string
  password_hash: string
  /** The applicant's sentence. */
  introduction: string
  /** Of the link that confirms the address. */
  token_hash: string
  created_at: number
  confirmed_at: number | null
}

/** A link with which one person can register. An open one has a slot of its member, so that nobody has too many. */
type InvitationsTable = {
  id: Generated<number>
  account_id: number
  slot: number
  token_hash: string
  created_at: number
  expires_at: number
  ended_at: number | null
  outcome: 'used' | 'revoked' | 'expired' | null
  used_by: number | null
}

/** A member who may no longer invite. */
type InvitationStopsTable = ModerationRecord & { person_id: number }

export type SessionsTable = {
  token_hash: string
  account_id: number
  created_at: number
  last_used_at: number
  expires_at: number
  /** Milliseconds without use after which it ends; null is the role’s own time. */
  max_idle: Generated<number | null>
  /** When a ban ended it. Signing out and expiry delete the row. */
  ended_at: Generated<number | null>
  /** The browser in words, such as "Firefox on Linux"; empty for sessions from before this was kept. */
  browser: Generated<string>
  /** The network as moderators see it, such as 192.0.2.0/24; empty likewise. */
  network: Generated<string>
  /** When its member last entered the password, or used a passkey, in this session. */
  confirmed_at: Generated<number | null>
  /** When it passed the second factor. */
  second_factor_at: Generated<number | null>
}

type FirstAdminLinksTable = { token_hash: string; created_at: number; used_at: number | null }

/** A nic of a member beside the registered one. Once removed it stays reserved for a while, see settings.ts. */
type NicsTable = {
  id: Generated<number>
  account_id: number
  nic: string
  nic_skeleton: string
  created_at: number
  removed_at: number | null
}

/** A member has changed the original nic. `finished_at` is when everything that they had signed bore the new one. */
type NameChangesTable = {
  id: Generated<number>
  account_id: number
  old_nic: string
  new_nic: string
  created_at: number
  finished_at: Generated<number | null>
}

/** An original nic that an account had before: it stays theirs. */
type FormerNicsTable = {
  id: Generated<number>
  account_id: number
  nic: string
  nic_skeleton: string
  created_at: number
}

/** Every skeleton of `accounts`, `nics` and `former_nics`, once. Triggers keep it, so that no two accounts have names that look alike. */
type NicClaimsTable = {
  nic_skeleton: string
  noun: 'accounts' | 'nics' | 'former_nics'
  noun_id: number
}

/** How a member reads. `time_zone` null is the site's, `keys` is 1 where keyboard shortcuts are on. No row means every default. */
export type PreferencesTable = {
  account_id: number
  theme: 'auto' | 'light' | 'dark'
  text_size: 'usual' | 'large' | 'larger'
  time_zone: string | null
  date_style: 'long' | 'iso' | 'american'
  keys: number
  /** The layout of threads, as comments/thread/view.ts writes it; null is the default. */
  thread_view: string | null
}

/**
 * What a program reads with in a member's name. `prefix` is the beginning of the token, empty for those of before; the token
 * itself is stored as its hash. `last_used_day` is `2030-03-12`.
 */
type TokensTable = {
  id: Generated<number>
  account_id: number
  kind: 'feed'
  name: string
  prefix: string
  token_hash: string
  created_at: number
  last_used_day: string | null
}

/**
 * A member has asked for their data. `done` of `total` rows and pictures are written; a file is there once `bytes` is set.
 * One that has ended without `bytes` failed.
 */
type AccountExportsTable = {
  id: Generated<number>
  account_id: number
  asked_at: number
  attempts: Generated<number>
  done: Generated<number>
  total: Generated<number>
  bytes: number | null
  ended_at: number | null
}

/**
 * An account that will be deleted at `due_at`, and what becomes of its comments. While it is emptied, `nic` is the name it
 * had, and `step` with `after_id` is how far the job has come. The row is deleted at the end.
 */
type AccountDeletionsTable = {
  account_id: number
  comments: 'neutral' | 'withdrawn'
  reserve_name: Generated<number>
  asked_at: number
  due_at: number
  nic: string | null
  step: Generated<string>
  after_id: Generated<number>
}

/** Keyed hashes of the folded names of deleted accounts. */
type DeletedNamesTable = { name_hash: string; created_at: number }

/** How many names of deleted accounts a thread has had. */
type FormerMembersTable = { article_id: number; members: number }

/** What a name of an account is called from now on in a thread, while the account is emptied. */
type FormerNamesTable = { account_id: number; article_id: number; nic: string; former_nic: string }

/**
 * A request to reset the password of the member who has confirmed an e-mail address, which is kept as a hash. No account means that
 * nobody has confirmed it.
 */
export type PasswordResetsTable = {
  token_hash: string
  address_hash: string
  account_id: number | null
  created_at: number
  expires_at: number
  used_at: number | null
}

/** A change of a confirmed e-mail address. Until the end the old address can stop it; `ended_at` is when it did, or an earlier one. */
type EmailChangesTable = {
  id: Generated<number>
  token_hash: string
  account_id: number
  old_email: string
  created_at: number
  expires_at: number
  ended_at: number | null
}

export type AccountsSchema = {
  accounts: AccountsTable
  applications: ApplicationsTable
  invitations: InvitationsTable
  invitation_stops: InvitationStopsTable
  sessions: SessionsTable
  first_admin_links: FirstAdminLinksTable
  nics: NicsTable
  name_changes: NameChangesTable
  former_nics: FormerNicsTable
  nic_claims: NicClaimsTable
  preferences: PreferencesTable
  tokens: TokensTable
  account_exports: AccountExportsTable
  account_deletions: AccountDeletionsTable
  deleted_names: DeletedNamesTable
  former_members: FormerMembersTable
  former_names: FormerNamesTable
  password_resets: PasswordResetsTable
  email_changes: EmailChangesTable
}
