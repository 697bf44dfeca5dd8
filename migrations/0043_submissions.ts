// Submissions: whose markup an article has, what the editors are told with it, guests' receipts, repeated presses, drafts.
import type { Kysely } from 'kysely'
import { id, namesOf, runAll } from './dialect.ts'

/** An article that an editor wrote may have notes of the editors in it; one that somebody else sent in may not. */
const place = `body_place text not null default 'article' check (body_place in ('article', 'submission'))`

const tables = [
  `create table article_receipts (
    token_hash text not null primary key,
    article_id bigint not null references articles (id),
    guest text not null,
    created_at bigint not null,
    claimed_by bigint references accounts (id),
    claimed_at bigint
  ) without rowid`,
  `create index article_receipts_by_article on article_receipts (article_id)`,
  `create index article_receipts_by_guest on article_receipts (guest, created_at)`,

  `create table article_presses (
    press text not null primary key,
    article_id bigint references articles (id),
    created_at bigint not null
  ) without rowid`,
  `create index article_presses_by_time on article_presses (created_at)`,

  `create table article_drafts (
    ${id},
    writer text not null,
    kind text not null check (kind in ('link', 'own')),
    url text not null,
    headline text not null,
    lede text not null,
    body text not null,
    section text not null,
    tags text not null,
    nic text not null,
    reason text not null,
    form_key text not null,
    revision integer not null default 1,
    created_at bigint not null,
    changed_at bigint not null
  )`,
  `create unique index article_drafts_by_form on article_drafts (writer, form_key) where form_key <> ''`,
  `create index article_drafts_by_writer on article_drafts (writer, changed_at)`,
  `create index article_drafts_by_time on article_drafts (changed_at)`,
]

/** The table of 0029, which belonged to one of two kinds of text. */
const sizesOf = (columns: string, check: string): string => `create table guest_text_sizes (
    ${id},
    draft_id bigint unique references drafts (id) on delete cascade,
    unsent_text_id bigint unique references unsent_texts (id) on delete cascade,${columns}
    site text not null,
    subscriber text not null,
    bytes integer not null,
    check (${check})
  )`

const kept = 'draft_id, unsent_text_id, site, subscriber, bytes'

/** SQLite cannot change the check of a table, so the table is made again. */
const remake = (create: string, index: string): string[] => [
  'alter table guest_text_sizes rename to old_guest_text_sizes',
  'drop index guest_text_sizes_by_network',
  create,
  `insert into guest_text_sizes (${kept}) select ${kept} from old_guest_text_sizes`,
  'drop table old_guest_text_sizes',
  index,
]

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `alter table articles add column ${place}`,
    `alter table article_revisions add column ${place}`,
    `alter table articles add column duplicate_reason text not null default ''`,
    `create index articles_submitted on articles (account_id, submitted_at) where submitted_at is not null`,
    ...tables,
    ...remake(
      sizesOf(
        `
    article_draft_id bigint unique references article_drafts (id) on delete cascade,`,
        '(case when draft_id is null then 0 else 1 end) + (case when unsent_text_id is null then 0 else 1 end) + (case when article_draft_id is null then 0 else 1 end) = 1',
      ),
      'create index guest_text_sizes_by_network on guest_text_sizes (site, subscriber, bytes, draft_id, unsent_text_id, article_draft_id)',
    ),
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'delete from guest_text_sizes where article_draft_id is not null',
    ...remake(
      sizesOf('', '(draft_id is null) <> (unsent_text_id is null)'),
      'create index guest_text_sizes_by_network on guest_text_sizes (site, subscriber, bytes, draft_id, unsent_text_id)',
    ),
    ...namesOf('table', tables)
      .reverse()
      .map((name) => `drop table ${name}`),
    'drop index articles_submitted',
    'alter table articles drop column duplicate_reason',
    'alter table article_revisions drop column body_place',
    'alter table articles drop column body_place',
  ])
