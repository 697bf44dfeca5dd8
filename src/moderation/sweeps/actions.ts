// Finds comments that are similar to spam, and removes the chosen ones as one action.

import { type ActionResult, runBatch } from '../../batches/actions.ts'
import { traitsAmong } from '../../comments/trait-queries.ts'
import { appendToPrivateLog } from '../../db/log-chain.ts'
import type { Db, Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { traitsOf } from '../../filters/traits.ts'
import { neighborRange } from '../../ip-ranges.ts'
import { createMemberNotice } from '../../notices/actions.ts'
import { allow, ladder, may, type Viewer } from '../../permissions.ts'
import type { Until } from '../../sanctions/rules.ts'
import { sweepLimits } from '../../settings.ts'
import { DAY } from '../../time.ts'
import { isPicked, removeAllInBatch } from '../decisions/bulk-actions.ts'
import { sweptReason } from '../log/rules.ts'
import type { BanTarget } from '../people/ban-actions.ts'
import { banInBatch, isBanned } from '../people/ban-actions.ts'
import type { SweepBan } from './form.ts'
import * as queries from './queries.ts'
import { type SweepCandidate, type SweptRow, sweptComment } from './queries.ts'
import { sharedWith } from './rules.ts'

/** `shares` is what it has in common with the comment that the sweep starts from. */
export type SimilarComment = SweptRow & { shares: string[] }

/**
 * The comment that a sweep starts from, and the similar ones. `alike` shares account, browser, text or a linked host, and
 * has the comment itself first; `nearby` shares the address or the network only. `more` is how many exceed the limit of a
 * sweep, at least that many if `isMany`.
 */
export type SweepCandidates = {
  spam: SweptRow
  alike: SimilarComment[]
  nearby: SimilarComment[]
  more: number
  isMany: boolean
}

/** Not one's own comments, nor those of members of one's own rank or above. */
const maySweep = (viewer: Viewer | null, row: SweptRow): boolean =>
  row.account_id === null || may.sanction(viewer, { id: row.account_id, role: row.role ?? 'member' }) === null

const byAge = (a: SweepCandidate, b: SweepCandidate): number => b.created_at - a.created_at || b.id - a.id

/**
 * Finds live and held comments of the last days that are similar to a comment: one bounded query for each trait.
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
  const range = {
    since: deps.clock() - sweepLimits.days * DAY,
    roles: ladder.slice(0, ladder.indexOf(viewer!.role)),
    except: viewer!.id,
    limit: sweepLimits.examined,
  }
  const traits = traitsOf(spam.html)
  const ofAccount = spam.account_id === null ? [] : await queries.sameAccount(db, spam.account_id, range)
  const ofBrowser = await queries.sameBrowser(db, id, range)
  const ofTraits = []
  for (const trait of traits) ofTraits.push(await queries.sameTrait(db, trait, range))
  const near = spam.address === null ? [] : await queries.sameAddresses(db, neighborRange(spam.address), range)
  const strong = distinctOthers([...ofAccount, ...ofBrowser, ...ofTraits.flat()], new Set([id])).sort(byAge)
  const weak = distinctOthers(near, new Set([id, ...strong.map((one) => one.id)]))
  const isSweepable = spam.state === 'live' || spam.state === 'held'
  const room = sweepLimits.comments - (isSweepable ? 1 : 0)
  const listed = [...strong, ...weak].slice(0, room).map((one) => one.id)
  const rows = new Map((await queries.sweptComments(db, listed)).map((row) => [row.id, row]))
  const stored = new Set((await traitsAmong(db, listed, traits)).map((row) => `${row.comment_id} ${row.trait}`))
  const browsers = new Set(ofBrowser.map((one) => one.id))
  const itself = isSweepable ? [{ ...spam, shares: [] }] : []
  const found = listed.flatMap((one) => {
    const row = rows.get(one)
    if (row === undefined) return []
    const { strong, address } = sharedWith(
      spam,
      row,
      browsers.has(one),
      traits.filter((trait) => stored.has(`${one} ${trait}`)),
    )
    return [{ ...row, shares: [...strong, ...(address === null ? [] : [address])], isStrong: strong.length > 0 }]
  })
  return {
    spam,
    alike: [...itself, ...found.filter((one) => one.isStrong)],
    nearby: found.filter((one) => !one.isStrong),
    more: Math.max(0, strong.length + weak.length - room),
    isMany: [ofAccount, ofBrowser, ...ofTraits, near].some((rows) => rows.length === sweepLimits.examined),
  }
}

/** The candidates without those to leave out, each once. */
const distinctOthers = (candidates: readonly SweepCandidate[], except: ReadonlySet<number>): SweepCandidate[] => [
  ...new Map(candidates.filter(({ id }) => !except.has(id)).map((one) => [one.id, one])).values(),
]

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

/** The log subject of a sweep: the comment that it began with, unless that has a picked name. */
const sweepSubject = (spam: SweptRow) =>
  isPicked(spam)
    ? ({ subject: 'setting', subjectId: 0, articleId: null } as const)
    : ({ subject: 'comment', subjectId: spam.id, articleId: spam.article_id } as const)

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
    const rows = (await queries.sweptComments(db, wanted.comments.slice(0, sweepLimits.comments))).filter(
      (row) => (row.state === 'live' || row.state === 'held') && maySweep(viewer, row),
    )
    const target = wanted.ban && sweepBanTarget(spam, wanted.ban.of)
    const isTargetBanned = target !== null && (await isBanned(db, target, batch.now))
    if (rows.length === 0 && (target === null || isTargetBanned)) return 'already'
    const named = rows.filter((row) => !isPicked(row)).length
    const entries = await removeAllInBatch(db, batch, rows, wanted.to, () =>
      batch.log(sweepSubject(spam), 'sweep', sweptReason(reason, named, wanted.to)),
    )
    for (const writer of new Set(rows.flatMap(({ account_id }) => account_id ?? []))) {
      const first = rows.find(({ account_id }) => account_id === writer)!
      await createMemberNotice(db, writer, entries.get(first.id)!, batch.now)
    }
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
