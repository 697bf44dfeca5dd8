// The SQLite dialect of Kysely, for transactions that survive what SQLite itself ends.
import type Database from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type LimitNode,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  ValueNode,
} from 'kysely'
import { Slot } from './slot.ts'

export type PreparedDatabase = {
  prepare: Database.Database['prepare']
  close: () => void
  /** False after SQLite has rolled a transaction back by itself. */
  isInTransaction: () => boolean
  /**
   * Waited for before each statement of a transaction: lets other requests be served once it has run for a slice.
   * @returns null where nothing is to be waited for
   */
  pause: () => Promise<void> | null
  /** Prepares a transaction that has turned out to be long for a short commit. Called before each of its statements from then on. */
  spread: () => void
  /** Called at the end of every transaction. */
  rest: () => void
}

/** A statement with its values. */
export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>

/**
 * Pauses of one change after which its transaction counts as long. With fewer, changes on a busy machine count as long, and a
 * checkpoint follows every commit.
 */
const PAUSES_OF_LONG = 8

function run<R>(database: PreparedDatabase, { sql, parameters }: Statement): QueryResult<R> {
  const statement = database.prepare(sql)
  if (statement.reader) return { rows: statement.all(parameters) as R[] }
  const { changes, lastInsertRowid } = statement.run(parameters)
  return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] }
}

/**
 * Begins transactions immediate: a deferred one can fail when it upgrades to writing.
 * Where the disk is full or fails, SQLite rolls the whole transaction back. A `rollback` would then fail and hide the
 * first error, and further statements would each be stored at once: neither is sent.
 * A transaction pauses between its statements, so that a long one does not hold the event loop. Others read what was there
 * before it; a process that is killed leaves that behind.
 */
class BroadsideDriver extends SqliteDriver {
  readonly #database: PreparedDatabase
  #begun = false
  /** Of the current change. */
  #pauses = 0
  /** Called at the end of the current transaction. */
  #ended: (() => void) | null = null
  /** The error with which SQLite rolled the current transaction back. */
  #end: { error: unknown } | null = null
  #connection: DatabaseConnection | null = null

  constructor(database: PreparedDatabase) {
    super({ database: database as never })
    this.#database = database
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= this.#guard(await super.acquireConnection())
    return this.#connection
  }

  #guard(connection: DatabaseConnection): DatabaseConnection {
    return {
      executeQuery: <R>(query: CompiledQuery): Promise<QueryResult<R>> =>
        this.#begun ? this.runInside<R>(query) : connection.executeQuery<R>(query),
      streamQuery: (query, size) => connection.streamQuery(query, size),
    }
  }

  /** Runs a statement outside transactions. */
  async runOutside<R>(statement: Statement): Promise<QueryResult<R>> {
    return run<R>(this.#database, statement)
  }

  /** Begins another change of the current transaction. */
  beginChange(): void {
    this.#pauses = 0
  }

  /** Runs a statement of the current transaction. */
  async runInside<R>(statement: Statement): Promise<QueryResult<R>> {
    const pause = this.#database.pause()
    if (pause !== null) {
      await pause
      this.#pauses += 1
    }
    if (this.#pauses >= PAUSES_OF_LONG) this.#database.spread()
    if (this.#end !== null) throw this.#end.error
    if (!this.#begun) throw new Error('There is no transaction.')
    try {
      return run<R>(this.#database, statement)
    } catch (error) {
      // SQLite ends a transaction with a statement that fails, and never else.
      if (!this.#database.isInTransaction()) this.#end = { error }
      throw error
    }
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    this.#begun = true
    this.#end = null
    this.beginChange()
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    this.#endTransaction()
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#begun = false
    if (this.#database.isInTransaction()) await super.rollbackTransaction(connection)
    this.#endTransaction()
  }

  #endTransaction(): void {
    this.#begun = false
    this.#database.rest()
    this.#ended?.()
  }

  /** Waits for a transaction that pauses. */
  override async destroy(): Promise<void> {
    if (this.#begun)
      await new Promise<void>((resolve) => {
        this.#ended = resolve
      })
    await super.destroy()
  }
}

/**
 * SQLite looks at the values of parameters while it plans a statement, and then prepares that again at every run, which costs
 * more than most queries. It does so for a limit, which is therefore part of the text, and for what a column is compared with;
 * not behind a plus sign, which changes nothing else. Without slots it may look: a partial index is chosen by a bound state.
 */
class BroadsideQueryCompiler extends SqliteQueryCompiler {
  protected override appendValue(value: unknown): void {
    if (value instanceof Slot) this.append('+')
    super.appendValue(value)
  }

  protected override visitLimit(node: LimitNode): void {
    const { limit } = node
    if (ValueNode.is(limit) && Number.isSafeInteger(limit.value)) this.append(`limit ${limit.value}`)
    else super.visitLimit(node)
  }
}

/** SQLite rolls back schema changes too, so a migration is all or nothing. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

export class BroadsideDialect extends SqliteDialect {
  readonly #driver: BroadsideDriver
  constructor(database: PreparedDatabase) {
    super({ database: database as never })
    this.#driver = new BroadsideDriver(database)
  }
  runOutside(statement: Statement): Promise<QueryResult<unknown>> {
    return this.#driver.runOutside(statement)
  }
  beginChange(): void {
    this.#driver.beginChange()
  }
  runInside(statement: Statement): Promise<QueryResult<unknown>> {
    return this.#driver.runInside(statement)
  }
  override createDriver(): Driver {
    return this.#driver
  }
  override createQueryCompiler(): SqliteQueryCompiler {
    return new BroadsideQueryCompiler()
  }
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}
