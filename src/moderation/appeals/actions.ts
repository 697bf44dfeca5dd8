// Makes appeals against decisions on comments and against bans, and answers them.

import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import { decisionAbout } from '../../comments/appeals/queries.ts'
import type { Claim } from '../../comments/authorship-checks.ts'
import { ownComment } from '../../comments/authorship-checks.ts'
import { versionToken } from '../../comments/holds/rules.ts'
import { countedComment } from '../../comments/queries.ts'
import { guestOfComment } from '../../comments/receipts/queries.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { createDecisionNotice, createMemberNotice } from '../../notices/actions.ts'
import { allow, may, type Refusal, type Verdict, type Viewer } from '../../permissions.ts'
import { createAppealLink } from '../../sanctions/appeal-link-actions.ts'
import { findRequestBan } from '../../sanctions/checks.ts'
import { banById } from '../../sanctions/queries.ts'
import type { AppealOutcome } from '../decisions/actions.ts'
import { approveInBatch, restoreInBatch } from '../decisions/actions.ts'
import { banLogSubject, endBanInBatch } from '../people/ban-actions.ts'
import * as stored from './queries.ts'

/** `before`: another appeal against the decision exists. `nothing`: there is no decision to appeal. `none`: the comment does not exist for this reader. */
export type AppealResult = { kind: 'made' | 'before' | 'nothing' | 'none' } | { kind: 'refused'; refusal: Refusal }

/**
 * Appeals against the decision on a comment, once for each decision. The same text again is answered as a repeat.
 * @param claim whether the reader wrote the comment
 */
export async function appealComment(deps: Deps, claim: Claim, id: number | null, body: string): Promise<AppealResult> {
  const now = deps.clock()
  return write(deps, async (db): Promise<AppealResult> => {
    const found = await ownComment(db, claim, id)
    if (found.kind !== 'found') return found
    const { comment } = found
    const decision = await decisionAbout(db, comment)
    if (decision === undefined) return { kind: 'nothing' }
    const before = await stored.appealAgainst(db, decision.noun, decision.id)
    if (before) return { kind: before.body === body ? 'made' : 'before' }
    const guest = comment.account_id === null ? ((await guestOfComment(db, comment.id)) ?? null) : null
    await stored.insertAppeal(db, {
      comment_id: comment.id,
      account_id: comment.account_id,
      guest,
      body,
      created_at: now,
      noun: decision.noun,
      noun_id: decision.id,
    })
    return { kind: 'made' }
  })
}

/** Appeals against the ban of an account, once for each ban. The same text again is answered as a repeat. */
export async function appealBan(deps: Deps, account: number, body: string): Promise<AppealResult> {
  const now = deps.clock()
  return write(deps, async (db): Promise<AppealResult> => {
    const ban = await findRequestBan(deps, db, { account })
    if (ban === null) return { kind: 'nothing' }
    const before = await stored.appealAgainst(db, 'bans', ban.id, { account, guest: null })
    if (before) return { kind: before.body === body ? 'made' : 'before' }
    await stored.insertAppeal(db, {
      comment_id: null,
      account_id: account,
      guest: null,
      body,
      created_at: now,
      noun: 'bans',
      noun_id: ban.id,
    })
    return { kind: 'made' }
  })
}

/**
 * Appeals against a ban of network addresses, for a guest at one of them. The same text again is answered as a repeat;
 * another text is not, because many people may share the address.
 * @param guest the hash of the network address
 * @returns the token of the page where the answer appears
 */
export async function appealAddressBan(
  deps: Deps,
  ip: string,
  guest: string,
  body: string,
): Promise<{ kind: 'made'; token: string } | { kind: 'before' | 'nothing' }> {
  const now = deps.clock()
  return write(deps, async (db) => {
    const ban = await findRequestBan(deps, db, { account: null, ip })
    if (ban === null) return { kind: 'nothing' as const }
    const before = await stored.appealAgainst(db, 'bans', ban.id, { account: null, guest })
    if (before && before.body !== body) return { kind: 'before' as const }
    const appeal =
      before?.id ??
      (await stored.insertAppeal(db, {
        comment_id: null,
        account_id: null,
        guest,
        body,
        created_at: now,
        noun: 'bans',
        noun_id: ban.id,
      }))
    return { kind: 'made' as const, token: await createAppealLink(deps, db, { appeal }, now) }
  })
}

