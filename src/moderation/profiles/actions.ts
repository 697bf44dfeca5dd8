// Removes parts of a member's page: the values that they have now, until the member enters others.
import { insertRemoval, type ProfileField, profileOf } from '../../accounts/profile/queries.ts'
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import { noteChange } from '../../db/changes.ts'
import type { Deps } from '../../deps.ts'
import { createMemberNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { topic } from '../../topics.ts'
import type { Person } from '../people/rules.ts'
import { logSubject } from '../people/rules.ts'

/** @returns `already` when none of the fields has anything that readers see */
export async function removeFromProfile(
  deps: Deps,
  viewer: Viewer | null,
  person: Person,
  fields: readonly ProfileField[],
  reason: string,
): Promise<ActionResult> {
  allow(may.sanction(viewer, person))
  return runBatch(deps, viewer!, 'clear-profile', reason, async (db, batch) => {
    const profile = await profileOf(db, person.id)
    const values = fields.flatMap((field) => {
      const value = profile?.[field]
      return value && profile[`${field}_removed`] === 0 ? [{ field, value }] : []
    })
    if (values.length === 0) return 'already'
    const entry = await batch.log(logSubject(person))
    for (const { field, value } of values)
      await batch.start(
        'profile_removals',
        await insertRemoval(db, {
          person_id: person.id,
          field,
          value,
          account_id: batch.by.id,
          reason,
          log_entry_id: entry,
          created_at: batch.now,
        }),
      )
    await createMemberNotice(db, person.id, entry, batch.now)
    noteChange(db, topic.person(person.nic))
    return undefined
  })
}
