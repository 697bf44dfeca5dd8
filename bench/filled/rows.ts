// Writes the rows of a filled database without Kysely, in one transaction a month, because two million rows would take too long otherwise.

import Database from 'better-sqlite3'
import { entryHash, GENESIS } from '../../src/db/log-chain.ts'
import type { Act } from '../../src/log-acts.ts'
import { derive } from './derived.ts'

/** Inserts a row by column names; an unknown or missing column is an error. */
type Row = Record<string, string | number | Buffer | null>

export type Rows = {
  account: (row: Row) => void
  area: (name: string, slug: string, position: number) => number
  section: (areaId: number, name: string, slug: string, position: number) => number
  article: (row: Row, tags: readonly string[]) => number
  comment: (row: Row) => number
  /** The newest live comment of an article, once it has a number. */
  lastComment: (articleId: number, comment: { id: number; at: number; nic: string }) => void
  lead: (row: { day: string; article_id: number; account_id: number; created_at: number }) => void
  pickedName: (row: {
    article_id: number
    account_id: number
    nic: string
    nic_skeleton: string
    created_at: number
  }) => void
  removal: (
    by: { id: number; nic: string },
    comment: { id: number; articleId: number },
    reason: string,
    at: number,
  ) => void
  closure: (by: { id: number; nic: string }, articleId: number, reason: string, at: number) => void
  /** Commits and begins the next transaction. */
  pause: () => void
  /** Counts what is derived, and leaves the file as a server wants it. */
  finish: () => void
}

/** @param file a migrated database without rows, open nowhere else; a crash corrupts it */
export function openRows(file: string): Rows {
  const raw = new Database(file)
  for (const pragma of [
    'locking_mode = exclusive',
    'journal_mode = off',
    'synchronous = off',
    'foreign_keys = off',
    'cache_size = -1500000',
  ])
    raw.pragma(pragma)
  // Indexes are created after the rows: updating them row by row takes several times as long.
  const indexes = raw
    .prepare("select name, sql from sqlite_master where type = 'index' and sql is not null order by rowid")
    .all() as { name: string; sql: string }[]
  for (const { name } of indexes) raw.exec(`drop index ${name}`)
  const statements = new Map<string, Database.Statement>()
  const insert = (table: string, row: Row): number => {
    let statement = statements.get(table)
    if (!statement) {
      const names = Object.keys(row)
      statement = raw.prepare(
        `insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`,
      )
      statements.set(table, statement)
    }
    return Number(statement.run(row).lastInsertRowid)
  }
  const last = raw.prepare(
    'update articles set last_comment_id = ?, last_comment_at = ?, last_comment_nic = ? where id = ?',
  )
  let [entries, head] = [0, GENESIS]
  const log = (
    by: { id: number; nic: string },
    act: Act,
    subject: 'article' | 'comment',
    subjectId: number,
    articleId: number,
    reason: string,
    at: number,
  ): number => {
    const entry = {
      id: ++entries,
      created_at: at,
      actor: by.nic,
      act,
      subject,
      subject_id: subjectId,
      article_id: articleId,
      reason,
      previous_hash: head,
    }
    head = entryHash(entry)
    insert('log_entries', { ...entry, actor_id: by.id, hash: head })
    return entries
  }
  raw.exec('begin')
  return {
    account: (row) => void insert('accounts', row),
    area: (name, slug, position) => insert('areas', { name, slug, position }),
    section: (area_id, name, slug, position) => insert('sections', { area_id, name, slug, position }),
    article(row, tags) {
      const id = insert('articles', row)
      for (const tag of tags) insert('article_tags', { article_id: id, tag })
      return id
    },
    comment: (row) => insert('comments', row),
    lastComment: (articleId, { id, at, nic }) => void last.run(id, at, nic, articleId),
    lead: (row) => void insert('leads', row),
    pickedName: (row) => void insert('picked_names', row),
    removal(by, comment, reason, at) {
      const entry = log(by, 'remove', 'comment', comment.id, comment.articleId, reason, at)
      insert('removals', { comment_id: comment.id, account_id: by.id, reason, log_entry_id: entry, created_at: at })
    },
    closure(by, articleId, reason, at) {
      const entry = log(by, 'close', 'article', articleId, articleId, reason, at)
      insert('closures', { article_id: articleId, account_id: by.id, reason, log_entry_id: entry, created_at: at })
    },
    pause: () => void raw.exec('commit; begin'),
    finish() {
      for (const { sql } of indexes) raw.exec(sql)
      derive(raw)
      raw.exec('commit')
      const [broken] = raw.pragma('foreign_key_check') as unknown[]
      if (broken !== undefined) throw new Error(`A row points at nothing: ${JSON.stringify(broken)}`)
      raw.pragma('locking_mode = normal')
      raw.pragma('journal_mode = wal')
      raw.close()
    },
  }
}