/** Whether a moderator may grant and may deny an appeal. @param moderators the ids of all who may answer appeals */
export function appealVerdicts(
  viewer: Viewer | null,
  row: stored.WaitingAppeal,
  moderators: readonly number[],
): { mine: boolean; grant: Verdict; deny: Verdict } {
  const others = moderators.some((id) => id !== row.account_id && id !== row.decided_by)
  const about = { account_id: row.account_id, decided_by: row.decided_by, others }
  const banRefusal =
    row.noun !== 'bans'
      ? null
      : may.pardon(viewer, row.account_id === null ? null : { id: row.account_id, role: row.person_role ?? 'member' })
  return {
    mine: row.decided_by !== null && row.decided_by === viewer?.id,
    grant: may.answer(viewer, about, true) ?? banRefusal,
    deny: may.answer(viewer, about, false) ?? banRefusal,
  }
}

/**
 * Answers an appeal. Granting reverses the decision; the answer is sent to the person who appealed, and logged.
 * @param seen the version token of the comment; empty to skip the check
 * @returns `already` when the appeal was answered before, or the comment was edited
 */
export async function answerAppeal(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  grants: boolean,
  answer: string,
  seen = '',
): Promise<ActionResult> {
  allow(may.enter(viewer, 'moderator'))
  return runBatch(deps, viewer!, grants ? 'grant-appeal' : 'deny-appeal', answer, async (db, batch) => {
    const row = await stored.waitingAppeal(db, batch.now, id)
    if (row === undefined) return (await stored.appealById(db, id)) ? 'already' : throwMissing()
    const { grant, deny } = appealVerdicts(viewer, row, await stored.moderatorIds(db))
    allow(grants ? grant : deny)
    return row.comment_id === null
      ? answerAboutBan(db, batch, row, grants)
      : answerAboutComment(db, batch, { ...row, comment_id: row.comment_id }, grants, seen)
  })
}

const throwMissing = (): never => {
  throw missing()
}

async function answerAboutComment(
  db: Tx,
  batch: Batch,
  row: stored.WaitingAppeal & { comment_id: number },
  grants: boolean,
  seen: string,
): Promise<'already' | undefined> {
  const comment = await countedComment(db, row.comment_id)
  if (comment === undefined) throw missing()
  if (seen !== '' && seen !== versionToken(comment)) return 'already'
  const entryId = await batch.log({ subject: 'comment', subjectId: comment.id, articleId: comment.article_id })
  await storeAnswer(batch, row.id, entryId, grants ? 'granted' : 'refused')
  const it = { comment, entry: async () => entryId }
  if (grants) await (row.noun === 'holds' ? approveInBatch : restoreInBatch)(db, batch, it)
  await createDecisionNotice(db, { entryId, actorId: batch.by.id, comment: comment.id }, batch.now)
  return undefined
}

async function answerAboutBan(db: Tx, batch: Batch, row: stored.WaitingAppeal, grants: boolean): Promise<undefined> {
  const ban = await banById(db, row.noun_id)
  if (ban === undefined) throw missing()
  const entryId = await batch.log(banLogSubject(ban))
  await storeAnswer(batch, row.id, entryId, grants ? 'granted' : 'refused')
  if (grants) await endBanInBatch(db, batch, ban)
  if (row.account_id !== null) await createMemberNotice(db, row.account_id, entryId, batch.now)
  return undefined
}

/** Sets the answer first and ends the appeal last: an undo reverses the steps in the other order. */
async function storeAnswer(batch: Batch, appeal: number, entryId: number, how: AppealOutcome): Promise<void> {
  await batch.set('appeals', appeal, 'answer', batch.reason)
  await batch.set('appeals', appeal, 'log_entry_id', entryId)
  await batch.end('appeals', appeal, how)
}
