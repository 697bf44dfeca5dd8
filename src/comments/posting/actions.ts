// Posts a comment once, or says why it is refused.
import { type ArticleRow, publishedArticle } from '../../articles/queries.ts'
import type { Db, Tx } from '../../db/open.ts'
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
import { hashOf, keyedHash } from '../../random.ts'
import { storeAddress } from '../../sanctions/actions.ts'
import { personHold, postingBlock, senderOf } from '../../sanctions/checks.ts'
import { REPEAT_WINDOW_MS, SECOND_PRESS_MS } from '../../settings.ts'
import { dayOf } from '../../time.ts'
import { currentArticleId, deletePostedDraft } from '../drafts/actions.ts'
import { insertHold } from '../holds/queries.ts'
import { holdRule, type ThreadHold } from '../holds/rules.ts'
import * as queries from '../queries.ts'
import { isKnownGuest, issueReceipt, reissueReceipt } from '../receipts/actions.ts'
import { insertPlaced, invalidateThread } from '../state-actions.ts'
import { heldBy, type ThreadSettings, type ThreadState } from '../thread/rules.ts'
import { threadOf } from '../thread/state-checks.ts'
import type { CommentField, CommentForm } from './form.ts'
import { checkForm } from './form-checks.ts'
import { enforceWriterLimits, textFault } from './limit-checks.ts'
import { type CommentName, resolveName } from './name-checks.ts'
import { insertPickedName, saveGuestName } from './name-queries.ts'
import { missingPictureFault } from './picture-actions.ts'

/**
 * `receipt` is the token of a guest's receipt; `held` is set for a comment that waits for a moderator. `again` is set for
 * a repeat, except for a second press within seconds.
 */
type Posted = { kind: 'posted'; id: number; receipt: string | null; held?: boolean; again?: boolean }
type Invalid = { kind: 'invalid'; faults: Faults<CommentField> }
/** `sentence` replaces the refusal's own where the case has more to say. */
type Refused = { kind: 'refused'; refusal: Refusal; thread: ThreadState; sentence?: string }

export type PostResult = Posted | Invalid | Refused

/** What identifies a press of the form: the hash of writer, place and text, and the same with the form's key. */
type PressKeys = { contents: [string, ...string[]]; formKeys: string[] | null }

/**
 * A guest is identified by the key and by the network address, because the first request may have had no key. Several
 * people share an address, so there the name counts too.
 */
function pressKeys(
  { secret }: Pick<Deps, 'secret'>,
  writer: Writer,
  articleId: number | null,
  form: CommentForm,
): PressKeys {
  const press = (...who: (string | number)[]): string =>
    keyedHash(secret, 'press', ...who, articleId ?? 0, form.parent, form.body.trim())
  const contents: PressKeys['contents'] = [isGuest(writer) ? press(writer.address, form.nic) : press(writer.id)]
  if (isGuest(writer) && !writer.fresh) contents.unshift(press(writer.key))
  return { contents, formKeys: form.key === '' ? null : contents.map((content) => hashOf(content, form.key)) }
}

/** An earlier comment that a press repeats: from the same form, or with the same text from another one. */
type Repeat = { id: number; again: boolean; sameForm: boolean }

async function findRepeat(db: Db, { contents, formKeys }: PressKeys, now: number): Promise<Repeat | null> {
  const sameForm = formKeys === null ? undefined : await queries.commentByFormKey(db, formKeys)
  if (sameForm) return { id: sameForm.id, again: now - sameForm.created_at > SECOND_PRESS_MS, sameForm: true }
  const sameText = await queries.commentByContent(db, contents, now - REPEAT_WINDOW_MS)
  return sameText ? { id: sameText.id, again: true, sameForm: false } : null
}

/** A comment on its way into the database. */
type PendingComment = {
  writer: Writer
  viewer: Viewer | null
  form: CommentForm
  article: ArticleRow
  press: PressKeys
  /** Network address, kept for moderators for some days. */
  ip: string | null
  parentId: number | null
  text: { source: string; html: string }
  filtered: Filtered
  signs: FormSigns
}

