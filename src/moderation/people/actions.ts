// What happens when a moderator acts about a person: a warning, a silence, a ban, a pardon, a note. Each but the note is a batch.
import { appendToPrivateLog } from '../../db/log-chain.ts'

import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { asSentence, count } from '../../format.ts'
import { foldEmail } from '../../mail/address.ts'
import { tellMember } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import type { Range } from '../../sanctions/ip-ranges.ts'
import * as stored from '../../sanctions/queries.ts'
import { isInForce, longestSanction, type Until, untilWords } from '../../sanctions/rules.ts'
import { sweeps } from '../../settings.ts'
import { openAppealIds } from '../appeals/queries.ts'
import { type Batch, type Done, inBatch } from '../batches/actions.ts'
import { removeIn } from '../decisions/actions.ts'
import { commentsFrom, recentComments, type SweptRow } from '../sweeps/queries.ts'
import { insertNote, type ModeratedMember, noteById, noteNow } from './record-queries.ts'

export type Person = Pick<ModeratedMember, 'id' | 'nic' | 'role'>

const about = (person: { id: number }) => ({ subject: 'account', subjectId: person.id, articleId: null }) as const

/** What the log says of an act that ends by itself. */
const withEnd = (deps: Deps, reason: string, until: Until): string =>
  `${asSentence(reason)} ${until === null ? 'For ever.' : `${untilWords(until, deps.settings().timeZone).replace('until', 'Until')}.`}`

/** Warns a member: they say that they have read it before they post again. */
export async function warn(deps: Deps, viewer: Viewer | null, person: Person, reason: string): Promise<Done> {
  allow(may.warn(viewer, person))
  return inBatch(deps, viewer!, 'warn', reason, async (db, batch) => {
    if ((await stored.warningsOn(db, person.id)).some((one) => one.reason === reason)) return 'already'
    const entry = await batch.log(about(person))
    await batch.start(
      'warnings',
      await stored.insertWarning(db, {
        person_id: person.id,
        account_id: batch.by.id,
        reason,
        log_entry_id: entry,
        created_at: batch.now,
      }),
    )
    await tellMember(db, person.id, entry, batch.now)
    return undefined
  })
}

/** Lets a member read and not post. */
export async function silence(
  deps: Deps,
  viewer: Viewer | null,
  person: Person,
  until: Until,
  reason: string,
): Promise<Done> {
  allow(may.silence(viewer, person))
  return inBatch(deps, viewer!, 'silence', reason, async (db, batch) => {
    if (longestSanction(await stored.silencesOn(db, person.id), batch.now) !== null) return 'already'
    const entry = await batch.log(about(person), 'silence', withEnd(deps, reason, until))
    await batch.start(
      'silences',
      await stored.insertSilence(db, {
        person_id: person.id,
        account_id: batch.by.id,
        reason,
        log_entry_id: entry,
        created_at: batch.now,
        until_at: until,
      }),
    )
    await tellMember(db, person.id, entry, batch.now)
    return undefined
  })
}

/** What a ban is of: an account, a mail address, or network addresses. */
export type Target = { person: Person } | { email: string } | { address: Range }

/** What is banned, as its row says it. */
const targetRow = (target: Target) =>
  'person' in target
    ? { person_id: target.person.id }
    : 'email' in target
      ? { email: foldEmail(target.email) }
      : { address: target.address }

/** Whether the very same ban holds. */
export const isBanned = async (db: Tx, target: Target, now: number): Promise<boolean> =>
  (await stored.bansOf(db, targetRow(target))).some((ban) => isInForce(ban, now))

/** The account that a ban shuts out, if any: that of a mail address is judged like any other. */
const shutOutBy = async (db: Tx, target: Target): Promise<Person | null> =>
  'person' in target
    ? target.person
    : 'email' in target
      ? ((await stored.accountOfEmail(db, foldEmail(target.email))) ?? null)
      : null

