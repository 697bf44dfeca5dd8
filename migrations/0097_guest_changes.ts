// Triggers that note a change of guests' comments, as those of 0079 do for accounts. A guest's drafts are noted by those already.
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

const noted = `begin insert into changes (topic, origin) values ('guests', ''); end`

const triggers = [
  `create trigger guest_comments_inserted after insert on comments when new.account_id is null ${noted}`,
  `create trigger guest_comments_updated after update of state, account_id on comments when old.account_id is null ${noted}`,
  `create trigger guest_comments_deleted after delete on comments when old.account_id is null ${noted}`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  if (isSqlite(db)) await runAll(db, triggers)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  if (isSqlite(db)) for (const name of namesOf('trigger', triggers)) await sql.raw(`drop trigger ${name}`).execute(db)
}
