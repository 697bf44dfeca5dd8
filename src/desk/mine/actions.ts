// Amends and withdraws what was sent in, for its writer, as long as no editor has accepted or rejected it.
import { type ArticleText, currentText, fileArticle, reviseArticle } from '../../articles/change-actions.ts'
import { type ArticleForChange, articleForChange } from '../../articles/revision-queries.ts'
import { endRecord } from '../../batches/queries.ts'
import { undoWindow } from '../../comments/thread/rules.ts'
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Faults } from '../../faults.ts'
import { recordCatches } from '../../filters/actions.ts'
import { accountOf, may, type Refusal, type Writer } from '../../permissions.ts'
import { postingBlock, senderOf } from '../../sanctions/checks.ts'
import { decisionInForce } from '../decisions/queries.ts'
import type { ArticleState } from '../decisions/rules.ts'
import { endArticleClaims } from '../queue/claim-queries.ts'
import type { ArticleField, ArticleForm, ArticleKind } from '../submissions/form.ts'
import { type CheckedForm, checkArticle, chosenSection } from '../submissions/form-checks.ts'
import { type Allowance, findAllowance } from '../submissions/limit-checks.ts'
import * as queries from './queries.ts'
import { isAmendable } from './rules.ts'

/** Shows that a submission is the caller's: by their account, or by a receipt until an account has claimed it. */
export type Proof = { account: number } | { receipt: number }

const isOwn = (proof: Proof, row: { id: number; account_id: number | null }): boolean =>
  'account' in proof ? row.account_id === proof.account : row.account_id === null && row.id === proof.receipt

/** `none`: the caller has no such submission. `late`: an editor has decided about it. */
type None = { kind: 'none' }
type Late = { kind: 'late'; state: ArticleState }

export type AmendResult =
  | { kind: 'done'; again: boolean }
  | { kind: 'invalid'; faults: Faults<ArticleField> }
  | { kind: 'refused'; refusal: Refusal; sentence?: string }
  | { kind: 'tooOften'; allowance: Allowance }
  | { kind: 'stale' }
  | Late
  | None

/** The article that a writer amends, with what they typed. */
export type Amendment = {
  id: number
  proof: Proof
  writer: Writer
  kind: ArticleKind
  form: ArticleForm
  /** The number of the revision that the form was made from. */
  base: number
  /** Network address of the request. */
  ip: string | null
  /** Whether another article has this address. Asked of another address than before without a reason. */
  isKnownAddress: (url: string) => Promise<boolean>
}

type Found = { kind: 'found'; row: ArticleForChange & { state: 'waiting' | 'returned' } }

async function findAmendable(db: Db, id: number, proof: Proof): Promise<Found | Late | None> {
  const row = await articleForChange(db, id)
  if (row === undefined || !isOwn(proof, row)) return { kind: 'none' }
  const { state } = row
  return isAmendable(state) ? { kind: 'found', row: { ...row, state } } : { kind: 'late', state }
}

/** Why a writer may not change it now, as for sending in. What was sent back is sent in again, so the limit of a day counts. */
async function findRefusal(
  deps: Deps,
  db: Db,
  { writer, ip }: Amendment,
  row: Found['row'],
): Promise<Extract<AmendResult, { kind: 'refused' | 'tooOften' }> | null> {
  const viewer = accountOf(writer)
  const refusal = may.submit(viewer, deps.settings())
  if (refusal !== null) return { kind: 'refused', refusal }
  const block = await postingBlock(deps, db, senderOf(viewer, ip))
  if (block !== null) return { kind: 'refused', refusal: block.refusal, sentence: block.sentence }
  const allowance = row.state === 'returned' ? await findAllowance(deps, db, writer, row.id) : null
  return allowance !== null && allowance.left === 0 ? { kind: 'tooOften', allowance } : null
}

const KNOWN_ADDRESS = 'This address is here already. Say what yours adds, or join the thread there.'

/** Checks the form as for sending in. The name of its writer was checked then, and stays. */
async function checkAmendment(deps: Deps, amendment: Amendment, row: Found['row']): Promise<CheckedForm> {
  const { writer, kind, form, isKnownAddress } = amendment
  const checked = await checkArticle(deps, writer, kind, { ...form, nic: row.nic })
  delete checked.faults.nic
  const { source_url: url, reason } = checked.article
  if (url !== null && url !== row.source_url && reason === '' && (await isKnownAddress(url)))
    checked.faults.reason ??= KNOWN_ADDRESS
  return checked
}

const textOf = ({ article }: CheckedForm, row: ArticleForChange, sectionId: number): ArticleText => ({
  headline: article.headline,
  lede: article.lede,
  source_url: article.source_url,
  section_id: sectionId,
  picture_id: row.picture_id,
  tags: article.tags,
  body_format: article.body_format,
  body_source: article.body_source,
  body_html: article.body_html,
  renderer: article.renderer,
  word_count: article.word_count,
  body_place: article.body_place,
})

