// What happens when whoever wrote a comment changes it, takes it back, or puts it back.

import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { type Filtered, recordCatches } from '../../filters/actions.ts'
import { countLiveOfGuest } from '../../filters/queries.ts'
import { RENDERER_VERSION } from '../../markup/render.ts'
import { tellOfMentions } from '../../notices/actions.ts'
import type { Change, Claim, Found } from '../authorship-checks.ts'
import { ownComment } from '../authorship-checks.ts'
import { endApprovals, insertHold } from '../holds/queries.ts'
import { holdRule } from '../holds/rules.ts'
import { commentFaults } from '../posting/form.ts'
import { editFault } from '../posting/limit-checks.ts'
import { lostPicture } from '../posting/picture-actions.ts'
import { whoWrote } from '../posting/writer-checks.ts'
import { guestOfComment } from '../receipts/queries.ts'
import { renderFiltered } from '../render-actions.ts'
import { changeState, invalidateThread } from '../state-actions.ts'
import { editWindow, leavesMark, undoWindow } from '../thread/rules.ts'
import * as queries from './queries.ts'

const stands = (comment: queries.WrittenComment): boolean =>
  comment.state !== 'removed' && comment.state !== 'withdrawn'

/** The change itself, in the transaction of whoever makes it: what the comment said before is kept, unless the change leaves no mark. */
export async function rewrite(
  db: Tx,
  comment: queries.WrittenComment,
  text: { source: string; html: string },
  now: number,
): Promise<void> {
  const marked = leavesMark(comment, await queries.isAnswered(db, comment), now)
  if (marked) await queries.keepVersion(db, comment)
  await queries.setText(db, comment.id, {
    format: 'markup',
    ...text,
    renderer: RENDERER_VERSION,
    edited_at: marked ? now : comment.edited_at,
  })
}

/** The taking back itself, in the transaction of whoever does it. */
export async function withdrawIn(
  db: Tx,
  comment: { id: number; account_id: number | null; state: 'live' | 'held' | 'spam' },
  now: number,
): Promise<void> {
  await queries.insertWithdrawal(db, {
    comment_id: comment.id,
    account_id: comment.account_id,
    state_before: comment.state,
    created_at: now,
  })
  await changeState(db, comment.id, 'withdrawn')
}

/**
 * What has been changed stands no longer than it was read: where a guest's had to wait it waits again, and so does
 * whatever a filter catches.
 * @returns whether it does
 */
async function waitAgain(
  deps: Deps,
  db: Tx,
  comment: queries.WrittenComment,
  caught: Filtered['hold'],
  now: number,
): Promise<boolean> {
  if (comment.state !== 'live') return false
  const hold =
    caught ??
    (comment.account_id === null && (await guestWaits(deps, db, comment.id)) ? { rule: 'changed', words: '' } : null)
  if (hold === null) return false
  await endApprovals(db, comment.id, now)
  await insertHold(db, { comment_id: comment.id, rule: hold.rule, matched_text: hold.words, created_at: now })
  return changeState(db, comment.id, 'held', now)
}

async function guestWaits(deps: Deps, db: Tx, comment: number): Promise<boolean> {
  const guest = await guestOfComment(db, comment)
  return (
    holdRule(
      { guest: true, known: guest !== undefined && (await countLiveOfGuest(db, guest)) > 1 },
      deps.settings(),
    ) !== null
  )
}

/**
 * Changes the text of a comment for whoever wrote it, as long as its window is open; the same text again changes nothing,
 * so a second press is harmless.
 * @param claim says whether whoever acts wrote it; asked again inside the transaction
 */
