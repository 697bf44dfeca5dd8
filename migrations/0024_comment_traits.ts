// What comments have in common, for sweeps and bans: hashes of recent texts, hosts that they link to, and folded e-mail addresses.
import { type Kysely, sql } from 'kysely'
import { runAll } from './dialect.ts'

const statements = [
  `create table comment_traits (
    trait text not null,
    created_at bigint not null,
    comment_id bigint not null references comments (id) on delete cascade,
    primary key (trait, created_at, comment_id)
  ) without rowid`,
  `create index comment_traits_by_comment on comment_traits (comment_id)`,
  `create index comment_traits_by_age on comment_traits (created_at)`,
  `alter table comments add column email_folded text`,
]

const index = `create index comments_by_email on comments (email_folded, created_at) where email_folded is not null`

export async function up(db: Kysely<unknown>): Promise<void> {
  await runAll(db, statements)
  for (let after = 0; ; ) {
    const { rows } = await sql<{
      id: number
      email: string
    }>`select id, email from comments where id > ${after} and email is not null order by id limit 1000`.execute(db)
    for (const { id, email } of rows)
      await sql`update comments set email_folded = ${email.trim().normalize('NFKC').toLowerCase()} where id = ${id}`.execute(
        db,
      )
    if (rows.length < 1000) break
    after = rows.at(-1)!.id
  }
  await runAll(db, [index])
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await runAll(db, [
    'drop index comments_by_email',
    'alter table comments drop column email_folded',
    'drop table comment_traits',
  ])
}
