// The tables of keeping order: acts as batches with what each changed; a part of schema.ts.
import type { Generated } from 'kysely'

/** One act of a moderator or an editor, with all that it did. `undoes` is the batch that it undoes, which can be undone once. */
export type BatchesTable = { id: Generated<number>; account_id: number | null; actor: string; act: string; reason: string; created_at: number; undoes: number | null }

/**
 * What a batch changed, in the order in which it did. `begun` and `ended`: the row `noun_id` of the table `noun`, which
 * is an act that lasts. `state`: a comment, from the state `before` to `after`. `field`: the column `field` of a row;
 * `before` and `after` are JSON.
 */
export type BatchChangesTable = { batch_id: number; number: number; kind: 'begun' | 'ended' | 'state' | 'field'; noun: string; noun_id: number; field: string; before: string | null; after: string | null }

export type OrderSchema = { batches: BatchesTable; batch_changes: BatchChangesTable }
