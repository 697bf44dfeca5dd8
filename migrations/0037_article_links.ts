// What each article links to, and the words of the newest headlines: by these, articles about the same thing are found.
import type { Kysely } from 'kysely'
import { migration, runAll } from './dialect.ts'

const tables = migration([
  `create table article_links (
    article_id bigint not null references articles (id),
    kind text not null check (kind in ('source', 'link')),
    key text not null,
    host text not null,
    target_id bigint,
    primary key (article_id, kind, key)
  ) without rowid`,
  `create index article_links_by_key on article_links (key, kind, article_id)`,
  `create index article_links_by_target on article_links (target_id, article_id) where target_id is not null`,

  `create table headline_words (
    article_id bigint not null references articles (id),
    word text not null,
    at bigint not null,
    primary key (article_id, word)
  ) without rowid`,
  `create index headline_words_by_word on headline_words (word, at, article_id)`,
  `create index headline_words_by_time on headline_words (at)`,

  `create table article_links_backlog (up_to_id bigint not null primary key) without rowid`,
])

export async function up(db: Kysely<unknown>): Promise<void> {
  await tables.up(db)
  await runAll(db, [
    'insert into article_links_backlog (up_to_id) select max(id) from articles having max(id) is not null',
  ])
}

export const down = tables.down
