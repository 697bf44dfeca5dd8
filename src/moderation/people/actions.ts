// Warns, silences, holds, bans and pardons members, and writes notes about them. Each but the note is a batch.

import { type ActionResult, runBatch } from '../../batches/actions.ts'
import { appendToPrivateLog } from '../../db/log-chain.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { createMemberNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import * as stored from '../../sanctions/queries.ts'
import { isInForce, longestSanction, type Until } from '../../sanctions/rules.ts'
import { liftBan } from './ban-actions.ts'
import { insertNote, newestNoteVersion, noteById } from './record-queries.ts'
import type { Person } from './rules.ts'
import { logSubject, reasonWithEnd } from './rules.ts'

/** Warns a member, who has to confirm the warning before posting again. */
export async function warnMember(
  deps: Deps,
  viewer: Viewer | null,
  person: Person,
  reason: string,
): Promise<ActionResult> {
  allow(may.warn(viewer, person))
  return runBatch(deps, viewer!, 'warn', reason, async (db, batch) => {
    if ((await stored.openWarnings(db, person.id)).some((one) => one.reason === reason)) return 'already'
    const entry = await batch.log(logSubject(person))
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
    await createMemberNotice(db, person.id, entry, batch.now)
    return undefined
  })
}

/** Keeps a member from posting until a moment. */
export async function silenceMember(
  deps: Deps,
  viewer: Viewer | null,
  person: Person,
  until: Until,
  reason: string,
): Promise<ActionResult> {
  allow(may.silence(viewer, person))
  return runBatch(deps, viewer!, 'silence', reason, async (db, batch) => {
    if (longestSanction(await stored.openSilences(db, person.id), batch.now) !== null) return 'already'
    const entry = await batch.log(logSubject(person), 'silence', reasonWithEnd(reason, until, deps.settings().timeZone))
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
    await createMemberNotice(db, person.id, entry, batch.now)
    return undefined
  })
}

/** Holds whatever a member writes for a moderator, until a moment. */
export async function holdMember(
  deps: Deps,
  viewer: Viewer | null,
  person: Person,
  until: Until,
  reason: string,
): Promise<ActionResult> {
  allow(may.holdMember(viewer, person))
  return runBatch(deps, viewer!, 'hold-person', reason, async (db, batch) => {
    if (longestSanction(await stored.openPersonHolds(db, person.id), batch.now) !== null) return 'already'
    const zone = deps.settings().timeZone
    const entry = await batch.log(logSubject(person), 'hold-person', reasonWithEnd(reason, until, zone))
    await batch.start(
      'person_holds',
      await stored.insertPersonHold(db, {
        person_id: person.id,
        account_id: batch.by.id,
        reason,
        log_entry_id: entry,
        created_at: batch.now,
        until_at: until,
      }),
    )
    await createMemberNotice(db, person.id, entry, batch.now)
    return undefined
  })
}

/** Ends the warnings, silences, holds and bans of a member, also a ban of their e-mail address. */
export async function pardonMember(
  deps: Deps,
  viewer: Viewer | null,
  person: Person,
  reason: string,
): Promise<ActionResult> {
  allow(may.pardon(viewer, person))
  return runBatch(deps, viewer!, 'pardon', reason, async (db, batch) => {
    const email = await stored.emailOf(db, person.id)
    const bans = await stored.bansThatMayApply(db, { account: person.id, email, address: null })
    const found = [
      ...(await stored.openWarnings(db, person.id)).map(({ id }) => ['warnings', id] as const),
      ...(await stored.openSilences(db, person.id))
        .filter((one) => isInForce(one, batch.now))
        .map(({ id }) => ['silences', id] as const),
      ...(await stored.openPersonHolds(db, person.id))
        .filter((one) => isInForce(one, batch.now))
        .map(({ id }) => ['person_holds', id] as const),
      ...bans.filter((one) => isInForce(one, batch.now)).map(({ id }) => ['bans', id] as const),
    ]
    if (found.length === 0) return 'already'
    await createMemberNotice(db, person.id, await batch.log(logSubject(person)), batch.now)
    for (const [noun, id] of found) await (noun === 'bans' ? liftBan(db, batch, id) : batch.end(noun, id, reason))
    return undefined
  })
}

/**
 * Writes a note about a member, which only moderators see, or a new version of one.
 * @param noteId the first version of the note to correct, or null for a new note
 * @returns false when the note already says that
 * @throws AppError `missing` when the member has no such note
 */
export async function saveNote(
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
    if (first && (await newestNoteVersion(db, first.id))?.body === body) return false
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
