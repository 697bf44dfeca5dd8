// Finds comments that are similar to spam, and removes the chosen ones as one action.

import { appendToPrivateLog } from '../../db/log-chain.ts'
import type { Db, Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { createMemberNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { neighborRange } from '../../sanctions/ip-ranges.ts'
import type { Until } from '../../sanctions/rules.ts'
import { sweepLimits } from '../../settings.ts'
import { DAY } from '../../time.ts'
import { type ActionResult, runBatch } from '../batches/actions.ts'
import { removeInBatch } from '../decisions/actions.ts'
import { sweptReason } from '../log/rules.ts'
import type { BanTarget } from '../people/ban-actions.ts'
import { banInBatch, isBanned } from '../people/ban-actions.ts'
import type { SweepBan } from './form.ts'
import { recentComments, type SweptRow, sweptComment } from './queries.ts'
import { sharedTraits } from './rules.ts'

/** `shares` is what it has in common with the comment that the sweep starts from; empty for that comment. */
type SimilarComment = SweptRow & { shares: string[] }

/** The comment that a sweep starts from, and the similar ones; `more` is how many exceed the limit of a sweep. */
export type SweepCandidates = { spam: SweptRow; alike: SimilarComment[]; more: number }

/** Not one's own comments, nor those of members of one's own rank or above. */
const maySweep = (viewer: Viewer | null, row: SweptRow): boolean =>
  row.account_id === null || may.sanction(viewer, { id: row.account_id, role: row.role ?? 'member' }) === null

/**
 * Finds live and held comments of the last days that are similar to a comment.
 * @throws AppError `missing` for an unknown comment, `forbidden` when the viewer may not moderate its author
 */
export async function findSimilar(
  deps: Pick<Deps, 'clock'>,
  db: Db,
  viewer: Viewer | null,
  id: number,
): Promise<SweepCandidates> {
  allow(may.sweep(viewer))
  const spam = await sweptComment(db, id)
  if (!spam) throw missing()
  if (spam.account_id !== null) allow(may.sanction(viewer, { id: spam.account_id, role: spam.role ?? 'member' }))
  const shared = sharedTraits(spam)
  const recent = await recentComments(db, deps.clock() - sweepLimits.days * DAY, sweepLimits.examined)
  const itself = spam.state === 'live' || spam.state === 'held' ? [{ ...spam, shares: [] }] : []
  const others = recent
    .filter((row) => row.id !== spam.id && maySweep(viewer, row))
    .map((row) => ({ ...row, shares: shared(row) }))
    .filter(({ shares }) => shares.length > 0)
  const all = [...itself, ...others]
  return { spam, alike: all.slice(0, sweepLimits.comments), more: Math.max(0, all.length - sweepLimits.comments) }
}

function sweepBanTarget(spam: SweptRow, of: SweepBan): BanTarget | null {
  if (of === 'account')
    return spam.account_id === null
      ? null
      : { person: { id: spam.account_id, nic: spam.account_nic ?? spam.nic, role: spam.role ?? 'member' } }
  if (spam.address === null) return null
  return { address: of === 'address' ? { from: spam.address, to: spam.address } : neighborRange(spam.address) }
}

export type SweepRequest = {
  comments: readonly number[]
  to: 'removed' | 'spam'
  ban: { of: SweepBan; until: Until } | null
}

/** Removes the chosen comments, and bans their author if chosen, as one action. @returns how many comments were removed */
export async function sweepComments(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  wanted: SweepRequest,
  reason: string,
): Promise<ActionResult<number>> {
  allow(may.sweep(viewer))
  return runBatch(deps, viewer!, 'sweep', reason, async (db: Tx, batch) => {
    const spam = await sweptComment(db, id)
    if (!spam) throw missing()
    const rows = []
    for (const one of wanted.comments.slice(0, sweepLimits.comments)) {
      const row = await sweptComment(db, one)
      if (row && (row.state === 'live' || row.state === 'held') && maySweep(viewer, row)) rows.push(row)
    }
    const target = wanted.ban && sweepBanTarget(spam, wanted.ban.of)
    const isTargetBanned = target !== null && (await isBanned(db, target, batch.now))
    if (rows.length === 0 && (target === null || isTargetBanned)) return 'already'
    const entry = await batch.log(
      { subject: 'comment', subjectId: id, articleId: spam.article_id },
      'sweep',
      sweptReason(reason, rows.length, wanted.to),
    )
    for (const row of rows) await removeInBatch(db, batch, row, wanted.to, entry)
    for (const writer of new Set(rows.flatMap(({ account_id }) => account_id ?? [])))
      await createMemberNotice(db, writer, entry, batch.now)
    if (target !== null) await banInBatch(deps, db, batch, viewer, target, wanted.ban!.until)
    await appendToPrivateLog(db, {
      at: batch.now,
      by: batch.by,
      act: 'sweep',
      subject: 'comment',
      subjectId: id,
      reason,
    })
    return rows.length
  })
}