/** Answers a repeat with the comment of the first press. */
async function answerAsRepeat(
  deps: Deps,
  db: Tx,
  { writer, form, article }: Pick<PendingComment, 'writer' | 'form' | 'article'>,
  { id, again, sameForm }: Repeat,
): Promise<Posted> {
  await deletePostedDraft(db, writer, article.id, form)
  const held = (await queries.countedComment(db, id))?.state === 'held'
  const receipt = isGuest(writer) ? await reissueReceipt(deps, db, writer, id, sameForm, deps.clock()) : null
  return { kind: 'posted', id, again, receipt, held }
}

/** Says why a writer may not post in a thread now, or null. */
async function findRefusal(
  deps: Deps,
  db: Db,
  viewer: Viewer | null,
  ip: string | null,
  thread: ThreadState & ThreadSettings,
): Promise<Refused | null> {
  const refusal = may.comment(viewer, thread, deps.settings())
  if (refusal !== null) return { kind: 'refused', refusal, thread }
  const block = await postingBlock(deps, db, senderOf(viewer, ip))
  return block === null ? null : { kind: 'refused', thread, ...block }
}

/**
 * Posts a comment. A second press of the form, or the same text within ten minutes, is answered with the first comment, even
 * if the thread has closed since.
 * @param ip network address of the request
 * @throws AppError `missing` if there is no such article, `tooOften` if the writer has posted too much
 */
export async function postComment(
  deps: Deps,
  writer: Writer,
  form: CommentForm,
  ip: string | null = null,
): Promise<PostResult> {
  const articleId = await currentArticleId(deps.db, form)
  const article = articleId === null ? undefined : await publishedArticle(deps.db, articleId)
  if (!article) throw missing()
  const viewer = accountOf(writer)
  const thread = threadOf(deps, article)
  // The keys contain the article that the form names, so that moving a branch between two presses changes nothing.
  const press = pressKeys(deps, writer, rowId(form.article), form)
  const answer = (repeat: Repeat) => write(deps, (db) => answerAsRepeat(deps, db, { writer, form, article }, repeat))
  const earlier = await findRepeat(deps.db, press, deps.clock())
  if (earlier !== null) return answer(earlier)
  const refusal = await findRefusal(deps, deps.db, viewer, ip, thread)
  if (refusal !== null) return refusal
  await enforceWriterLimits(deps, deps.db, writer, article.id, thread.slow, ip)

  const { faults, parent, html, filtered, signs } = await checkForm(deps, writer, article.id, form)
  if (Object.keys(faults).length > 0 || parent === 'missing') {
    // Another press may have been saved during the check: then the text is a repeat, not a duplicate.
    const repeat = await findRepeat(deps.db, press, deps.clock())
    if (repeat !== null) return answer(repeat)
    const refusing = filtered.catches.filter(({ action }) => action === 'refuse')
    if (filtered.refused !== null) await write(deps, (db) => recordCatches(db, refusing, null, deps.clock()))
    return { kind: 'invalid', faults }
  }
  const text = { source: filtered.source, html }
  const pending = { writer, viewer, form, article, press, ip, parentId: parent?.id ?? null, text, filtered, signs }
  const outcome = await write(deps, (db) => insertPost(deps, db, pending, deps.clock()))
  // The branch was moved during the check: the reply follows it, if it may be posted there.
  if (outcome === 'moved') return postComment(deps, writer, form, ip)
  return outcome
}

