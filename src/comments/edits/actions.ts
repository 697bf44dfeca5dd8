// Lets the writer of a comment edit it, withdraw it, or undo the withdrawal.
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { type Filtered, recordCatches } from '../../filters/actions.ts'
import { countLiveOfGuest } from '../../filters/queries.ts'
import { RENDERER_VERSION } from '../../markup/render.ts'
import { updateMentionNotices } from '../../notices/actions.ts'
import { isSiteOnHold, personHold, postingBlock, type Sender } from '../../sanctions/checks.ts'
import { type Change, type Claim, type Found, ownComment } from '../authorship-checks.ts'
import { endApprovals, insertHold } from '../holds/queries.ts'
import { holdRule } from '../holds/rules.ts'
import { bodyFault } from '../posting/form.ts'
import { editFault } from '../posting/limit-checks.ts'
import { missingPictureFault } from '../posting/picture-actions.ts'
import { writerOfComment } from '../posting/writer-checks.ts'
import { guestOfComment } from '../receipts/queries.ts'
import { renderFiltered } from '../render-actions.ts'
import { changeState, invalidateThread } from '../state-actions.ts'
import { editWindow, leavesMark, undoWindow } from '../thread/rules.ts'
import { isUnwatched } from '../thread/state-checks.ts'
import { replaceTraits } from '../trait-queries.ts'
import * as queries from './queries.ts'

const isEditable = (comment: queries.WrittenComment): boolean =>
  comment.state !== 'removed' && comment.state !== 'withdrawn'

/** Replaces the text of a comment and saves the earlier version, unless the edit leaves no mark. */
async function replaceText(
  db: Tx,
  comment: queries.WrittenComment,
  text: { source: string; html: string },
  now: number,
): Promise<void> {
  const marked = leavesMark(comment, await queries.isAnswered(db, comment), now)
  if (marked) await queries.insertVersion(db, comment)
  await queries.setText(db, comment.id, {
    format: 'markup',
    ...text,
    renderer: RENDERER_VERSION,
    edited_at: marked ? now : comment.edited_at,
  })
  await replaceTraits(db, comment.id, text.html)
}

