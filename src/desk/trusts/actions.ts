// Hands out trust and takes it back: logged, told to the member, with undo.
import { accountByNicOrSkeleton } from '../../accounts/queries.ts'
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { createMemberNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { insertTrust, trustInForce } from './queries.ts'

/** Trusts a member, or no longer. @param nic of the member, as typed */
export async function setTrust(
  deps: Deps,
  viewer: Viewer | null,
  nic: string,
  isTrusted: boolean,
  reason: string,
): Promise<ActionResult> {
  const member = await accountByNicOrSkeleton(deps.db, nic)
  if (member === undefined) throw missing('There is no member of that name.')
  allow(may.trust(viewer, member))
  return runBatch(deps, viewer!, isTrusted ? 'trust' : 'end-trust', reason, async (db, batch) => {
    const known = await trustInForce(db, member.id)
    if (isTrusted === (known !== undefined)) return 'already'
    const entry = await batch.log({ subject: 'account', subjectId: member.id, articleId: null })
    if (known !== undefined) await batch.end('trusts', known.id, reason)
    else
      await batch.start(
        'trusts',
        await insertTrust(db, {
          member_id: member.id,
          account_id: batch.by.id,
          reason,
          log_entry_id: entry,
          created_at: batch.now,
        }),
      )
    await createMemberNotice(db, member.id, entry, batch.now)
    return undefined
  })
}
