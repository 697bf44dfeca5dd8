// Triggers that note a change of what one account has of its own: by this a page knows that what it remembers of a reader still holds.
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

/** Tables with rows that belong to an account: the column that names it, and the columns that matter; none for all. */
const tables: readonly [table: string, account: string, ...columns: string[]][] = [
  ['accounts', 'id'],
  ['preferences', 'account_id'],
  // When it was last used is remembered beside it.
  ['sessions', 'account_id', 'expires_at', 'max_idle', 'ended_at', 'second_factor_at', 'confirmed_at'],
  ['visits', 'account_id'],
  ['mutes', 'account_id'],
  ['nics', 'account_id'],
  ['trusts', 'member_id'],
  ['person_holds', 'person_id'],
  ['silences', 'person_id'],
  ['warnings', 'person_id'],
  ['account_deletions', 'account_id'],
  ['notices', 'account_id', 'read_at', 'withdrawn_at'],
  ['follows', 'account_id'],
  ['saves', 'account_id'],
  ['recommendations', 'account_id'],
  ['folds', 'account_id'],
  ['comments', 'account_id', 'account_id', 'state', 'nic', 'name_kind'],
]

const note = (topic: string): string => `insert into changes (topic, origin) values (${topic}, '');`

const noteAccount = (row: 'new' | 'old', account: string): string => `'account:' || ${row}.${account}`

const ownTriggers = tables.flatMap(([table, account, ...columns]) => [
  `create trigger own_${table}_inserted after insert on ${table} when new.${account} is not null begin ${note(noteAccount('new', account))} end`,
  `create trigger own_${table}_updated after update${columns.length === 0 ? '' : ` of ${columns.join(', ')}`} on ${table} when new.${account} is not null begin ${note(noteAccount('new', account))} end`,
  `create trigger own_${table}_deleted after delete on ${table} when old.${account} is not null begin ${note(noteAccount('old', account))} end`,
])

/** A draft names its writer as a topic does: `account:7`. A ban may be of an address that an account has. */
const otherTriggers = [
  `create trigger own_drafts_inserted after insert on drafts begin ${note('new.writer')} end`,
  `create trigger own_drafts_updated after update on drafts begin ${note('new.writer')} end`,
  `create trigger own_drafts_claimed after update of writer on drafts when old.writer <> new.writer begin ${note('old.writer')} end`,
  `create trigger own_drafts_deleted after delete on drafts begin ${note('old.writer')} end`,
  `create trigger own_comments_moved after update of account_id on comments when old.account_id is not null begin ${note(noteAccount('old', 'account_id'))} end`,
  `create trigger own_bans_inserted after insert on bans begin ${note("'bans'")} end`,
  `create trigger own_bans_updated after update on bans begin ${note("'bans'")} end`,
]

/** Changes are read several times a second, so ten thousand are enough. */
const trimming = `create trigger changes_trimmed after insert on changes when new.version % 500 = 0 begin delete from changes where version <= new.version - 10000; end`

const triggers = [...ownTriggers, ...otherTriggers, trimming]

export async function up(db: Kysely<unknown>): Promise<void> {
  if (isSqlite(db)) await runAll(db, triggers)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  if (isSqlite(db)) for (const name of namesOf('trigger', triggers)) await sql.raw(`drop trigger ${name}`).execute(db)
}