async function markWithdrawn(
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

/** The rule that holds the edit of a live comment, beside filters: its writer or the site is on hold, nobody is on duty, or a guest's comments are read first. */
async function editHoldRule(
  deps: Deps,
  db: Tx,
  comment: queries.WrittenComment,
): Promise<'person' | 'site' | 'watch' | 'changed' | null> {
  const { account_id: account } = comment
  if (account !== null && (await writerOfComment(db, comment)).staff) return null
  if (account !== null && (await personHold(deps, db, account)) !== null) return 'person'
  if (await isSiteOnHold(deps, db)) return 'site'
  if (await isUnwatched(deps, db)) return 'watch'
  return account === null && (await isHeldByGuestPolicy(deps, db, comment.id)) ? 'changed' : null
}

/**
 * Holds a live comment again after an edit, if a filter caught the new text or a rule wants it read first.
 * @returns whether it is held now
 */
async function holdAgain(
  deps: Deps,
  db: Tx,
  comment: queries.WrittenComment,
  caught: Filtered['hold'],
  now: number,
): Promise<boolean> {
  if (comment.state !== 'live') return false
  const rule = caught === null ? await editHoldRule(deps, db, comment) : null
  const hold = caught ?? (rule === null ? null : { rule, words: '' })
  if (hold === null) return false
  await endApprovals(db, comment.id, now)
  await insertHold(db, { comment_id: comment.id, rule: hold.rule, matched_text: hold.words, created_at: now })
  return changeState(db, comment.id, 'held', now)
}

async function isHeldByGuestPolicy(deps: Deps, db: Tx, comment: number): Promise<boolean> {
  const guest = await guestOfComment(db, comment)
  const known = guest !== undefined && (await countLiveOfGuest(db, guest)) > 1
  return holdRule({ guest: true, known }, deps.settings()) !== null
}

/** Who edits: by what claim the comment is theirs, and from where. */
export type Editor = { claim: Claim; sender: Sender }

/** Finds the comment and checks that its text can be edited now. The same text again is done already. */
async function checkEdit(
  deps: Deps,
  db: Db,
  { claim, sender }: Editor,
  id: number | null,
  body: string,
): Promise<Found | Change> {
  const found = await ownComment(db, claim, id)
  if (found.kind !== 'found') return found
  if (!isEditable(found.comment)) return { kind: 'none' }
  if (found.comment.source === body) return { kind: 'done', comment: found.comment }
  if (!editWindow(found.comment.created_at, deps.clock(), deps.settings().editMinutes).open)
    return { kind: 'refused', refusal: 'editLate' }
  const block = await postingBlock(deps, db, sender)
  return block === null ? found : { kind: 'refused', refusal: block.refusal, sentence: block.sentence }
}

/**
 * Edits a comment for its writer, as long as the edit window is open. A second press changes nothing.
 * @param editor whether the comment is theirs, and whether they may post; checked again inside the transaction
 */
export async function editComment(deps: Deps, editor: Editor, id: number | null, body: string): Promise<Change> {
  const early = await checkEdit(deps, deps.db, editor, id, body)
  if (early.kind !== 'found') return early
  const typedFault = bodyFault(body)
  if (typedFault !== null) return { kind: 'invalid', fault: typedFault }
  const { rendered, filtered } = await filterEdit(deps, early.comment, body)
  if ('fault' in rendered) return { kind: 'invalid', fault: rendered.fault }
  if (filtered.refused !== null) {
    const refusing = filtered.catches.filter(({ action }) => action === 'refuse')
    await write(deps, (db) => recordCatches(db, refusing, null, deps.clock()))
    return { kind: 'invalid', fault: filtered.refused }
  }
  const linkFault = await editFault(deps, deps.db, early.comment, rendered.html)
  if (linkFault !== null) return { kind: 'invalid', fault: linkFault }

  const now = deps.clock()
  return write(deps, async (db): Promise<Change> => {
    const found = await checkEdit(deps, db, editor, id, body)
    if (found.kind !== 'found') return found
    const { comment } = found
    if (comment.source === filtered.source) return { kind: 'done', comment }
    const pictureFault = await missingPictureFault(db, rendered.html)
    if (pictureFault !== null) return { kind: 'invalid', fault: pictureFault }
    invalidateThread(db, comment.article_id, comment.account_nic)
    await replaceText(db, comment, { source: filtered.source, html: rendered.html }, now)
    await recordCatches(db, filtered.catches, comment.id, now)
    const held = await holdAgain(deps, db, comment, filtered.hold, now)
    await updateMentionNotices(db, comment.id, comment.html, rendered.html, now)
    return { kind: 'done', comment: held ? { ...comment, state: 'held' } : comment }
  })
}

/** Applies the site's filters to an edit. What the published text contains already is not held against it. */
export const filterEdit = async (
  deps: Deps,
  comment: queries.WrittenComment,
  body: string,
): ReturnType<typeof renderFiltered> =>
  renderFiltered(deps, await writerOfComment(deps.db, comment), body, comment.state === 'live' ? comment : null)

/** Withdraws a comment at any age; its replies stay. A second press changes nothing. */
export async function withdrawComment(deps: Deps, claim: Claim, id: number | null): Promise<Change> {
  const now = deps.clock()
  return write(deps, async (db): Promise<Change> => {
    const found = await ownComment(db, claim, id)
    if (found.kind !== 'found') return found
    const { comment } = found
    const { state } = comment
    if (state === 'removed') return { kind: 'none' }
    if (state !== 'withdrawn') await markWithdrawn(db, { ...comment, state }, now)
    return { kind: 'done', comment }
  })
}

/** Undoes a withdrawal while its window is open; the comment gets back the state that it had. */
export async function undoWithdrawal(deps: Deps, claim: Claim, id: number | null): Promise<Change> {
  const now = deps.clock()
  return write(deps, async (db): Promise<Change> => {
    const found = await ownComment(db, claim, id)
    if (found.kind !== 'found') return found
    const { comment } = found
    if (isEditable(comment)) return { kind: 'done', comment }
    const withdrawal = comment.state === 'withdrawn' ? await queries.withdrawalOf(db, comment.id) : undefined
    if (withdrawal === undefined) return { kind: 'none' }
    if (!undoWindow(withdrawal.created_at, now).open) return { kind: 'refused', refusal: 'undoLate' }
    await queries.endWithdrawal(db, withdrawal.id, now)
    await changeState(db, comment.id, withdrawal.state_before)
    return { kind: 'done', comment: { ...comment, state: withdrawal.state_before } }
  })
}
