// What an export holds of the account itself, and the shape of every part of it. Pure.

/** Rows that belong to the rows of a part: `on` is the column that names them. */
export type NestedPart = {
  key: string
  table: string
  on: string
  order: readonly string[]
  columns: readonly string[]
}

export type Part = {
  /** Its name in data.json. */
  key: string
  /** Its heading in index.html. */
  title: string
  table: string
  /** The column that names the account; the default is `account_id`. `writer` has `account:` before the number. */
  owner?: string
  /** Columns that sort the rows and tell them apart; the default is `id`. */
  order?: readonly string[]
  columns: readonly string[]
  /** Rows of other kinds are left to other parts. */
  only?: readonly [column: string, value: string]
  except?: readonly [column: string, value: string]
  nested?: readonly NestedPart[]
}

export const sanction: Pick<Part, 'owner' | 'columns'> = {
  owner: 'person_id',
  columns: ['reason', 'created_at', 'ended_at'],
}

/** In the order of the export. */
export const accountParts: readonly Part[] = [
  {
    key: 'account',
    title: 'Account',
    table: 'accounts',
    owner: 'id',
    columns: ['id', 'nic', 'email', 'role', 'created_at', 'comment_count', 'reply_count', 'article_count'],
  },
  { key: 'reserved_names', title: 'Reserved names', table: 'nics', columns: ['nic', 'created_at', 'removed_at'] },
  {
    key: 'picked_names',
    title: 'Names picked for a thread',
    table: 'picked_names',
    order: ['article_id'],
    columns: ['nic', 'article_id', 'created_at'],
  },
  {
    key: 'preferences',
    title: 'Preferences',
    table: 'preferences',
    order: ['account_id'],
    columns: ['theme', 'text_size', 'time_zone', 'date_style', 'keys', 'thread_view'],
  },
  {
    key: 'visit',
    title: 'Last visit',
    table: 'visits',
    order: ['account_id'],
    columns: ['highlight_new', 'visited_at', 'new_since'],
  },
  {
    key: 'confirmed_email',
    title: 'Confirmation of the e-mail address',
    table: 'confirmed_emails',
    order: ['account_id'],
    columns: ['email_folded', 'confirmed_at'],
  },
  {
    key: 'mail_choices',
    title: 'How your e-mail address is used',
    table: 'mail_choices',
    order: ['account_id'],
    columns: ['frequency', 'since', 'editions_at'],
  },
  {
    key: 'email_changes',
    title: 'Changes of your e-mail address',
    table: 'email_changes',
    columns: ['old_email', 'created_at', 'expires_at', 'ended_at'],
  },
  {
    key: 'mail_links',
    title: 'Links in e-mails',
    table: 'mail_tokens',
    order: ['created_at', 'token_hash'],
    columns: ['purpose', 'email', 'created_at', 'expires_at', 'used_at'],
  },
  {
    key: 'mails',
    title: 'E-mails to you',
    table: 'outbox',
    columns: ['kind', 'recipient', 'subject', 'text', 'state', 'created_at', 'ended_at'],
  },
  {
    key: 'sessions',
    title: 'Sessions',
    table: 'sessions',
    order: ['created_at', 'token_hash'],
    columns: ['browser', 'network', 'created_at', 'last_used_at', 'confirmed_at', 'expires_at', 'ended_at'],
  },
  {
    key: 'passkeys',
    title: 'Passkeys',
    table: 'passkeys',
    columns: ['name', 'created_at', 'last_used_at'],
  },
  {
    key: 'totp',
    title: 'Authenticator app',
    table: 'totp',
    order: ['account_id'],
    columns: ['created_at'],
  },
  {
    key: 'recovery_codes',
    title: 'Recovery codes',
    table: 'recovery_codes',
    columns: ['created_at', 'used_at'],
  },
  {
    key: 'factor_removals',
    title: 'Removals of your second factor',
    table: 'factor_removals',
    owner: 'person_id',
    columns: ['created_at', 'due_at', 'ended_at', 'outcome'],
  },
  {
    key: 'tokens',
    title: 'Private feeds',
    table: 'tokens',
    columns: ['kind', 'name', 'created_at', 'last_used_day'],
  },
  {
    key: 'former_names',
    title: 'Earlier names',
    table: 'former_nics',
    columns: ['nic', 'created_at'],
  },
  {
    key: 'name_changes',
    title: 'Changes of name',
    table: 'name_changes',
    columns: ['old_nic', 'new_nic', 'created_at'],
  },
  {
    key: 'profile',
    title: 'Profile',
    table: 'profiles',
    order: ['account_id'],
    columns: ['website', 'about', 'picture', 'changed_at'],
  },
  {
    key: 'profile_removals',
    title: 'What moderators removed from your profile',
    table: 'profile_removals',
    ...sanction,
    columns: ['field', 'value', ...sanction.columns],
  },
  {
    key: 'deletion',
    title: 'Deletion of the account',
    table: 'account_deletions',
    order: ['account_id'],
    columns: ['comments', 'asked_at', 'due_at'],
  },
  { key: 'exports', title: 'Exports', table: 'account_exports', columns: ['asked_at', 'ended_at', 'bytes'] },
]
