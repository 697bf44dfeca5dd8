// What a change of `write` has beside its transaction: its time, and what it does after the commit.
import type { Tx } from './open.ts'

type ChangeContext = { now: number; effects: (() => void)[] }

const contexts = new WeakMap<Tx, ChangeContext>()

/** Called by `write` alone. @returns the effects that the change will have asked for */
export function openContext(db: Tx, now: number): readonly (() => void)[] {
  const context: ChangeContext = { now, effects: [] }
  contexts.set(db, context)
  return context.effects
}

function contextOf(db: Tx): ChangeContext {
  const context = contexts.get(db)
  if (context === undefined) throw new Error('Only a transaction of write() has a time and effects.')
  return context
}

/** The time of a change, taken when its turn came: rows of later changes have greater ids and no earlier times. */
export const nowOf = (db: Tx): number => contextOf(db).now

/** Does something outside the database after the commit, before the change is answered; nothing if it is rolled back. */
export const afterCommit = (db: Tx, effect: () => void): void => void contextOf(db).effects.push(effect)
