// One decision about several comments at once, as one batch.

import { type ActionResult, runBatch } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { approveInBatch, type DecidedItem, type DecisionKind, decideInBatch, removalTo } from './actions.ts'

/** The decisions that can be made about several comments at once, by the noun of their address. */
const kindsForSeveral = {
  approvals: { act: 'approve', permission: may.approve, change: approveInBatch },
  removals: { act: 'remove', permission: may.remove, change: removalTo('removed') },
  spam: { act: 'spam', permission: may.remove, change: removalTo('spam') },
} as const satisfies Record<string, DecisionKind>

export type DecisionOnSeveral = keyof typeof kindsForSeveral

/**
 * Makes the same decision about several comments for one reason, as one batch. It leaves alone what somebody else has
 * decided, or its writer has edited, since the version token was made.
 * @returns the ids that were left alone; `already` when all were
 */
export async function decideSeveral(
  deps: Deps,
  viewer: Viewer | null,
  noun: DecisionOnSeveral,
  items: readonly DecidedItem[],
  reason: string,
): Promise<ActionResult<{ left: number[] }>> {
  allow(may.enter(viewer, 'moderator'))
  const kind = kindsForSeveral[noun]
  return runBatch(deps, viewer!, kind.act, reason, async (db, batch) => {
    const left: number[] = []
    for (const item of items) if ((await decideInBatch(db, batch, viewer, kind, item)) !== undefined) left.push(item.id)
    return left.length === items.length ? 'already' : { left }
  })
}