/** Repeats every check in the transaction, then inserts the comment. */
async function insertPost(
  deps: Deps,
  db: Tx,
  pending: PendingComment,
  now: number,
): Promise<Posted | Invalid | Refused | 'moved'> {
  const { writer, viewer, form, article, press, text } = pending
  const repeat = await findRepeat(db, press, now)
  if (repeat !== null) return answerAsRepeat(deps, db, pending, repeat)
  const current = await publishedArticle(db, article.id)
  if (!current) throw missing()
  if ((await currentArticleId(db, form)) !== article.id) return 'moved'
  const thread = threadOf(deps, current)
  const refusal = await findRefusal(deps, db, viewer, pending.ip, thread)
  if (refusal !== null) return refusal
  const name = await resolveName(deps, db, writer, article.id, form.nic)
  if ('fault' in name) return { kind: 'invalid', faults: { nic: name.fault } }
  await enforceWriterLimits(deps, db, writer, article.id, thread.slow, pending.ip)
  const fault = (await textFault(deps, db, writer, text)) ?? (await missingPictureFault(db, text.html))
  if (fault !== null) return { kind: 'invalid', faults: { body: fault } }
  await saveName(db, pending, name, now)
  const hold = await findHold(deps, db, pending, heldBy(thread))
  const live = hold === null
  const id = await insertText(deps, db, pending, name, live ? 'live' : 'held', now)
  if (live) invalidateThread(db, article.id, viewer?.nic ?? null)
  await deletePostedDraft(db, writer, article.id, form)
  await storeAddress(deps, db, id, pending.ip)
  if (hold !== null)
    await insertHold(db, {
      comment_id: id,
      rule: hold.rule,
      matched_text: hold.words,
      form_signs: signsText(pending.signs),
      created_at: now,
    })
  await recordCatches(db, pending.filtered.catches, id, now)
  if (!isGuest(writer)) return { kind: 'posted', id, receipt: null, held: !live }
  await requestSubscription(deps, db, id, form.email, (form.notify ?? '') !== '', now)
  return { kind: 'posted', id, receipt: await issueReceipt(deps, db, writer, id, now), held: !live }
}

/** Reserves a guest's or a picked name for its writer in this thread. */
async function saveName(db: Tx, { writer, article }: PendingComment, name: CommentName, now: number): Promise<void> {
  const row = { article_id: article.id, nic: name.nic, nic_skeleton: name.skeleton, created_at: now }
  if (isGuest(writer)) await saveGuestName(db, { ...row, guest: writer.key })
  else if (name.name_kind === 'picked') await insertPickedName(db, { ...row, account_id: writer.id })
}

/** Says why a new comment waits for a moderator, or null. A filter comes first, then what holds the writer, the site or the thread, then the policy for guests. */
async function findHold(
  deps: Deps,
  db: Tx,
  { writer, viewer, text, filtered, signs }: PendingComment,
  thread: ThreadHold | null,
): Promise<{ rule: string; words: string } | null> {
  const rule = holdRule(
    {
      guest: isGuest(writer),
      known: isGuest(writer) && (await isKnownGuest(db, writer)),
      staff: atLeast(viewer, 'moderator'),
      likeRobot: hasSign(signs) && linkedHosts(text.html).length > 0,
    },
    deps.settings(),
    { thread, person: viewer !== null && (await personHold(deps, db, viewer.id)) !== null },
  )
  return filtered.hold ?? (rule === null ? null : { rule, words: '' })
}

async function insertText(
  deps: Deps,
  db: Tx,
  { viewer, form, article, press, parentId, text }: PendingComment,
  name: CommentName,
  state: 'live' | 'held',
  now: number,
): Promise<number> {
  const formKey = press.formKeys?.[0] ?? null
  const { id } = await insertPlaced(db, {
    article_id: article.id,
    parent_id: parentId,
    account_id: viewer?.id ?? null,
    nic: name.nic,
    name_kind: name.name_kind,
    email: form.email.trim() || null,
    website: form.website.trim() || null,
    format: 'markup',
    ...text,
    renderer: RENDERER_VERSION,
    state,
    created_at: now,
    day: dayOf(now, deps.settings().timeZone),
    // A withdrawn comment keeps its key, which is unique.
    idempotency_key: formKey !== null && !(await queries.isFormKeyUsed(db, formKey)) ? formKey : null,
    content_hash: press.contents[0],
  })
  return id
}
