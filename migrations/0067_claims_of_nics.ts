// SQLite only: triggers that claim each name of an account when it is stored. Another database needs a file of its own.
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

const sources = ['accounts', 'nics', 'former_nics'] as const

const release = (source: string): string =>
  `delete from nic_claims where nic_skeleton = old.nic_skeleton and noun = '${source}' and noun_id = old.id;`

const claim = (source: string): string =>
  `insert into nic_claims (nic_skeleton, noun, noun_id) values (new.nic_skeleton, '${source}', new.id);`

const statements = sources.flatMap((source) => [
  `create trigger claim_${source}_inserted after insert on ${source} begin ${claim(source)} end`,
  `create trigger claim_${source}_updated after update of nic_skeleton on ${source} when old.nic_skeleton <> new.nic_skeleton begin ${release(source)} ${claim(source)} end`,
  `create trigger claim_${source}_deleted after delete on ${source} begin ${release(source)} end`,
])

/** Names that were stored before. Of an account and a reserved name that look alike, the account has the claim. */
const catchUp = sources.map(
  (source) =>
    `insert into nic_claims (nic_skeleton, noun, noun_id) select nic_skeleton, '${source}', id from ${source} where true on conflict (nic_skeleton) do nothing`,
)

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!isSqlite(db)) throw new Error('These triggers are written for SQLite.')
  await runAll(db, statements)
  await runAll(db, catchUp)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of namesOf('trigger', statements)) await sql.raw(`drop trigger ${name}`).execute(db)
  await sql.raw('delete from nic_claims').execute(db)
}
