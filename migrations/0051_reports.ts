// Reports of comments by readers without an account, and moderators' answers.
import { id, migration } from './dialect.ts'

export const { up, down } = migration([
  `create table reports (
    ${id},
    comment_id bigint not null references comments (id),
    reason text not null,
    email text not null,
    email_folded text not null,
    created_at bigint not null,
    confirmed_at bigint,
    answered_at bigint,
    answered_by bigint references accounts (id),
    verdict text,
    answer text,
    log_entry_id bigint references log_entries (id)
  )`,
  `create unique index reports_unanswered on reports (comment_id, email_folded) where answered_at is null`,
  `create index reports_waiting on reports (confirmed_at, id) where confirmed_at is not null and answered_at is null`,
  `create index reports_by_email on reports (email_folded, created_at)`,
  `create index reports_by_time on reports (created_at)`,
])
