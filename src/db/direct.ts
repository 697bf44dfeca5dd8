// The short way to a connection: compiled queries run on it without the layers of Kysely, which take longer than most statements.
import type { QueryResult } from 'kysely'
import type { Statement } from './dialect.ts'

export type Run = (statement: Statement) => Promise<QueryResult<unknown>>

const ways = new WeakMap<object, Run>()

/** Opens the short way for a connection or a transaction. Called where these are made. */
export const openDirect = (db: object, run: Run): void => void ways.set(db, run)

/** The short way; undefined where there is none. */
export const directOf = (db: object): Run | undefined => ways.get(db)
