// SQLite only: a site keeps an admin, whoever takes the role from one. Another database needs triggers of its own.
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

const refuse = `select raise(abort, 'last admin') where not exists (select 1 from accounts where role = 'admin' and id <> old.id);`

const statements = [
  `create trigger last_admin_changed before update of role on accounts when old.role = 'admin' and new.role <> 'admin' begin ${refuse} end`,
  `create trigger last_admin_deleted before delete on accounts when old.role = 'admin' begin ${refuse} end`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!isSqlite(db)) throw new Error('These triggers are written for SQLite.')
  await runAll(db, statements)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of namesOf('trigger', statements)) await sql.raw(`drop trigger ${name}`).execute(db)
}