export async function editComment(deps: Deps, claim: Claim, id: number | null, body: string): Promise<Change> {
  const judge = async (db: Db): Promise<Found | Change> => {
    const found = await ownComment(db, claim, id)
    if (found.kind !== 'found') return found
    if (!stands(found.comment)) return { kind: 'none' }
    if (found.comment.source === body) return { kind: 'done', comment: found.comment }
    return editWindow(found.comment.created_at, deps.clock(), deps.settings().editMinutes).open
      ? found
      : { kind: 'refused', refusal: 'editLate' }
  }
  const early = await judge(deps.db)
  if (early.kind !== 'found') return early
  const fault = commentFaults({ email: '', website: '', body }).body
  if (fault !== undefined) return { kind: 'invalid', fault }
  const { whole, sifted } = await filterEdit(deps, early.comment, body)
  if ('fault' in whole) return { kind: 'invalid', fault: whole.fault }
  if (sifted.refused !== null) {
    await write(deps, (db) =>
      recordCatches(
        db,
        sifted.catches.filter(({ action }) => action === 'refuse'),
        null,
        deps.clock(),
      ),
    )
    return { kind: 'invalid', fault: sifted.refused }
  }
  const wrong = await editFault(deps, deps.db, early.comment, whole.html)
  if (wrong !== null) return { kind: 'invalid', fault: wrong }

  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<Change> => {
    const found = await judge(db)
    if (found.kind !== 'found') return found
    const { comment } = found
    if (comment.source === sifted.source) return { kind: 'done', comment }
    const lost = await lostPicture(db, whole.html)
    if (lost !== null) return { kind: 'invalid', fault: lost }
    await rewrite(db, comment, { source: sifted.source, html: whole.html }, now)
    await recordCatches(db, sifted.catches, comment.id, now)
    if (await waitAgain(deps, db, comment, sifted.hold, now))
      return { kind: 'done', comment: { ...comment, state: 'held' } }
    await tellOfMentions(db, comment.id, comment.html, now)
    return { kind: 'done', comment }
  })
  if (outcome.kind === 'done') invalidateThread(deps, outcome.comment.article_id, outcome.comment.account_nic)
  return outcome
}

/** What the site's filters make of a text that is to take the place of a comment's: what a comment that stands said before is not held against it. */
export const filterEdit = async (
  deps: Deps,
  comment: queries.WrittenComment,
  body: string,
): ReturnType<typeof renderFiltered> =>
  renderFiltered(deps, await whoWrote(deps.db, comment), body, comment.state === 'live' ? comment : null)

/** Takes a comment back; its replies stay. A second press changes nothing. Possible as long as it stands, whatever its age. */
export async function withdrawComment(deps: Deps, claim: Claim, id: number | null): Promise<Change> {
  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<Change> => {
    const found = await ownComment(db, claim, id)
    if (found.kind !== 'found') return found
    const { comment } = found
    const { state } = comment
    if (state === 'removed') return { kind: 'none' }
    if (state !== 'withdrawn') await withdrawIn(db, { ...comment, state }, now)
    return { kind: 'done', comment }
  })
  if (outcome.kind === 'done') invalidateThread(deps, outcome.comment.article_id, outcome.comment.account_nic)
  return outcome
}

/** Puts a comment back that its writer took back a moment ago: live when it was live, waiting when it waited. */
export async function undoWithdrawal(deps: Deps, claim: Claim, id: number | null): Promise<Change> {
  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<Change> => {
    const found = await ownComment(db, claim, id)
    if (found.kind !== 'found') return found
    const { comment } = found
    if (stands(comment)) return { kind: 'done', comment }
    const withdrawal = comment.state === 'withdrawn' ? await queries.withdrawalOf(db, comment.id) : undefined
    if (withdrawal === undefined) return { kind: 'none' }
    if (!undoWindow(withdrawal.created_at, now).open) return { kind: 'refused', refusal: 'undoLate' }
    await queries.endWithdrawal(db, withdrawal.id, now)
    await changeState(db, comment.id, withdrawal.state_before)
    return { kind: 'done', comment: { ...comment, state: withdrawal.state_before } }
  })
  if (outcome.kind === 'done') invalidateThread(deps, outcome.comment.article_id, outcome.comment.account_nic)
  return outcome
}
