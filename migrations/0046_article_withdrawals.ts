// Withdrawals of submissions by their writers: when, and which state an undo restores.
import { id, migration } from './dialect.ts'

export const { up, down } = migration([
  `create table article_withdrawals (
    ${id},
    article_id bigint not null references articles (id),
    state_before text not null check (state_before in ('waiting', 'returned')),
    created_at bigint not null,
    ended_at bigint
  )`,
  `create index article_withdrawals_by_article on article_withdrawals (article_id)`,
  `create unique index article_withdrawals_in_force on article_withdrawals (article_id) where ended_at is null`,
])
