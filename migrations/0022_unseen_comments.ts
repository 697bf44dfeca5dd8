// Comments that readers do not see are found without looking at the others; those held elsewhere wait here too.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index comments_unseen on comments (article_id, number, id, subtree_count) where state in ('held', 'spam')`.execute(
    db,
  )
  await sql`create index approvals_edited on approvals (comment_id) where edited = 1 and ended_at is null`.execute(db)
  await sql`insert into holds (comment_id, rule, words, account_id, reason, log_entry_id, created_at)
    select id, 'imported', '', null, '', null, created_at from comments where state = 'held' and id not in (select comment_id from holds where ended_at is null)`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from holds where rule = 'imported'`.execute(db)
  await sql`drop index approvals_edited`.execute(db)
  await sql`drop index comments_unseen`.execute(db)
}
