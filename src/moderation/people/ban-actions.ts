// Bans an account, an e-mail address or network addresses, and ends bans.

import type { ActionResult, Batch } from '../../batches/actions.ts'
import { runBatch } from '../../batches/actions.ts'
import { appendToPrivateLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { count } from '../../format.ts'
import type { Range } from '../../ip-ranges.ts'
import { foldEmail } from '../../mail/address.ts'
import { createMemberNotice } from '../../notices/actions.ts'
import type { Viewer } from '../../permissions.ts'
import { allow, may } from '../../permissions.ts'
import * as stored from '../../sanctions/queries.ts'
import type { Until } from '../../sanctions/rules.ts'
import { isInForce } from '../../sanctions/rules.ts'
import { sweepLimits } from '../../settings.ts'
import { openAppealIds } from '../appeals/queries.ts'
import { isPicked, removeAllInBatch } from '../decisions/bulk-actions.ts'
import type { SweptRow } from '../sweeps/queries.ts'
import { commentsFrom } from '../sweeps/queries.ts'
import type { Person } from './rules.ts'
import { logSubject, reasonWithEnd } from './rules.ts'

/** The target of a ban: an account, an e-mail address or network addresses. */
export type BanTarget = { person: Person } | { email: string } | { address: Range }

/** The target as columns of a ban. */
const banTargetRow = (target: BanTarget) =>
  'person' in target
    ? { person_id: target.person.id }
    : 'email' in target
      ? { email: foldEmail(target.email) }
      : { address: target.address }

/** Whether a ban of exactly this target is in force. */
export const isBanned = async (db: Tx, target: BanTarget, now: number): Promise<boolean> =>
  (await stored.openBansOf(db, banTargetRow(target))).some((ban) => isInForce(ban, now))

/** The account that a ban signs out: the target, or the account that has its e-mail address. */
const bannedAccount = async (db: Tx, target: BanTarget): Promise<Person | null> =>
  'person' in target
    ? target.person
    : 'email' in target
      ? ((await stored.accountOfEmail(db, foldEmail(target.email))) ?? null)
      : null

/**
 * Bans a target in the caller's batch.
 * @param note appended to the reason in the log
 * @returns the id of the log entry, or `already` when the same ban is in force
 */
export async function banInBatch(
  deps: Deps,
  db: Tx,
  batch: Batch,
  viewer: Viewer | null,
  target: BanTarget,
  until: Until,
  note = '',
): Promise<number | 'already'> {
  const account = await bannedAccount(db, target)
  allow(may.ban(viewer, account))
  const row = banTargetRow(target)
  if (await isBanned(db, target, batch.now)) return 'already'
  const act = 'person' in target ? 'ban' : 'email' in target ? 'ban-email' : 'ban-address'
  const entry = await batch.log(
    'person' in target ? logSubject(target.person) : { subject: 'setting', subjectId: 0, articleId: null },
    act,
    `${reasonWithEnd(batch.reason, until, deps.settings().timeZone)}${note}`,
  )
  const id = await stored.insertBan(db, {
    person_id: 'person_id' in row ? row.person_id : null,
    email: 'email' in row ? row.email : null,
    address_from: 'address' in row ? row.address.from : null,
    address_to: 'address' in row ? row.address.to : null,
    account_id: batch.by.id,
    reason: batch.reason,
    log_entry_id: entry,
    created_at: batch.now,
    until_at: until,
  })
  await batch.start('bans', id)
  if (!('person' in target))
    await appendToPrivateLog(db, {
      at: batch.now,
      by: batch.by,
      act,
      subject: 'ban',
      subjectId: id,
      reason: batch.reason,
    })
  if (account !== null) await createMemberNotice(db, account.id, entry, batch.now)
  return entry
}

/** Live and held comments of a ban's target since a moment, at most as many as one sweep removes. */
async function commentsOfTarget(db: Tx, target: BanTarget, since: number): Promise<SweptRow[]> {
  const row = banTargetRow(target)
  const found = await commentsFrom(db, row, since, sweepLimits.comments)
  const account = 'email' in row ? await stored.accountOfEmail(db, row.email) : undefined
  if (account === undefined) return found
  const own = await commentsFrom(db, { person_id: account.id }, since, sweepLimits.comments)
  return [...new Map([...found, ...own].map((one) => [one.id, one])).values()]
    .sort((a, b) => b.created_at - a.created_at || b.id - a.id)
    .slice(0, sweepLimits.comments)
}

/**
 * Bans a target; the sessions and live streams of an account end at once.
 * @param since the moment from which on comments of the target are removed, or null to keep them
 * @returns how many comments were removed
 */
export async function banTarget(
  deps: Deps,
  viewer: Viewer | null,
  target: BanTarget,
  until: Until,
  reason: string,
  since: number | null,
): Promise<ActionResult<number>> {
  allow(may.ban(viewer, 'person' in target ? target.person : null))
  return runBatch(deps, viewer!, 'ban', reason, async (db, batch) => {
    const removed = since === null ? [] : await commentsOfTarget(db, target, since)
    const named = removed.filter((row) => !isPicked(row)).length
    const entry = await banInBatch(
      deps,
      db,
      batch,
      viewer,
      target,
      until,
      named === 0 ? '' : ` ${count(named, 'comment')} removed.`,
    )
    if (entry === 'already') return 'already'
    await removeAllInBatch(db, batch, removed, 'removed', async () => entry)
    return removed.length
  })
}

/** Ends a ban and grants the appeals against it, in the caller's batch. */
export async function liftBan(db: Tx, batch: Batch, id: number): Promise<void> {
  for (const appeal of await openAppealIds(db, { ban: id })) await batch.end('appeals', appeal, 'granted')
  await batch.end('bans', id, batch.reason)
}

/** Ends one ban in the caller's batch; the caller writes the public log entry. @returns false when it is no longer in force */
export async function endBanInBatch(
  db: Tx,
  batch: Batch,
  row: { id: number; person_id: number | null; until_at: Until; ended_at: number | null },
): Promise<boolean> {
  if (!isInForce(row, batch.now)) return false
  await liftBan(db, batch, row.id)
  if (row.person_id === null)
    await appendToPrivateLog(db, {
      at: batch.now,
      by: batch.by,
      act: 'pardon',
      subject: 'ban',
      subjectId: row.id,
      reason: batch.reason,
    })
  return true
}

/** The log subject of a ban: its account. Bans of e-mail and network addresses have none. */
export const banLogSubject = (ban: { person_id: number | null }) =>
  ban.person_id === null
    ? ({ subject: 'setting', subjectId: 0, articleId: null } as const)
    : logSubject({ id: ban.person_id })

/** Ends one ban. @throws AppError `missing` for an unknown id */
export async function endBan(deps: Deps, viewer: Viewer | null, id: number, reason: string): Promise<ActionResult> {
  allow(may.pardon(viewer, null))
  return runBatch(deps, viewer!, 'pardon', reason, async (db, batch) => {
    const row = await stored.banById(db, id)
    if (!row) throw missing()
    const [person] = await stored.sanctionedAccounts(db, 'bans', [id])
    allow(may.pardon(viewer, person ?? null))
    if (!isInForce(row, batch.now)) return 'already'
    const entry = await batch.log(banLogSubject(row))
    if (person) await createMemberNotice(db, person.id, entry, batch.now)
    await endBanInBatch(db, batch, row)
    return undefined
  })
}