const isSame = (one: ArticleText, other: ArticleText): boolean =>
  (['headline', 'lede', 'source_url', 'section_id', 'body_source', 'body_html'] as const).every(
    (name) => one[name] === other[name],
  ) && [...one.tags].sort().join('\n') === [...other.tags].sort().join('\n')

/**
 * Changes the text of a submission, as a revision by its writer. What was sent back waits again, at the end of the queue;
 * what waits keeps its place. A second press changes nothing.
 */
export async function amendSubmission(deps: Deps, amendment: Amendment): Promise<AmendResult> {
  const found = await findAmendable(deps.db, amendment.id, amendment.proof)
  if (found.kind !== 'found') return found
  const refusal = await findRefusal(deps, deps.db, amendment, found.row)
  if (refusal !== null) return refusal
  const checked = await checkAmendment(deps, amendment, found.row)
  if (Object.keys(checked.faults).length > 0) {
    const refusing = checked.catches.filter(({ action }) => action === 'refuse')
    if (refusing.length > 0) await write(deps, (db) => recordCatches(db, refusing, null, deps.clock()))
    return { kind: 'invalid', faults: checked.faults }
  }
  return write(deps, (db) => saveAmendment(deps, db, amendment, checked))
}

/** Repeats in the transaction every check whose answer may have changed, then stores the text. */
async function saveAmendment(deps: Deps, db: Tx, amendment: Amendment, checked: CheckedForm): Promise<AmendResult> {
  const now = deps.clock()
  const found = await findAmendable(db, amendment.id, amendment.proof)
  if (found.kind !== 'found') return found
  const { row } = found
  const refusal = await findRefusal(deps, db, amendment, row)
  if (refusal !== null) return refusal
  const section = await chosenSection(db, amendment.form.section)
  if (section === null) return { kind: 'invalid', faults: { section: 'This section was closed. Choose another.' } }
  const text = textOf(checked, row, section.id)
  const again = row.state === 'returned'
  const { reason } = checked.article
  const isUnchanged = isSame(text, await currentText(db, row)) && reason === (await queries.duplicateReason(db, row.id))
  if (isUnchanged && !again) return { kind: 'done', again }
  if (row.revision !== amendment.base) return { kind: 'stale' }
  const note = again ? 'Sent in again' : ''
  await reviseArticle(db, row.id, text, { account_id: row.account_id, nic: row.nic, note, at: now })
  await queries.setDuplicateReason(db, row.id, reason)
  if (again) await sendInAgain(db, row, now)
  await recordCatches(db, checked.catches, null, now)
  return { kind: 'done', again }
}

async function sendInAgain(db: Tx, row: Found['row'], now: number): Promise<void> {
  await fileArticle(db, row.id, { state: 'waiting', submitted_at: now })
  const sentBack = await decisionInForce(db, 'returns', row.id)
  if (sentBack !== undefined)
    await endRecord(db, 'returns', sentBack, { ended_at: now, ended_by: row.account_id, end_reason: 'sent in again' })
}

/** `undoLate`: the time in which a withdrawal can be undone is over. */
export type WithdrawalResult = { kind: 'done' } | { kind: 'undoLate' } | Late | None

/** Takes a submission away from the editors. A second press changes nothing. */
export const withdrawSubmission = (deps: Deps, id: number, proof: Proof): Promise<WithdrawalResult> =>
  write(deps, async (db): Promise<WithdrawalResult> => {
    const now = deps.clock()
    const found = await findAmendable(db, id, proof)
    if (found.kind === 'late' && found.state === 'withdrawn') return { kind: 'done' }
    if (found.kind !== 'found') return found
    await queries.insertWithdrawal(db, { article_id: id, state_before: found.row.state, created_at: now })
    await fileArticle(db, id, { state: 'withdrawn' })
    await endArticleClaims(db, id, now)
    return { kind: 'done' }
  })

/** Undoes a withdrawal while its window is open: the submission has the state and the place that it had. */
export const undoWithdrawal = (deps: Deps, id: number, proof: Proof): Promise<WithdrawalResult> =>
  write(deps, async (db): Promise<WithdrawalResult> => {
    const now = deps.clock()
    const found = await findAmendable(db, id, proof)
    if (found.kind === 'found') return { kind: 'done' }
    if (found.kind === 'none' || found.state !== 'withdrawn') return found
    const withdrawal = await queries.withdrawalInForce(db, id)
    if (withdrawal === undefined || !undoWindow(withdrawal.created_at, now).open) return { kind: 'undoLate' }
    await queries.endWithdrawal(db, withdrawal.id, now)
    // An editor may have undone the return since.
    const isReturned =
      withdrawal.state_before === 'returned' && (await decisionInForce(db, 'returns', id)) !== undefined
    await fileArticle(db, id, { state: isReturned ? 'returned' : 'waiting' })
    return { kind: 'done' }
  })
