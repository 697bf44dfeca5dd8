// Removes a second factor that its member has lost: an admin begins it, the member can stop it, and it is done after a wait.
import { noteChange } from '../../db/changes.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { asSentence, dateAndTime } from '../../format.ts'
import type { Act } from '../../log-acts.ts'
import { queueMail } from '../../mail/actions.ts'
import { isMailable } from '../../mail/address.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import { securityAddress } from '../queries.ts'
import { endSessionsOf } from '../sessions/queries.ts'
import { removalLetter, removedLetter } from './letters.ts'
import { hasSecondFactor } from './queries.ts'
import * as queries from './removal-queries.ts'
import { REMOVAL_WAIT_MS } from './rules.ts'

const NO_WAY_IN =
  'This account has neither a password nor a confirmed e-mail address: without its second factor nobody could sign in. Nothing was changed.'

async function log(deps: Deps, db: Tx, by: { id: number; nic: string } | null, person: number, act: Act, reason = '') {
  await appendToLog(db, {
    at: deps.clock(),
    actorId: by?.id ?? null,
    actor: by?.nic ?? 'broadside',
    act,
    subject: 'account',
    subjectId: person,
    articleId: null,
    reason,
  })
  noteChange(db, topic.log)
}

/** Queues an e-mail to the confirmed address, if there is one. */
async function mail(
  db: Tx,
  person: number,
  kind: string,
  key: string,
  letter: Parameters<typeof queueMail>[1]['letter'],
  at: number,
) {
  const member = await securityAddress(db, person)
  if (member?.email == null || !isMailable(member.email)) return
  await queueMail(db, { key, kind, to: { account: person }, recipient: member.email, letter }, at)
}

/**
 * Begins the removal: it is in the public log, and the member gets an e-mail with a link that stops it.
 * @returns false if the account has no second factor, or a removal has begun already
 * @throws AppError `conflict` where nobody could sign in afterwards
 */
export async function beginRemoval(
  deps: Deps,
  viewer: Viewer | null,
  person: { id: number; nic: string },
  reason: string,
): Promise<boolean> {
  allow(may.administer(viewer))
  const token = deps.random.token()
  return write(deps, async (db) => {
    if (!(await hasSecondFactor(db, person.id))) return false
    if (!(await queries.canEnterWithoutFactor(db, person.id))) throw new AppError('conflict', NO_WAY_IN)
    const now = deps.clock()
    const due_at = now + REMOVAL_WAIT_MS
    const row = { person_id: person.id, account_id: viewer!.id, token_hash: tokenHash(token), created_at: now, due_at }
    if (!(await queries.insertRemoval(db, row))) return false
    await log(deps, db, viewer, person.id, 'begin-factor-removal', reason === '' ? '' : asSentence(reason))
    const { siteName, timeZone } = deps.settings()
    const letter = removalLetter(
      person.nic,
      siteName,
      dateAndTime(due_at, timeZone),
      `${deps.config.baseUrl}${urls.stopRemovalLink(token)}`,
    )
    await mail(db, person.id, 'factor-removal', `factor-removal:${tokenHash(token)}`, letter, now)
    return true
  })
}

/** Ends the removal that an admin has begun. @returns whether there was one */
export async function cancelRemoval(
  deps: Deps,
  viewer: Viewer | null,
  person: { id: number },
  reason: string,
): Promise<boolean> {
  allow(may.administer(viewer))
  return write(deps, async (db) => {
    if (!(await queries.endRemoval(db, person.id, 'cancelled', deps.clock()))) return false
    await log(deps, db, viewer, person.id, 'stop-factor-removal', reason === '' ? '' : asSentence(reason))
    return true
  })
}

/** Ends the removal by the link of its e-mail. @returns whether it was open */
export const stopRemoval = (deps: Deps, token: string): Promise<boolean> =>
  write(deps, async (db) => {
    const row = await queries.removalByToken(db, tokenHash(token))
    if (row === undefined || !(await queries.endRemoval(db, row.person_id, 'stopped', deps.clock()))) return false
    await log(deps, db, null, row.person_id, 'stop-factor-removal', 'The member stopped it.')
    return true
  })

/** Ends the removal of a member who has just signed in with the second factor, in the transaction of that. */
export async function endRemovalOnSignIn(deps: Deps, db: Tx, person: number): Promise<void> {
  if (await queries.endRemoval(db, person, 'used', deps.clock()))
    await log(deps, db, null, person, 'stop-factor-removal', 'The member signed in with the second factor.')
}

/** Removes the second factors whose wait is over, and ends the sessions of their accounts. */
export async function removeDueFactors(deps: Deps): Promise<void> {
  for (const { person_id, nic } of await queries.dueRemovals(deps.db, deps.clock())) {
    const isDone = await write(deps, async (db) => {
      const now = deps.clock()
      if (!(await queries.endRemoval(db, person_id, 'done', now))) return false
      await queries.deleteFactors(db, person_id)
      await endSessionsOf(db, person_id)
      await log(deps, db, null, person_id, 'remove-factor')
      const letter = removedLetter(nic, deps.settings().siteName, `${deps.config.baseUrl}${urls.login()}`)
      await mail(db, person_id, 'factor-removed', `factor-removed:${person_id}:${now}`, letter, now)
      return true
    })
    if (isDone) deps.live.end(person_id)
  }
}