/** Makes a ban in a batch that is under way. @returns its entry in the log, or `already` where the same one holds */
export async function banIn(
  deps: Deps,
  db: Tx,
  batch: Batch,
  viewer: Viewer | null,
  target: Target,
  until: Until,
  note = '',
): Promise<number | 'already'> {
  const shutOut = await shutOutBy(db, target)
  allow(may.ban(viewer, shutOut))
  const row = targetRow(target)
  if (await isBanned(db, target, batch.now)) return 'already'
  const act = 'person' in target ? 'ban' : 'email' in target ? 'ban-email' : 'ban-address'
  const entry = await batch.log(
    'person' in target ? about(target.person) : { subject: 'setting', subjectId: 0, articleId: null },
    act,
    `${withEnd(deps, batch.reason, until)}${note}`,
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
  if (shutOut !== null) await tellMember(db, shutOut.id, entry, batch.now)
  return entry
}

/** What goes with a ban: comments of its target that stand or wait, written since a moment, as many as one act takes. */
async function goingWith(db: Tx, target: Target, since: number): Promise<SweptRow[]> {
  const row = targetRow(target)
  if (!('email' in row)) return commentsFrom(db, row, since, sweeps.comments)
  return (await recentComments(db, since, sweeps.looked))
    .filter((one) => one.email_folded === row.email || (one.email !== null && foldEmail(one.email) === row.email))
    .slice(0, sweeps.comments)
}

/**
 * Bans an account, a mail address or network addresses; sessions and streams of the account end at once.
 * @param since moment from which on what they wrote goes with it, or null to leave it
 * @returns how many comments went with it
 */
export async function ban(
  deps: Deps,
  viewer: Viewer | null,
  target: Target,
  until: Until,
  reason: string,
  since: number | null,
): Promise<Done<number>> {
  allow(may.ban(viewer, 'person' in target ? target.person : null))
  return inBatch(deps, viewer!, 'ban', reason, async (db, batch) => {
    const gone = since === null ? [] : await goingWith(db, target, since)
    const entry = await banIn(
      deps,
      db,
      batch,
      viewer,
      target,
      until,
      gone.length === 0 ? '' : ` ${count(gone.length, 'comment')} went with it.`,
    )
    if (entry === 'already') return 'already'
    for (const comment of gone) await removeIn(db, batch, comment, 'removed', entry)
    return gone.length
  })
}

/** Ends what holds against a member: every warning, silence and ban, that of their mail address included. */
export async function pardon(deps: Deps, viewer: Viewer | null, person: Person, reason: string): Promise<Done> {
  allow(may.pardon(viewer, person))
  return inBatch(deps, viewer!, 'pardon', reason, async (db, batch) => {
    const email = await stored.emailOf(db, person.id)
    const bans = await stored.bansOn(db, { account: person.id, email, address: null })
    const found = [
      ...(await stored.warningsOn(db, person.id)).map(({ id }) => ['warnings', id] as const),
      ...(await stored.silencesOn(db, person.id))
        .filter((one) => isInForce(one, batch.now))
        .map(({ id }) => ['silences', id] as const),
      ...bans.filter((one) => isInForce(one, batch.now)).map(({ id }) => ['bans', id] as const),
    ]
    if (found.length === 0) return 'already'
    await tellMember(db, person.id, await batch.log(about(person)), batch.now)
    for (const [noun, id] of found) await (noun === 'bans' ? liftBan(db, batch, id) : batch.end(noun, id, reason))
    return undefined
  })
}

/** Ends a ban, and grants what was appealed against it, in a batch that is under way. */
async function liftBan(db: Tx, batch: Batch, id: number): Promise<void> {
  for (const appeal of await openAppealIds(db, { ban: id })) await batch.end('appeals', appeal, 'granted')
  await batch.end('bans', id, batch.reason)
}

/** Ends one ban in a batch that is under way, as the log is told by whoever does. @returns false where it does not hold any more */
export async function endBanIn(
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

/** Audience the log names for a ban: its account, and of mail and network addresses nobody. */
export const subjectOfBan = (ban: { person_id: number | null }) =>
  ban.person_id === null
    ? ({ subject: 'setting', subjectId: 0, articleId: null } as const)
    : about({ id: ban.person_id })

/** Ends one ban. @throws AppError `missing` when there is none of that id */
export async function endBan(deps: Deps, viewer: Viewer | null, id: number, reason: string): Promise<Done> {
  allow(may.pardon(viewer, null))
  return inBatch(deps, viewer!, 'pardon', reason, async (db, batch) => {
    const row = await stored.banById(db, id)
    if (!row) throw missing()
    const [person] = await stored.personsOf(db, 'bans', [id])
    allow(may.pardon(viewer, person ?? null))
    if (!isInForce(row, batch.now)) return 'already'
    const entry = await batch.log(subjectOfBan(row))
    if (person) await tellMember(db, person.id, entry, batch.now)
    await endBanIn(db, batch, row)
    return undefined
  })
}

/**
 * Writes a note about somebody, for moderators alone, or corrects one: what it said before stays as an earlier version.
 * @param noteId the first version of the note that is corrected, or null for a new one
 * @returns false when it says that already
 * @throws AppError `missing` when there is no such note about them
 */
export async function note(
  deps: Deps,
  viewer: Viewer | null,
  person: Person,
  body: string,
  noteId: number | null,
): Promise<boolean> {
  allow(may.note(viewer, person))
  const now = deps.clock()
  return write(deps, async (db) => {
    const first = noteId === null ? undefined : await noteById(db, noteId)
    if (noteId !== null && (first === undefined || first.person_id !== person.id || first.first_version_id !== null))
      throw missing()
    if (first && (await noteNow(db, first.id))?.body === body) return false
    await insertNote(db, {
      person_id: person.id,
      first_version_id: first?.id ?? null,
      account_id: viewer!.id,
      body,
      created_at: now,
    })
    await appendToPrivateLog(db, {
      at: now,
      by: viewer!,
      act: first ? 'correct-note' : 'note',
      subject: 'account',
      subjectId: person.id,
      reason: body,
    })
    return true
  })
}
