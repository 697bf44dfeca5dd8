// Opens the SQLite file with a writing and a read-only connection.

import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, type Transaction } from 'kysely'
import { systemRandom } from '../random.ts'
import { createSharedPause, yieldToOthers } from '../slices.ts'
import { type Clock, systemClock } from '../time.ts'
import { BroadsideDialect, type PreparedDatabase } from './dialect.ts'
import { openDirect, type Run } from './direct.ts'
import { makeFolder } from './folder.ts'
import type { Schema } from './schema/database.ts'

/** What a query runs on: the read-only connection, or a transaction. */
export type Db = Kysely<Schema>
/** What a change runs on: a transaction, which only `write` of db/write.ts opens. */
export type Tx = Transaction<Schema>

export type DiskFault = 'full' | 'unwritable'

export type Store = {
  /** Path of the database. */
  file: string

  reader: Kysely<Schema>
  writer: Kysely<Schema>
  /**
   * Keeps in memory what savepoints and statements may have to undo, which SQLite else writes into a file. Not for
   * migrations: sorting a large table for a new index would be in memory too.
   */
  keepUndoInMemory: () => void
  /** Begins another change of the writer’s current transaction: how long it pauses counts from here. */
  beginChange: () => void
  /** Runs a statement of the writer’s current transaction. */
  runInside: Run
  /** Changes when another process has changed the file. */
  foreignChanges: () => number
  /** Changes with every commit of this process or another one. */
  version: () => number
  /** Commits of `write` so far. */
  commits: number
  /** Why the last change could not be written, until the disk takes changes again; null while it does. */
  diskFault: DiskFault | null
  /** Names this process in `changes`. */
  origin: string
  /** The clock of `nowOf`. */
  clock: Clock
  /** Called after the commit of a group of changes with the topics of all of them. */
  changed: ((topics: readonly string[]) => Promise<void>) | null
  /** Runs at the end of every group of changes, inside their transaction: derived data that must follow each change. */
  follow: ((db: Tx) => Promise<unknown>) | null
  close: () => Promise<void>
}

/** Before this version two connections can race while resetting the WAL, which corrupts the file. */
const OLDEST_SAFE_SQLITE = [3, 51, 3]

/** Sizes of the page cache: negative, so in KiB. */
const CACHE = { usual: -65536, long: -4096 }

/** Pages in the write-ahead log after which a checkpoint is made in a turn of its own, and those after which a commit makes one. */
const CHECKPOINT = { usual: 1000, most: 8000 }

/**
 * Caches prepared statements for Kysely: preparing costs more than most queries (docs/performance.md).
 * Holds 500 and drops the oldest, since every length of an id list is a statement of its own.
 */
function preparedOnce(raw: Connection): PreparedDatabase {
  const statements = new Map<string, Database.Statement>()
  return {
    prepare: ((text: string) => {
      let statement = statements.get(text)
      if (!statement) {
        statement = raw.prepare(text)
        if (statements.size >= 500) statements.delete(statements.keys().next().value!)
        statements.set(text, statement)
      }
      return statement
    }) as Database.Database['prepare'],
    close: () => raw.close(),
    isInTransaction: () => raw.inTransaction,
    pause: createSharedPause(),
    ...spreadCommits(raw),
  }
}

/**
 * A commit writes every changed page at once, so that no checkpoint is part of it: that follows in a separate turn. A long
 * transaction gets a small cache, so that most of its pages go into the write-ahead log before.
 */
