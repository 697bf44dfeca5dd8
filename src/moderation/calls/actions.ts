// Calls staff by e-mail and webhook when something waits longer than promised.
import { queueCommentsTally } from '../../comments/holds/queries.ts'
import { reportsTally } from '../../comments/reports/queries.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { lettersTally } from '../../desk/letters/queries.ts'
import { storiesTally } from '../../desk/queue/queries.ts'
import { queueMail } from '../../mail/actions.ts'
import type { Site } from '../../mail/letter.ts'
import { DAY } from '../../time.ts'
import { appealsTally } from '../appeals/queries.ts'
import { addTallies } from '../queue/rules.ts'
import * as stored from './queries.ts'
import {
  CALL_INTERVAL_MS,
  callLetter,
  callMessage,
  type Limits,
  MAX_ATTEMPTS,
  nextAttemptAt,
  type Overdue,
  overdueCount,
  overdueLimits,
} from './rules.ts'
import { postToWebhook, WebhookError } from './webhook-actions.ts'

const KEPT_MS = 30 * DAY

const siteOf = ({ settings, config }: Pick<Deps, 'settings' | 'config'>): Site => ({
  name: settings().siteName,
  base: config.baseUrl,
})

/** What has waited since the limits or longer. @param after what had waited since then was called for before */
async function readOverdue(
  { db, clock }: Deps,
  limits: Limits,
  after: Limits = { queue: -1, desk: -1 },
): Promise<Overdue> {
  const queue = { after: after.queue, upTo: limits.queue }
  const desk = { after: after.desk, upTo: limits.desk }
  return {
    held: await queueCommentsTally(db, 'held', queue),
    flagged: await queueCommentsTally(db, 'flagged', queue),
    appeals: await appealsTally(db, clock(), queue),
    reports: await reportsTally(db, queue),
    submissions: addTallies(await storiesTally(db, desk), await lettersTally(db, desk)),
  }
}

/** Calls for what has become overdue since the last call, then sends the webhook of the last call. */
export async function callStaff(deps: Deps): Promise<void> {
  const { callAddresses, callWebhook } = deps.settings()
  if (callAddresses.length === 0 && callWebhook === null) return
  const now = deps.clock()
  const limits = overdueLimits(deps.settings(), now)
  if (limits === null) return
  await callForNew(deps, limits, now)
  const last = await stored.lastCall(deps.db)
  if (last?.webhook === 'waiting' && last.next_attempt_at <= now) await sendWebhook(deps, last, limits, now)
}

async function callForNew(deps: Deps, limits: Limits, now: number): Promise<void> {
  const last = await stored.lastCall(deps.db)
  // A call from the future was made before the clock was set back.
  const counted = last !== undefined && last.created_at <= now ? last : null
  if (counted !== null && now - counted.created_at < CALL_INTERVAL_MS) return
  const before = { queue: counted?.waiting_before ?? -1, desk: counted?.desk_before ?? -1 }
  if (overdueCount(await readOverdue(deps, limits, before)) === 0) return
  const overdue = await readOverdue(deps, limits)
  const { callAddresses, callWebhook } = deps.settings()
  const letter = callLetter(overdue, siteOf(deps), now)
  const id = await write(deps, async (db) => {
    const call = await stored.insertCall(db, {
      follows: last?.id ?? 0,
      created_at: now,
      waiting_before: Math.max(before.queue, limits.queue),
      desk_before: Math.max(before.desk, limits.desk),
      webhook: callWebhook === null ? 'none' : 'waiting',
      next_attempt_at: now,
      last_error: null,
    })
    if (call === undefined) return undefined
    await stored.deleteOldCalls(db, call, now - KEPT_MS)
    for (const recipient of callAddresses)
      await queueMail(db, { key: `call:${call}:${recipient}`, kind: 'call', to: null, recipient, letter }, now)
    return call
  })
  if (id !== undefined) deps.log.info({ call: id, overdue: overdueCount(overdue) }, 'staff called')
}

/** Makes one attempt. What was answered in between is no longer called for. */
async function sendWebhook(deps: Deps, call: stored.CallRow, limits: Limits, now: number): Promise<void> {
  const settle = (end: Parameters<typeof stored.settleWebhook>[2], error: string | null = null) =>
    write(deps, (db) => stored.settleWebhook(db, call.id, end, error))
  const next = nextAttemptAt(call.attempts, now)
  if (!(await write(deps, (db) => stored.claimAttempt(db, call, next)))) return
  const overdue = await readOverdue(deps, limits)
  const address = deps.settings().callWebhook
  if (address === null || overdueCount(overdue) === 0) return settle('dropped').then(() => undefined)
  try {
    await postToWebhook(address, callMessage(overdue, siteOf(deps), now), deps.config.webhookPrivate)
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error
    const isLast = call.attempts + 1 >= MAX_ATTEMPTS
    deps.log.warn({ call: call.id, attempt: call.attempts + 1, fault: error.message, isLast }, 'webhook not sent')
    await settle(isLast ? 'failed' : 'waiting', error.message)
    return
  }
  await settle('sent')
}
