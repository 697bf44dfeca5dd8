// Changes a member's original nic.
import { noteChange } from '../../db/changes.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { type Dates, dateAndTime } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { readings, skeleton, tidyNic } from '../../skeleton.ts'
import { topic } from '../../topics.ts'
import { takenFault, withFreeNic } from '../nics/free-checks.ts'
import { deleteExpiredNics } from '../nics/queries.ts'
import { nicFault, officeFault } from '../nics/rules.ts'
import { mailSecurityNotice } from '../security-notice-actions.ts'
import type { Origin } from '../sessions/origin.ts'
import * as queries from './queries.ts'
import { beginToSettle } from './rename-actions.ts'
import { nextChangeAt } from './rules.ts'

/** Why a member cannot have a name, or cannot change theirs now; null if they can. */
async function changeFault(deps: Deps, db: Db, viewer: Viewer, nic: string, dates: Dates): Promise<string | null> {
  if (nic === viewer.nic) return 'That is your name already.'
  const changes = await queries.changesOfName(db, viewer.id)
  const next = nextChangeAt(changes.at(-1)?.created_at ?? null, deps.settings().nameChangeDays, deps.clock())
  if (next === null) return 'Names cannot be changed on this site.'
  if (next > deps.clock()) return `You can change your name again from ${dateAndTime(next, dates)}.`
  const taken = await takenFault(deps, db, nic, viewer.id)
  if (taken !== null) return taken
  return (await queries.isUsedBeside(db, viewer.id, readings(nic)))
    ? withFreeNic({ ...deps, db }, 'Somebody else signs with that name in a thread in which you have commented.')
    : null
}

/**
 * Gives a member another original nic. The old one stays theirs, and what they have signed with it follows.
 * @param dates how the member reads the moment of the next change
 * @returns the fault of the nic, or null
 */
export async function changeName(
  deps: Deps,
  viewer: Viewer,
  typed: string,
  origin: Origin,
  dates: Dates,
): Promise<string | null> {
  const nic = tidyNic(typed)
  if (nic === '') return 'Enter the new name.'
  const bad = nicFault(nic) ?? (viewer.role === 'member' ? officeFault(nic, deps.settings().siteName) : null)
  if (bad !== null) return withFreeNic(deps, bad)
  const fault = await write(deps, async (db) => {
    const late = await changeFault(deps, db, viewer, nic, dates)
    if (late !== null) return late
    const now = deps.clock()
    await deleteExpiredNics(db, now)
    const [old, wanted] = [viewer.nic, nic].map((name) => ({ nic: name, nic_skeleton: skeleton(name) })) as [
      Named,
      Named,
    ]
    if (!(await queries.setNic(db, viewer.id, old, wanted, now))) return 'Your name has changed in another tab.'
    await record(db, viewer, wanted, now)
    await mailSecurityNotice(deps, db, viewer.id, 'name-changed', origin, now, viewer.nic)
    return null
  })
  if (fault === null) await beginToSettle(deps)
  return fault
}

type Named = { nic: string; nic_skeleton: string }

async function record(db: Tx, viewer: Viewer, { nic, nic_skeleton }: Named, now: number): Promise<void> {
  await appendToLog(db, {
    at: now,
    actorId: viewer.id,
    actor: viewer.nic,
    act: 'change-name',
    subject: 'account',
    subjectId: viewer.id,
    articleId: null,
    reason: `The new name is ${nic}.`,
  })
  await queries.insertNameChange(db, { account_id: viewer.id, old_nic: viewer.nic, new_nic: nic, created_at: now })
  await queries.renameDrafts(db, `account:${viewer.id}`, viewer.nic, nic)
  if (skeleton(viewer.nic) !== nic_skeleton)
    await queries.copyMutes(db, skeleton(viewer.nic), { value: nic_skeleton, label: nic })
  noteChange(db, topic.lists, topic.person(viewer.nic), topic.person(nic))
}
