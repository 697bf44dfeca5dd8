// Posts a comment once, or says why it is refused.
import { absentArticle } from '../../articles/absence-checks.ts'
import { nowOf } from '../../db/change-context.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { type Faults, rowId } from '../../faults.ts'
import { type Filtered, recordCatches } from '../../filters/actions.ts'
import { type FormSigns, hasSign, signsText } from '../../filters/signs.ts'
import { linkedHosts } from '../../markup/links.ts'
import { RENDERER_VERSION } from '../../markup/render.ts'
import { requestSubscription } from '../../notices/subscription-actions.ts'
import { accountOf, atLeast, isGuest, may, type Refusal, type Viewer, type Writer } from '../../permissions.ts'
import { storeAddress } from '../../sanctions/actions.ts'
import { bannedEmailFault, blockOf, type Standing, senderOf, standingOf } from '../../sanctions/checks.ts'
import { dayOf } from '../../time.ts'
import { currentArticleId, deletePostedDraft, draftWriter } from '../drafts/actions.ts'
import { insertHold } from '../holds/queries.ts'
import { holdRule, type ThreadHold } from '../holds/rules.ts'
import * as queries from '../queries.ts'
import { isKnownGuest, issueReceipt, reissueReceipt } from '../receipts/actions.ts'
import { insertPlaced, invalidateThread } from '../state-actions.ts'
import { heldBy, type ThreadSettings, type ThreadState } from '../thread/rules.ts'
import { threadOf } from '../thread/state-checks.ts'
import type { CommentField, CommentForm } from './form.ts'
import { type CheckedForm, renderForm, storedTextFault, withWriterFaults } from './form-checks.ts'
import { enforceWriterLimits } from './limit-checks.ts'
import { type CommentName, resolveName } from './name-checks.ts'
import { insertPickedName, saveGuestName } from './name-queries.ts'
import { findRepeat, type PressKeys, pressKeys, type Repeat } from './repeat-checks.ts'
import { threadToPostIn } from './thread-queries.ts'

/**
 * `receipt` is the token of a guest's receipt; `held` is set for a comment that waits for a moderator. `again` is set for
 * a repeat, except for a second press within seconds.
 */
type Posted = { kind: 'posted'; id: number; receipt: string | null; held?: boolean; again?: boolean }
type Invalid = { kind: 'invalid'; faults: Faults<CommentField> }
/** `sentence` replaces the refusal's own where the case has more to say. */
type Refused = { kind: 'refused'; refusal: Refusal; thread: ThreadState; sentence?: string }

export type PostResult = Posted | Invalid | Refused

/** A comment on its way into the database. */
type PendingComment = {
  writer: Writer
  viewer: Viewer | null
  form: CommentForm
  articleId: number
  press: PressKeys
  /** Network address, kept for moderators for some days. */
  ip: string | null
  parentId: number | null
  text: { source: string; html: string }
  filtered: Filtered
  signs: FormSigns
  drafts: PressDrafts
}

/** The keys of the drafts that a press may continue, and the form as it would have been saved. */
type PressDrafts = { writers: readonly [string, ...string[]]; form: Parameters<typeof deletePostedDraft>[3] }

/** Answers a repeat with the comment of the first press. */
async function answerAsRepeat(
  deps: Deps,
  db: Tx,
  { writer, articleId, drafts }: Pick<PendingComment, 'writer' | 'articleId' | 'drafts'>,
  { id, again, sameForm }: Repeat,
): Promise<Posted> {
  await deletePostedDraft(db, drafts.writers, articleId, drafts.form)
  const held = (await queries.countedComment(db, id))?.state === 'held'
  const receipt = isGuest(writer) ? await reissueReceipt(deps, db, writer, id, sameForm, deps.clock()) : null
  return { kind: 'posted', id, again, receipt, held }
}

/** Says why a writer may not post in a thread now, or null. */
function findRefusal(
  deps: Deps,
  viewer: Viewer | null,
  thread: ThreadState & ThreadSettings,
  standing: Standing,
): Refused | null {
  const refusal = may.comment(viewer, thread, deps.settings())
  if (refusal !== null) return { kind: 'refused', refusal, thread }
  const block = blockOf(deps, standing)
  return block === null ? null : { kind: 'refused', thread, ...block }
}

