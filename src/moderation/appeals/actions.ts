// What happens to appeals: the writer of a comment or whoever is banned makes one, a moderator answers it in words.

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
import { tellMember, tellOfDecision } from '../../notices/actions.ts'
import { allow, may, type Refusal, type Verdict, type Viewer } from '../../permissions.ts'
import { linkToBan } from '../../sanctions/appeal-link-actions.ts'
import { banAgainst } from '../../sanctions/checks.ts'
import { banById } from '../../sanctions/queries.ts'
import { type ActionResult, type Batch, runBatch } from '../batches/actions.ts'
import { type AppealOutcome, approveInBatch, restoreInBatch } from '../decisions/actions.ts'
import { banLogSubject, endBanInBatch } from '../people/ban-actions.ts'
import * as stored from './queries.ts'

/** `before` where it was appealed against in other words already; `nothing` where no decision holds that one could appeal against; `none` where there is no such comment for whoever asks. */
export type Appealed = { kind: 'made' | 'before' | 'nothing' | 'none' } | { kind: 'refused'; refusal: Refusal }

/**
 * Appeals against what was decided about a comment, once for each decision. The same words again are a second press, which finds
 * the first; of other words whoever sends them is told that nobody will read them.
 * @param claim says whether whoever acts wrote it
 */
export async function appealComment(deps: Deps, claim: Claim, id: number | null, body: string): Promise<Appealed> {
  const now = deps.clock()
  return write(deps, async (db): Promise<Appealed> => {
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

/** Appeals against the ban of an account, once for each; the same words again find the first. */
export async function appealBan(deps: Deps, account: number, body: string): Promise<Appealed> {
  const now = deps.clock()
  return write(deps, async (db): Promise<Appealed> => {
    const ban = await banAgainst(deps, db, { account })
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
 * Appeals against a ban of network addresses, for a guest who comes from one: once for each browser at an address. The same
 * words again find the first; other words do not, because behind one address there may be many.
 * @param guest the hash of where it comes from
 * @returns the token of the address where it stands
 */
export async function appealAddressBan(
  deps: Deps,
  ip: string,
  guest: string,
  body: string,
): Promise<{ kind: 'made'; token: string } | { kind: 'before' | 'nothing' }> {
  const now = deps.clock()
  return write(deps, async (db) => {
    const ban = await banAgainst(deps, db, { ip })
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
    return { kind: 'made' as const, token: await linkToBan(deps, db, { appeal }, now) }
  })
}

/** Whether somebody may grant an appeal, and whether they may say that the decision stands. @param moderators everybody who may answer an appeal */
export function verdictsOn(
  viewer: Viewer | null,
  row: stored.CaseRow,
  moderators: readonly number[],
): { mine: boolean; grant: Verdict; stand: Verdict } {
  const others = moderators.some((id) => id !== row.account_id && id !== row.decided_by)
  const about = { account_id: row.account_id, decided_by: row.decided_by, others }
  const fence =
    row.noun !== 'bans'
      ? null
      : may.pardon(viewer, row.account_id === null ? null : { id: row.account_id, role: row.person_role ?? 'member' })
  return {
    mine: row.decided_by !== null && row.decided_by === viewer?.id,
    grant: may.answer(viewer, about, true) ?? fence,
    stand: may.answer(viewer, about, false) ?? fence,
  }
}

/**
 * Answers an appeal in words that its writer is told and the log keeps: grants it, which takes the decision back, or says
 * that the decision stands.
 * @param seen what of the comment was seen, see `seenOf`; empty where it does not matter what it has become
 * @returns `already` where somebody has answered it, or the comment has changed
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
    if (row === undefined) return (await stored.appealById(db, id)) ? 'already' : notThere()
    const { grant, stand } = verdictsOn(viewer, row, await stored.moderatorIds(db))
    allow(grants ? grant : stand)
    return row.comment_id === null
      ? answerAboutBan(db, batch, row, grants)
      : answerAboutComment(db, batch, { ...row, comment_id: row.comment_id }, grants, seen)
  })
}

const notThere = (): never => {
  throw missing()
}

async function answerAboutComment(
  db: Tx,
  batch: Batch,
  row: stored.CaseRow & { comment_id: number },
  grants: boolean,
  seen: string,
): Promise<'already' | undefined> {
  const comment = await countedComment(db, row.comment_id)
  if (comment === undefined) throw missing()
  if (seen !== '' && seen !== versionToken(comment)) return 'already'
  const entryId = await batch.log({ subject: 'comment', subjectId: comment.id, articleId: comment.article_id })
  await settleInWords(batch, row.id, entryId, grants ? 'granted' : 'refused')
  const it = { comment, entry: async () => entryId }
  if (grants) await (row.noun === 'holds' ? approveInBatch : restoreInBatch)(db, batch, it)
  await tellOfDecision(db, { entryId, actorId: batch.by.id, comment: comment.id }, batch.now)
  return undefined
}

async function answerAboutBan(db: Tx, batch: Batch, row: stored.CaseRow, grants: boolean): Promise<undefined> {
  const ban = await banById(db, row.noun_id)
  if (ban === undefined) throw missing()
  const entryId = await batch.log(banLogSubject(ban))
  await settleInWords(batch, row.id, entryId, grants ? 'granted' : 'refused')
  if (grants) await endBanInBatch(db, batch, ban)
  if (row.account_id !== null) await tellMember(db, row.account_id, entryId, batch.now)
  return undefined
}

/** The words first, the end last: an undo takes them back the other way round. */
async function settleInWords(batch: Batch, appeal: number, entryId: number, how: AppealOutcome): Promise<void> {
  await batch.set('appeals', appeal, 'answer', batch.reason)
  await batch.set('appeals', appeal, 'log_entry_id', entryId)
  await batch.end('appeals', appeal, how)
}
