// Tags that were renamed or merged into others, and the articles that had them.
import { id, migration, record } from './dialect.ts'

const statements = [
  `create table tag_merges (
    ${id},
    tag_id bigint not null references tags (id),
    into_id bigint not null references tags (id),
    from_name text not null,
    to_name text not null,
    settled text,
    ${record}
  )`,
  'create unique index tag_merges_in_force on tag_merges (tag_id) where ended_at is null and tag_id <> into_id',

  `create table merged_tags (
    merge_id bigint not null references tag_merges (id),
    article_id bigint not null references articles (id),
    had_both bigint not null,
    primary key (merge_id, article_id)
  ) without rowid`,
]

export const { up, down } = migration(statements)
