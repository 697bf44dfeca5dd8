// The first edition's tables: people, articles, their threads, what keeps order, and the counters that pages show.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table accounts (
    id integer primary key,
    nic text not null,
    nic_skeleton text not null unique,
    email text,
    email_folded text unique,
    password_hash text,
    role text not null check (role in ('member', 'editor', 'moderator', 'admin')),
    comment_count integer not null default 0,
    created_at integer not null
  ) strict`,

  `create table sessions (
    token_hash text primary key,
    account_id integer not null references accounts (id),
    created_at integer not null,
    seen_at integer not null,
    expires_at integer not null
  ) strict, without rowid`,
  `create index sessions_by_account on sessions (account_id)`,

  `create table first_admin_links (
    token_hash text primary key,
    created_at integer not null,
    used_at integer
  ) strict, without rowid`,

  `create table settings (
    name text primary key,
    value text not null,
    changed_at integer not null
  ) strict, without rowid`,

  `create table areas (
    id integer primary key,
    slug text not null unique,
    name text not null unique,
    position integer not null
  ) strict`,

  `create table sections (
    id integer primary key,
    area_id integer not null references areas (id),
    slug text not null unique,
    name text not null unique,
    position integer not null
  ) strict`,

  `create table media (
    id integer primary key,
    name text not null unique,
    alt text not null,
    caption text not null,
    credit text not null,
    width integer not null,
    height integer not null,
    created_at integer not null
  ) strict`,

  `create table articles (
    id integer primary key,
    kind text not null check (kind in ('link', 'own')),
    state text not null check (state in ('draft', 'waiting', 'returned', 'scheduled', 'published', 'rejected', 'withdrawn', 'unpublished')),
    section_id integer not null references sections (id),
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
    account_id integer references accounts (id),
    nic text not null,
    picture_id integer references media (id),
    created_at integer not null,
    published_at integer,
    day text,
    revised_at integer,
    close_after_days integer,
    reopened_at integer,
    view_count integer not null default 0,
    comment_count integer not null default 0,
    last_number integer not null default 0,
    last_comment_id integer,
    last_comment_at integer,
    last_comment_nic text
  ) strict`,
  `create index articles_by_day on articles (day, published_at, id) where state = 'published'`,
  `create index articles_by_section on articles (section_id, published_at, id) where state = 'published'`,
  `create index articles_by_account on articles (account_id, published_at, id) where account_id is not null`,

  `create table leads (
    day text primary key,
    article_id integer not null references articles (id),
    account_id integer references accounts (id),
    created_at integer not null
  ) strict, without rowid`,

  `create table article_tags (
    article_id integer not null references articles (id),
    tag text not null,
    primary key (article_id, tag)
  ) strict, without rowid`,
  `create index article_tags_by_tag on article_tags (tag, article_id)`,

  `create table comments (
    id integer primary key,
    article_id integer not null references articles (id),
    parent_id integer references comments (id),
    root_id integer references comments (id),
    number integer not null,
    depth integer not null,
    path blob not null,
    subtree_count integer not null default 1,
    account_id integer references accounts (id),
    nic text not null,
    voice text not null check (voice in ('member', 'picked', 'guest')),
    email text,
    website text,
    format text not null check (format in ('markup', 'html')),
    source text not null,
    html text not null,
    renderer integer not null,
    state text not null check (state in ('live', 'held', 'removed', 'spam', 'withdrawn')),
    created_at integer not null,
    day text not null,
    edited_at integer,
    form_key text,
    content_hash text
  ) strict`,
  `create unique index comments_in_thread on comments (article_id, path)`,
  `create unique index comments_by_number on comments (article_id, number)`,
  `create index roots_in_thread on comments (article_id, path, id, subtree_count) where depth = 1`,
  `create index comments_by_account on comments (account_id, created_at, id) where account_id is not null`,
  `create index comments_by_time on comments (created_at, id) where state = 'live'`,
  `create unique index comments_by_form_key on comments (form_key) where form_key is not null`,
  `create index comments_by_content on comments (content_hash, created_at) where content_hash is not null`,

  `create table voices (
    article_id integer not null references articles (id),
    account_id integer not null references accounts (id),
    nic text not null,
    nic_skeleton text not null,
    created_at integer not null,
    primary key (article_id, account_id),
    unique (article_id, nic_skeleton)
  ) strict, without rowid`,

  `create table log_entries (
    id integer primary key,
    created_at integer not null,
    actor_id integer references accounts (id),
    actor text not null,
    act text not null,
    subject text not null,
    subject_id integer not null,
    article_id integer references articles (id),
    reason text not null,
    previous_hash text not null,
    hash text not null unique
  ) strict`,
  `create index log_entries_by_article on log_entries (article_id, id)`,
  `create index log_entries_by_subject on log_entries (subject, subject_id, id)`,

  `create table closures (
    id integer primary key,
    article_id integer not null references articles (id),
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text
  ) strict`,
  `create unique index closures_in_force on closures (article_id) where ended_at is null`,

  `create table removals (
    id integer primary key,
    comment_id integer not null references comments (id),
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text
  ) strict`,
  `create unique index removals_in_force on removals (comment_id) where ended_at is null`,

  `create table drafts (
    token_hash text primary key,
    article_id integer not null references articles (id),
    parent_id integer references comments (id),
    nic text not null,
    email text not null,
    website text not null,
    body text not null,
    created_at integer not null
  ) strict, without rowid`,
  `create index drafts_by_time on drafts (created_at)`,

  `create table day_totals (
    day text primary key,
    articles integer not null default 0,
    comments integer not null default 0
  ) strict, without rowid`,

  `create table import_keys (
    key text primary key,
    noun text not null,
    noun_id integer not null
  ) strict, without rowid`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const names = tables.flatMap((statement) => statement.match(/^create table (\w+)/)?.[1] ?? [])
  for (const name of names.reverse()) await sql.raw(`drop table ${name}`).execute(db)
}
