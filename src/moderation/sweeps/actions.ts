// What happens to comments that belong together because they are spam: they are looked for, chosen, and taken away as one act.
import { appendToPrivateLog } from '../../db/log-chain.ts'
import type { Db, Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { count } from '../../format.ts'
import { tellMember } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { neighborRange } from '../../sanctions/ip-ranges.ts'
import type { Until } from '../../sanctions/rules.ts'
import { sweeps } from '../../settings.ts'
import { DAY } from '../../time.ts'
import { type Done, inBatch } from '../batches/actions.ts'
import { removeIn } from '../decisions/actions.ts'
import { banIn, isBanned, type Target } from '../people/actions.ts'
import { recentComments, type SweptRow, sweptComment } from './queries.ts'
import { similarityTo } from './rules.ts'

export type SimilarComment = SweptRow & {
  /** What it shares with the comment that the sweep began with; empty for that one itself. */ shares: string[]
}

/** The comment that a sweep begins with, and what is like it; `more` are those beyond what one sweep takes. */
export type Found = { spam: SweptRow; alike: SimilarComment[]; more: number }

/** Nobody sweeps away what they wrote themselves, nor what somebody of their rank did. */
const mayTake = (viewer: Viewer | null, row: SweptRow): boolean =>
  row.account_id === null || may.judge(viewer, { id: row.account_id, role: row.role ?? 'member' }) === null

/**
 * Looks for what is like a comment among those of the last days that stand or wait.
 * @throws AppError `missing` when there is no such comment, `forbidden` when its writer is not theirs to judge
 */
export async function findSimilar(
  deps: Pick<Deps, 'clock'>,
  db: Db,
  viewer: Viewer | null,
  id: number,
): Promise<Found> {
  allow(may.sweep(viewer))
  const spam = await sweptComment(db, id)
  if (!spam) throw missing()
  if (spam.account_id !== null) allow(may.judge(viewer, { id: spam.account_id, role: spam.role ?? 'member' }))
  const shared = similarityTo(spam)
  const recent = await recentComments(db, deps.clock() - sweeps.days * DAY, sweeps.looked)
  const itself = spam.state === 'live' || spam.state === 'held' ? [{ ...spam, shares: [] }] : []
  const others = recent
    .filter((row) => row.id !== spam.id && mayTake(viewer, row))
    .map((row) => ({ ...row, shares: shared(row) }))
    .filter(({ shares }) => shares.length > 0)
  const all = [...itself, ...others]
  return { spam, alike: all.slice(0, sweeps.comments), more: Math.max(0, all.length - sweeps.comments) }
}

/** Whom a sweep can ban besides, as far as that is known of the comment it began with. */
export const sweepBans = ['account', 'address', 'network'] as const
export type SweepBan = (typeof sweepBans)[number]

export function targetOf(spam: SweptRow, of: SweepBan): Target | null {
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

/**
 * Takes the chosen comments away, and bans whoever wrote the first of them where that is wanted: all of it one act.
 * @returns how many went
 */
export async function sweep(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  wanted: SweepRequest,
  reason: string,
): Promise<Done<{ gone: number }>> {
  allow(may.sweep(viewer))
  return inBatch(deps, viewer!, 'sweep', reason, async (db: Tx, batch) => {
    const spam = await sweptComment(db, id)
    if (!spam) throw missing()
    const rows = []
    for (const one of wanted.comments.slice(0, sweeps.comments)) {
      const row = await sweptComment(db, one)
      if (row && (row.state === 'live' || row.state === 'held') && mayTake(viewer, row)) rows.push(row)
    }
    const target = wanted.ban && targetOf(spam, wanted.ban.of)
    const shutOut = target !== null && (await isBanned(db, target, batch.now))
    if (rows.length === 0 && (target === null || shutOut)) return 'already'
    const entry = await batch.log(
      { subject: 'comment', subjectId: id, articleId: spam.article_id },
      'sweep',
      `${reason} (${count(rows.length, 'comment')}${wanted.to === 'spam' ? ', as spam' : ''})`,
    )
    for (const row of rows) await removeIn(db, batch, row, wanted.to, entry)
    for (const writer of new Set(rows.flatMap(({ account_id }) => account_id ?? [])))
      await tellMember(db, writer, entry, batch.now)
    if (target !== null) await banIn(deps, db, batch, viewer, target, wanted.ban!.until)
    await appendToPrivateLog(db, {
      at: batch.now,
      by: batch.by,
      act: 'sweep',
      subject: 'comment',
      subjectId: id,
      reason,
    })
    return { gone: rows.length }
  })
}