function spreadCommits(raw: Connection): Pick<PreparedDatabase, 'spread' | 'rest'> {
  let isSpread = false
  let isCheckpointPlanned = false
  const checkpoint = (): void => {
    isCheckpointPlanned = false
    // A transaction that came first plans another one.
    if (raw.open && !raw.inTransaction) raw.pragma('wal_checkpoint(passive)')
  }
  const isCheckpointDue = (): boolean => {
    const [state] = raw.pragma('wal_checkpoint(noop)') as { log: number; checkpointed: number }[]
    return state!.log - state!.checkpointed >= CHECKPOINT.usual
  }
  return {
    spread: () => {
      if (isSpread) return
      isSpread = true
      raw.pragma(`cache_size = ${CACHE.long}`)
      raw.pragma('wal_autocheckpoint = 0')
    },
    rest: () => {
      if (isSpread) {
        isSpread = false
        raw.pragma(`cache_size = ${CACHE.usual}`)
        raw.pragma(`wal_autocheckpoint = ${CHECKPOINT.most}`)
      }
      if (isCheckpointPlanned || !isCheckpointDue()) return
      isCheckpointPlanned = true
      void yieldToOthers().then(checkpoint)
    },
  }
}

/** What a store uses of a connection. */
export type Connection = Pick<Database.Database, 'prepare' | 'pragma' | 'close' | 'open' | 'inTransaction'>

/** Is called with every statement that is run, values included: for tests that count them. */
type Trace = (statement: string) => void

export function connect(file: string, readOnly: boolean, trace?: Trace): Database.Database {
  const raw = new Database(file, { timeout: 0, ...(trace && { verbose: (statement) => trace(String(statement)) }) })
  raw.pragma('journal_mode = wal')
  raw.pragma('synchronous = full')
  raw.pragma('foreign_keys = on')
  // Overwrites deleted content where that costs no extra writes.
  raw.pragma('secure_delete = fast')
  raw.pragma('trusted_schema = off')
  raw.pragma('cell_size_check = on')
  raw.pragma(`journal_size_limit = ${64 * 1024 * 1024}`)
  raw.pragma(`cache_size = ${CACHE.usual}`)
  raw.pragma(`wal_autocheckpoint = ${CHECKPOINT.most}`)
  if (readOnly) raw.pragma('query_only = on')
  return raw
}

/**
 * @param file path of the SQLite file, made when it is missing
 * @throws Error when SQLite is too old for two connections
 */
export function openStore(file: string, trace?: Trace): Store {
  makeFolder(dirname(file))
  const writing = connect(file, false, trace)
  requireSafeSqlite(writing)
  return storeOn(file, writing, connect(file, true, trace))
}

/** @throws Error when SQLite is too old for two connections */
function requireSafeSqlite(writing: Connection): void {
  const version = (writing.prepare('select sqlite_version() as version').get() as { version: string }).version
  const [a = 0, b = 0, c = 0] = version.split('.').map(Number)
  const [x = 0, y = 0, z = 0] = OLDEST_SAFE_SQLITE
  if (a * 1e6 + b * 1e3 + c < x * 1e6 + y * 1e3 + z)
    throw new Error(`SQLite ${OLDEST_SAFE_SQLITE.join('.')} or later is needed; this is ${version}.`)
}

/** A store on two connections that are open, the second of them read-only. */
export function storeOn(file: string, writing: Connection, reading: Connection): Store {
  const dataVersion = reading.prepare('pragma data_version').pluck()
  const dialects = {
    reader: new BroadsideDialect(preparedOnce(reading)),
    writer: new BroadsideDialect(preparedOnce(writing)),
  }
  const reader = new Kysely<Schema>({ dialect: dialects.reader })
  openDirect(reader, (statement) => dialects.reader.runOutside(statement))
  const writer = new Kysely<Schema>({ dialect: dialects.writer })
  return {
    file,
    reader,
    writer,
    keepUndoInMemory: () => void writing.pragma('temp_store = memory'),
    beginChange: () => dialects.writer.beginChange(),
    runInside: (statement) => dialects.writer.runInside(statement),
    diskFault: null,
    commits: 0,
    origin: systemRandom.token().slice(0, 8),
    clock: systemClock,
    changed: null,
    follow: null,
    foreignChanges: () => writing.pragma('data_version', { simple: true }) as number,
    // The reader commits nothing, so every change is one of another connection.
    version: () => dataVersion.get() as number,
    close: async () => {
      await reader.destroy()
      await writer.destroy()
      if (writing.open) writing.close()
      if (reading.open) reading.close()
    },
  }
}