/**
 * Posts a comment. A second press of the form, or the same text within ten minutes, is answered with the first comment, even
 * if the thread has closed since.
 * @param ip network address of the request
 * @param known what the route knows: the current article of the form, and the drafts that the press may continue
 * @throws AppError `missing` or `gone` if there is no such article, `tooOften` if the writer has posted too much
 */
export async function postComment(
  deps: Deps,
  writer: Writer,
  form: CommentForm,
  ip: string | null = null,
  known: { articleId?: number; drafts?: PressDrafts } = {},
): Promise<PostResult> {
  const articleId = known.articleId ?? (await currentArticleId(deps.db, form))
  if (articleId === null) throw missing()
  const viewer = accountOf(writer)
  // The keys contain the article that the form names, so that moving a branch between two presses changes nothing.
  const press = pressKeys(deps, writer, rowId(form.article), form)
  const drafts = known.drafts ?? { writers: [draftWriter(writer)], form }
  const given = { writer, viewer, form, articleId, press, ip, drafts }
  const checked = await renderForm(deps, writer, articleId, form)
  const { faults, parent, html, filtered, signs } = checked
  if (Object.keys(faults).length > 0 || parent === 'missing') return refusePost(deps, given, checked)
  const pending = { ...given, parentId: parent?.id ?? null, text: { source: filtered.source, html }, filtered, signs }
  const outcome = await write(deps, (db) => insertPost(deps, db, pending))
  if (outcome === 'absent') throw await absentArticle(deps, articleId)
  // The branch was moved during the check: the reply follows it, if it may be posted there.
  if (outcome === 'moved') return postComment(deps, writer, form, ip, { drafts })
  return outcome
}

type GivenPress = Omit<PendingComment, 'parentId' | 'text' | 'filtered' | 'signs'>

/** Answers a form with faults: first of all as a repeat, then with what keeps its writer from posting, and only then with the faults. */
async function refusePost(deps: Deps, given: GivenPress, checked: CheckedForm): Promise<PostResult> {
  const { writer, viewer, form, articleId, press, ip } = given
  const article = await threadToPostIn(deps.db, articleId, viewer?.id ?? null)
  if (article === undefined) throw await absentArticle(deps, articleId)
  const thread = threadOf(deps, article)
  const standing = await standingOf(deps, deps.db, senderOf(viewer, ip))
  // A ban of a member comes before everything else, as on every other route.
  if (viewer !== null && standing.ban !== null) return { kind: 'refused', thread, ...blockOf(deps, standing)! }
  const { repeat } = await findRepeat(deps.db, press, deps.clock())
  if (repeat !== null) return write(deps, (db) => answerAsRepeat(deps, db, given, repeat))
  const refusal = findRefusal(deps, viewer, thread, standing)
  if (refusal !== null) return refusal
  await enforceWriterLimits(deps, deps.db, writer, articleId, thread.slow, ip)
  const faults = await withWriterFaults(deps, writer, articleId, form, checked)
  const { filtered } = checked
  const refusing = filtered.catches.filter(({ action }) => action === 'refuse')
  if (filtered.refused !== null) await write(deps, (db) => recordCatches(db, refusing, null, nowOf(db)))
  return { kind: 'invalid', faults }
}

/** Checks all that depends on other rows in the transaction, then inserts the comment. */
async function insertPost(deps: Deps, db: Tx, pending: PendingComment): Promise<PostResult | 'moved' | 'absent'> {
  const { writer, viewer, form, articleId, press } = pending
  const now = nowOf(db)
  const current = await threadToPostIn(db, articleId, viewer?.id ?? null)
  if (current === undefined) return 'absent'
  const thread = threadOf(deps, current)
  const standing = await standingOf(deps, db, senderOf(viewer, pending.ip))
  if (viewer !== null && standing.ban !== null) return { kind: 'refused', thread, ...blockOf(deps, standing)! }
  const { repeat, freeKey } = await findRepeat(db, press, now)
  if (repeat !== null) return answerAsRepeat(deps, db, pending, repeat)
  if ((await currentArticleId(db, form)) !== articleId) return 'moved'
  const refusal = findRefusal(deps, viewer, thread, standing)
  if (refusal !== null) return refusal
  await enforceWriterLimits(deps, db, writer, articleId, thread.slow, pending.ip)
  const name = await resolveName(deps, db, writer, articleId, form.nic, viewer === null ? undefined : current.name_here)
  const faults = await findStoredFaults(deps, db, pending, name)
  if ('fault' in name || Object.keys(faults).length > 0) return { kind: 'invalid', faults }
  await saveName(db, pending, name, now)
  const hold = await findHold(deps, db, pending, heldBy(thread), standing)
  const id = await insertText(deps, db, pending, { name, hold, key: freeKey, lastNumber: current.last_number }, now)
  await deletePostedDraft(db, pending.drafts.writers, articleId, pending.drafts.form)
  await storeAddress(deps, db, id, pending.ip)
  await recordCatches(db, pending.filtered.catches, id, now)
  const held = hold !== null
  if (!isGuest(writer)) return { kind: 'posted', id, receipt: null, held }
  await requestSubscription(deps, db, id, form.email, (form.notify ?? '') !== '', now)
  return { kind: 'posted', id, receipt: await issueReceipt(deps, db, writer, id, now), held }
}

