// Which comments wait in the moderators' queue, so that counting them reads one index; and an index for counting submissions.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `create table queue_comments (
    comment_id bigint primary key references comments (id),
    section text not null check (section in ('held', 'flagged')),
    since bigint not null
  )`,
    'create index queue_comments_by_section on queue_comments (section, since)',
    `create index articles_waiting_since on articles (coalesce(submitted_at, created_at), id) where state = 'waiting'`,
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, ['drop index articles_waiting_since', 'drop table queue_comments'])
