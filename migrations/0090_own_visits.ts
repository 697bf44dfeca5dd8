// A visit that goes on is no change of the account, since the server that writes it knows it; a deleted mark and a confirmed address are.
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

const noted = (row: 'new' | 'old'): string =>
  `begin insert into changes (topic, origin) values ('account:' || ${row}.account_id, ''); end`

const visits = `create trigger own_visits_updated after update of highlight_new on visits when new.account_id is not null ${noted('new')}`
const formerVisits = `create trigger own_visits_updated after update on visits when new.account_id is not null ${noted('new')}`

const triggers = [
  `create trigger own_read_marks_deleted after delete on read_marks ${noted('old')}`,
  `create trigger own_confirmed_emails_inserted after insert on confirmed_emails ${noted('new')}`,
  `create trigger own_confirmed_emails_updated after update on confirmed_emails ${noted('new')}`,
  `create trigger own_confirmed_emails_deleted after delete on confirmed_emails ${noted('old')}`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  if (isSqlite(db)) await runAll(db, ['drop trigger own_visits_updated', visits, ...triggers])
}

export async function down(db: Kysely<unknown>): Promise<void> {
  if (!isSqlite(db)) return
  for (const name of namesOf('trigger', [visits, ...triggers])) await sql.raw(`drop trigger ${name}`).execute(db)
  await runAll(db, [formerVisits])
}
