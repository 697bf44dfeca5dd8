// Articles with their areas, sections, tags and sources, the pictures above them, and the lead of each day.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table areas (
    ${id},
    slug text not null unique,
    name text not null unique,
    position integer not null
  )`,

  `create table sections (
    ${id},
    area_id bigint not null references areas (id),
    slug text not null unique,
    name text not null unique,
    position integer not null,
    article_count integer not null default 0
  )`,

  `create table media (
    ${id},
    name text not null unique,
    alt text not null,
    caption text not null,
    credit text not null,
    width integer not null,
    height integer not null,
    created_at bigint not null
  )`,

  `create table articles (
    ${id},
    kind text not null check (kind in ('link', 'own')),
    state text not null check (state in ('draft', 'waiting', 'returned', 'scheduled', 'published', 'rejected', 'withdrawn', 'unpublished')),
    section_id bigint not null references sections (id),
    headline text not null,
    slug text not null,
    lede text not null,
    source_url text,
    source_host text,
    source_name text,
    body_format text not null check (body_format in ('markup', 'html')),
    body_source text not null,
    body_html text not null,
    renderer integer not null,
    word_count integer not null,
    account_id bigint references accounts (id),
    nic text not null,
    picture_id bigint references media (id),
    created_at bigint not null,
    published_at bigint,
    day text,
    revised_at bigint,
    close_after_days integer,
    reopened_at bigint,
    view_count integer not null default 0,
    comment_count integer not null default 0,
    last_number integer not null default 0,
    last_comment_id bigint,
    last_comment_at bigint,
    last_comment_nic text,
    moved_away_count integer not null default 0
  )`,
  `create index articles_by_day on articles (day, published_at, id) where state = 'published'`,
  `create index articles_by_section on articles (section_id, published_at, id) where state = 'published'`,
  `create index articles_by_person on articles (account_id, published_at, id) where state = 'published' and account_id is not null`,
  `create index articles_by_source on articles (source_host, published_at, id) where state = 'published' and source_host is not null`,
  `create index articles_by_discussion on articles (day, comment_count, id) where state = 'published'`,
  `create index articles_by_last_comment on articles (account_id, last_comment_at, id) where account_id is not null and last_comment_at is not null and state = 'published'`,
  `create index articles_by_change on articles (substr(day, 1, 7), greatest(published_at, coalesce(revised_at, 0), coalesce(last_comment_at, 0))) where state = 'published'`,
  `create index articles_waiting on articles (created_at, id) where state = 'waiting'`,
  `create index articles_rejected on articles (account_id) where state = 'rejected'`,

  `create table leads (
    day text primary key,
    article_id bigint not null references articles (id),
    account_id bigint references accounts (id),
    created_at bigint not null
  ) without rowid`,

  `create table tags (
    ${id},
    name text not null unique,
    folded text not null unique,
    article_count integer not null default 0
  )`,
  `create index tags_by_size on tags (article_count, id) where article_count > 0`,

  `create table article_tags (
    article_id bigint not null references articles (id),
    tag text not null,
    published_at bigint,
    primary key (article_id, tag)
  ) without rowid`,
  `create index article_tags_by_time on article_tags (tag, published_at, article_id)`,

  `create table sources (
    ${id},
    host text not null unique,
    article_count integer not null default 0
  )`,
  `create index sources_by_size on sources (article_count, id) where article_count > 0`,
]

export const { up, down } = migration(statements)
