// The SQLite dialect of Kysely, for transactions that survive what SQLite itself ends.
import type Database from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'

export type PreparedDatabase = {
  prepare: Database.Database['prepare']
  close: () => void
  /** False after SQLite has rolled a transaction back by itself. */
  isInTransaction: () => boolean
}

/**
 * Begins transactions immediate: a deferred one can fail when it upgrades to writing.
 * Where the disk is full or fails, SQLite rolls the whole transaction back. A `rollback` would then fail and hide the
 * first error, and further statements would each be stored at once: neither is sent.
 */
class BroadsideDriver extends SqliteDriver {
  readonly #isInTransaction: () => boolean
  #begun = false
  /** The error with which SQLite rolled the current transaction back. */
  #end: unknown = null
  #connection: DatabaseConnection | null = null

  constructor(database: PreparedDatabase) {
    super({ database: database as never })
    this.#isInTransaction = database.isInTransaction
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= this.#guard(await super.acquireConnection())
    return this.#connection
  }

  #guard(connection: DatabaseConnection): DatabaseConnection {
    return {
      executeQuery: <R>(query: CompiledQuery): Promise<QueryResult<R>> =>
        this.#begun ? this.#executeInside<R>(connection, query) : connection.executeQuery<R>(query),
      streamQuery: (query, size) => connection.streamQuery(query, size),
    }
  }

  async #executeInside<R>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#isInTransaction()) throw this.#end
    try {
      return await connection.executeQuery<R>(query)
    } catch (error) {
      if (!this.#isInTransaction()) this.#end = error
      throw error
    }
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    this.#begun = true
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    this.#begun = false
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#begun = false
    if (this.#isInTransaction()) await super.rollbackTransaction(connection)
  }
}

/** SQLite rolls back schema changes too, so a migration is all or nothing. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

export class BroadsideDialect extends SqliteDialect {
  readonly #database: PreparedDatabase
  constructor(database: PreparedDatabase) {
    super({ database: database as never })
    this.#database = database
  }
  override createDriver(): Driver {
    return new BroadsideDriver(this.#database)
  }
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}
