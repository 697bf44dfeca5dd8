// Brings a database of the last version before these migrations to what they make, in place and without copying a large table. Frozen.
import { type Kysely, sql } from 'kysely'
import * as accounts from './0001_accounts.ts'
import * as site from './0002_site.ts'
import * as articles from './0003_articles.ts'
import * as comments from './0004_comments.ts'
import * as totals from './0005_totals.ts'
import * as log from './0006_log.ts'
import * as decisions from './0007_decisions.ts'
import * as threads from './0008_threads.ts'
import * as sanctions from './0009_sanctions.ts'
import * as appeals from './0010_appeals.ts'
import * as filters from './0011_filters.ts'
import * as queue from './0012_queue.ts'
import * as purges from './0013_purges.ts'
import * as marks from './0014_marks.ts'
import * as inbox from './0015_inbox.ts'
import * as pictures from './0016_pictures.ts'
import * as search from './0017_search.ts'
import * as triggers from './0018_sqlite_triggers.ts'
import { namesOf, runAll } from './dialect.ts'

/** The migrations of that version: a database has all of them, or it has to be migrated by that version first. */
export const formerMigrations = [
  '0001_first_edition',
  '0002_lists',
  '0003_search',
  '0004_feeds',
  '0005_marks_and_mutes',
  '0006_preferences',
  '0008_edits',
  '0009_inbox',
  '0011_recommendations',
  '0012_guests',
  '0013_nics',
  '0014_pictures',
  '0015_drafts',
  '0018_batches',
  '0019_people',
  '0020_filters',
  '0021_threads_and_flags',
  '0022_unseen_comments',
  '0023_appeals',
  '0025_moves',
  '0027_queue',
  '0028_decision_notes',
  '0029_log_filters',
  '0030_purges',
  '0031_undo',
  '0033_moves_into',
]

/** The migrations whose work the carry-over does, with their statements. */
const migrations = {
  '0001_accounts': accounts,
  '0002_site': site,
  '0003_articles': articles,
  '0004_comments': comments,
  '0005_totals': totals,
  '0006_log': log,
  '0007_decisions': decisions,
  '0008_threads': threads,
  '0009_sanctions': sanctions,
  '0010_appeals': appeals,
  '0011_filters': filters,
  '0012_queue': queue,
  '0013_purges': purges,
  '0014_marks': marks,
  '0015_inbox': inbox,
  '0016_pictures': pictures,
  '0017_search': search,
  '0018_sqlite_triggers': triggers,
}

export const carriedMigrations = Object.keys(migrations)

const statements = Object.values(migrations).flatMap((migration) => migration.statements)

/** Columns with another name, by the former name of their table. */
const renamedColumns: readonly (readonly [table: string, from: string, to: string])[] = [
  ['comments', 'voice', 'name_kind'],
  ['comments', 'form_key', 'idempotency_key'],
  ['articles', 'moved_away', 'moved_away_count'],
  ['removals', 'unseen', 'never_published'],
  ['sessions', 'seen_at', 'last_used_at'],
  ['visits', 'marking', 'highlight_new'],
  ['visits', 'since', 'new_since'],
  ['marks', 'seen', 'read_ranges'],
  ['marks', 'shown', 'shown_ranges'],
  ['marks', 'base', 'baseline'],
  ['marks', 'since', 'new_since'],
  ['mail_choices', 'often', 'frequency'],
  ['mail_due', 'at', 'due_at'],
  ['outbox', 'next_at', 'next_attempt_at'],
  ['outbox', 'fault', 'last_error'],
  ['notices', 'mail_id', 'letter_id'],
  ['holds', 'words', 'matched_text'],
  ['filter_catches', 'words', 'matched_text'],
  ['filter_catches', 'did', 'action'],
  ['filters', 'looks_for', 'match_text'],
  ['filters', 'whole', 'whole_words'],
  ['filters', 'does', 'action'],
  ['filters', 'whom', 'applies_to'],
  ['filters', 'origin', 'first_version_id'],
  ['person_notes', 'first_id', 'first_version_id'],
  ['rehearsals', 'looked_at', 'comment_count'],
  ['rehearsals', 'caught', 'match_count'],
  ['classifier_lessons', 'verdict', 'label'],
  ['thread_settings', 'who', 'who_may_comment'],
  ['moves', 'into_id', 'to_article_id'],
  ['moves', 'seen', 'was_visible'],
  ['purges', 'began_at', 'started_at'],
  ['search_fill', 'up_to', 'up_to_id'],
  ['search_fill', 'of', 'last_id'],
]

