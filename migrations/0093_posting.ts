// A hash of each comment's letters and digits, by which posting finds a repeated text; and triggers that note a change of the filters, which it remembers.
import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

const index = (columns: string): string[] => [
  'drop index comments_by_account',
  `create index comments_by_account on comments (${columns}) where account_id is not null`,
]

const DAY = 24 * 3_600_000
const SHORTEST = 40

/** As posting computes it; null for a text too short to compare. */
function hashOf(source: string): number | null {
  const key = source
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return [...key].length < SHORTEST ? null : createHash('sha256').update(key).digest().readUIntBE(0, 6)
}

/** Texts are compared for a day; those from before are left without a hash. */
async function hashNewest(db: Kysely<unknown>): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await sql<{
      id: number
      source: string
    }>`select id, source from comments where created_at >= (select max(created_at) from comments) - ${DAY} and id > ${after} order by id limit 500`.execute(
      db,
    )
    if (rows.length === 0) return
    for (const { id, source } of rows)
      await sql`update comments set text_hash = ${hashOf(source)} where id = ${id}`.execute(db)
    after = rows.at(-1)!.id
  }
}

const triggers = ['filters', 'filter_switches', 'classifier_switches'].flatMap((table) =>
  ['insert', 'update', 'delete'].map(
    (act) =>
      `create trigger noted_${table}_${act} after ${act} on ${table} begin insert into changes (topic, origin) values ('filters', ''); end`,
  ),
)

export async function up(db: Kysely<unknown>): Promise<void> {
  await runAll(db, ['alter table comments add column text_hash bigint'])
  await hashNewest(db)
  await runAll(db, index('account_id, created_at, id, text_hash'))
  if (isSqlite(db)) await runAll(db, triggers)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  if (isSqlite(db))
    await runAll(
      db,
      namesOf('trigger', triggers).map((name) => `drop trigger ${name}`),
    )
  await runAll(db, [...index('account_id, created_at, id'), 'alter table comments drop column text_hash'])
}