/** The faults of a form without any of its own that other rows show: of the name, the text and a guest's e-mail address. */
async function findStoredFaults(
  deps: Deps,
  db: Tx,
  { writer, form, text }: PendingComment,
  name: Awaited<ReturnType<typeof resolveName>>,
): Promise<Faults<CommentField>> {
  const body = await storedTextFault(deps, db, writer, text)
  const email = isGuest(writer) ? await bannedEmailFault(deps, db, form.email) : null
  return {
    ...('fault' in name ? { nic: name.fault } : {}),
    ...(email === null ? {} : { email }),
    ...(body === null ? {} : { body }),
  }
}

/** Reserves a guest's or a picked name for its writer in this thread. */
async function saveName(db: Tx, { writer, articleId }: PendingComment, name: CommentName, now: number): Promise<void> {
  const row = { article_id: articleId, nic: name.nic, nic_skeleton: name.skeleton, created_at: now }
  if (isGuest(writer)) await saveGuestName(db, { ...row, guest: writer.key })
  else if (name.name_kind === 'picked') await insertPickedName(db, { ...row, account_id: writer.id })
}

/** Says why a new comment waits for a moderator, or null. A filter comes first, then what holds the writer, the site or the thread, then the policy for guests. */
async function findHold(
  deps: Deps,
  db: Tx,
  { writer, viewer, text, filtered, signs }: PendingComment,
  thread: ThreadHold | null,
  standing: Standing,
): Promise<{ rule: string; words: string } | null> {
  const rule = holdRule(
    {
      guest: isGuest(writer),
      known: isGuest(writer) && (await isKnownGuest(db, writer)),
      staff: atLeast(viewer, 'moderator'),
      likeRobot: hasSign(signs) && linkedHosts(text.html).length > 0,
    },
    deps.settings(),
    { thread, person: standing.hold !== null },
  )
  return filtered.hold ?? (rule === null ? null : { rule, words: '' })
}

/** What the transaction has found out about a new comment. */
type NewText = {
  name: CommentName
  hold: { rule: string; words: string } | null
  key: string | null
  lastNumber: number
}

async function insertText(
  deps: Deps,
  db: Tx,
  { viewer, form, articleId, press, parentId, text, signs }: PendingComment,
  { name, hold, key, lastNumber }: NewText,
  now: number,
): Promise<number> {
  const comment = {
    article_id: articleId,
    parent_id: parentId,
    account_id: viewer?.id ?? null,
    nic: name.nic,
    name_kind: name.name_kind,
    email: form.email.trim() || null,
    website: form.website.trim() || null,
    format: 'markup' as const,
    ...text,
    renderer: RENDERER_VERSION,
    state: hold === null ? ('live' as const) : ('held' as const),
    created_at: now,
    day: dayOf(now, deps.settings().timeZone),
    idempotency_key: key,
    content_hash: press.contents[0],
  }
  const { id } = await insertPlaced(db, comment, lastNumber)
  // Pages of a member count the comment, under whatever name.
  if (hold === null) invalidateThread(db, articleId, viewer?.nic ?? null)
  else {
    await insertHold(db, {
      comment_id: id,
      rule: hold.rule,
      matched_text: hold.words,
      form_signs: signsText(signs),
      created_at: now,
    })
  }
  return id
}
