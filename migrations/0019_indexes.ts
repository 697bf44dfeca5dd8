// Indexes for a member's name in a thread, its newest comment, the moderators, and what filters have caught lately.
import { type Kysely, sql } from 'kysely'
import { namesOf, runAll } from './dialect.ts'

const statements = [
  `create index comments_of_account_in_thread on comments (article_id, account_id, number) where account_id is not null`,
  `create index comments_in_thread_by_time on comments (article_id, created_at, id) where state = 'live'`,
  `create index accounts_with_role on accounts (role, id) where role <> 'member'`,
  `create index filter_catches_by_time on filter_catches (created_at)`,
]

export const up = (db: Kysely<unknown>): Promise<void> => runAll(db, statements)

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of namesOf('index', statements)) await sql.raw(`drop index ${name}`).execute(db)
}
