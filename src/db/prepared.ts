// Queries of hot routes, built once: a run binds its values to the SQL that is known. Building it again costs more than most queries.
import {
  type Compilable,
  type CompiledQuery,
  createQueryId,
  type OperationNode,
  OperationNodeTransformer,
  type QueryResult,
  type RawBuilder,
  type RootOperationNode,
  sql,
  type ValueNode,
} from 'kysely'
import { directOf } from './direct.ts'
import type { Db } from './open.ts'
import { Slot } from './slot.ts'

type Values = Readonly<Record<string, unknown>>

/** What a query is built with in place of its values. */
export type Slots<V> = { readonly [K in keyof V]: RawBuilder<V[K]> }

const slots = new Proxy({}, { get: (_, name) => sql`${new Slot(String(name))}` })

/**
 * Writes values that are not slots into the SQL. SQLite prepares a statement again at every run where a bound value is
 * compared with what a partial index asks for, such as a state.
 */
class ConstantsInText extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return node.value instanceof Slot ? node : { ...node, immediate: true }
  }
}
const constantsInText = new ConstantsInText()

/** A query of Kysely before it is compiled. */
export type Query<R> = (Compilable<R> | RawBuilder<R>) & { toOperationNode: () => OperationNode }

const compile = <R>(db: Db, query: Query<R>): CompiledQuery<R> => {
  const id = createQueryId()
  const node = constantsInText.transformNode(query.toOperationNode(), id) as RootOperationNode
  return db.getExecutor().compileQuery<R>(node, id)
}

const bind = (parameters: readonly unknown[], values: Values): unknown[] =>
  parameters.map((parameter) => (parameter instanceof Slot ? values[parameter.name] : parameter))

/**
 * A query that is built at its first run. What it contains besides its slots must never change.
 * @returns a function that runs it with values
 */
export const prepared =
  <V extends Values>() =>
  <R>(build: (db: Db, values: Slots<V>) => Query<R>): ((db: Db, values: V) => Promise<QueryResult<R>>) => {
    // Kept by dialect: the adapter is the same for a database and its transactions.
    const known = new WeakMap<object, CompiledQuery<R>>()
    return (db, values) => {
      const executor = db.getExecutor()
      let query = known.get(executor.adapter)
      if (query === undefined) {
        query = compile(db, build(db, slots as Slots<V>))
        known.set(executor.adapter, query)
      }
      const parameters = bind(query.parameters, values)
      const direct = directOf(db)
      if (direct !== undefined) return direct({ sql: query.sql, parameters }) as Promise<QueryResult<R>>
      // Plugins of a transaction decide whether it still takes statements; none may change them.
      executor.transformQuery(query.query, query.queryId)
      return executor.executeQuery<R>({ ...query, parameters })
    }
  }

/** The same, for a query of which the rows matter. */
export const preparedRows =
  <V extends Values>() =>
  <R>(build: (db: Db, values: Slots<V>) => Query<R>): ((db: Db, values: V) => Promise<R[]>) => {
    const run = prepared<V>()(build)
    return async (db, values) => (await run(db, values)).rows
  }

/** Makes one for each length of a list. Its slots are `0`, `1` and so on. */
export function perLength<T>(make: (length: number) => T): (length: number) => T {
  const known = new Map<number, T>()
  return (length) => {
    const found = known.get(length) ?? make(length)
    known.set(length, found)
    return found
  }
}

/** The slots of a list. */
export const listSlots = <T>(values: Slots<Record<number, T>>, length: number): RawBuilder<T>[] =>
  Array.from({ length }, (_, i) => values[i]!)

/** The values of a list, by the names of their slots. @param prefix of these names */
export const listValues = <T>(list: readonly T[], prefix = ''): Record<string, T> =>
  Object.fromEntries(list.map((value, i) => [`${prefix}${i}`, value]))
