// Appeals against decisions and bans.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table appeals (
    ${id},
    comment_id bigint references comments (id),
    account_id bigint references accounts (id),
    guest text,
    body text not null,
    created_at bigint not null,
    ended_at bigint,
    ended_by bigint references accounts (id),
    end_reason text,
    answer text not null default '',
    noun text not null default '' check (noun in ('', 'holds', 'removals', 'spam_marks', 'bans')),
    noun_id bigint not null default 0,
    log_entry_id bigint references log_entries (id)
  )`,
  `create unique index appeals_against on appeals (noun, noun_id) where noun in ('holds', 'removals', 'spam_marks')`,
  `create unique index appeals_against_bans on appeals (noun_id, coalesce(account_id, 0), coalesce(guest, '')) where noun = 'bans'`,
  `create index appeals_waiting on appeals (created_at, id) where ended_at is null`,
  `create index appeals_by_comment on appeals (comment_id)`,
  `create index appeals_by_account on appeals (account_id, id) where noun = 'bans'`,

  `create table appeal_links (
    token_hash text primary key,
    account_id bigint references accounts (id),
    appeal_id bigint references appeals (id),
    created_at bigint not null,
    expires_at bigint not null
  )`,
  `create index appeal_links_by_end on appeal_links (expires_at)`,
]

export const { up, down } = migration(statements)