const renamedTables: readonly (readonly [from: string, to: string])[] = [
  ['voices', 'picked_names'],
  ['guest_voices', 'guest_names'],
  ['silencings', 'silences'],
  ['picture_stale', 'stale_pictures'],
  ['search_stale', 'stale_search_entries'],
  ['search_fill', 'search_backlog'],
  ['letters', 'editor_letters'],
  ['marks', 'read_marks'],
  ['private_entries', 'private_log_entries'],
  ['slowdowns', 'slow_modes'],
  ['classifier_lessons', 'classifier_examples'],
  ['versions', 'data_versions'],
]

/** Values that are other words now, by table and column. They are written while a table is copied. */
const renamedValues: Record<string, Record<string, Readonly<Record<string, string>>>> = {
  batch_changes: {
    kind: { begun: 'start', ended: 'end' },
    // `noun` is the table of a row.
    noun: { silencings: 'silences', slowdowns: 'slow_modes' },
  },
  follows: { state: { silenced: 'muted' } },
}

/** Tables whose checks are others now. No table refers to them, so they are made anew and filled. */
const copied = ['batch_changes', 'follows', 'bans']

/** An index of the same name that is written in another way. */
const rewritten = 'handovers_in_force'

type Named = { name: string }

const run = (db: Kysely<unknown>, text: string) => sql.raw(text).execute(db)

/** Does the whole in the caller's transaction. */
export async function carryOver(db: Kysely<unknown>): Promise<void> {
  const named = async (type: 'trigger' | 'index'): Promise<string[]> =>
    (
      await sql<Named>`select name from sqlite_master where type = ${type} and sql is not null and name not like 'search_index_%'`.execute(
        db,
      )
    ).rows.map(({ name }) => name)
  // Triggers and indexes whose name goes, or whose table does, are made by the statements below.
  for (const name of await named('trigger')) await run(db, `drop trigger ${name}`)
  for (const [table, from, to] of renamedColumns) await run(db, `alter table ${table} rename column ${from} to ${to}`)
  for (const [from, to] of renamedTables) await run(db, `alter table ${from} rename to ${to}`)
  for (const table of copied) await copy(db, table)
  const wanted = new Set(namesOf('index', statements))
  for (const name of await named('index'))
    if (!wanted.has(name) || name === rewritten) await run(db, `drop index ${name}`)
  const known = new Set(await named('index'))
  const missing = statements.filter((statement) => {
    const [index] = namesOf('index', [statement])
    return (index !== undefined && !known.has(index)) || statement.startsWith('create trigger')
  })
  await runAll(db, missing)
}

async function copy(db: Kysely<unknown>, table: string): Promise<void> {
  await run(db, `alter table ${table} rename to former_${table}`)
  const indexes =
    await sql<Named>`select name from sqlite_master where type = 'index' and tbl_name = ${`former_${table}`} and sql is not null`.execute(
      db,
    )
  for (const { name } of indexes.rows) await run(db, `drop index ${name}`)
  await runAll(
    db,
    statements.filter((statement) => statement.startsWith(`create table ${table} `)),
  )
  const columns = (await sql<Named>`select name from pragma_table_info(${table})`.execute(db)).rows.map(
    ({ name }) => name,
  )
  const values = columns.map((column) => {
    const words = Object.entries(renamedValues[table]?.[column] ?? {})
    const cases = words.map(([from, to]) => `when '${from}' then '${to}'`).join(' ')
    return cases === '' ? column : `case ${column} ${cases} else ${column} end`
  })
  await run(db, `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from former_${table}`)
  await run(db, `drop table former_${table}`)
}
