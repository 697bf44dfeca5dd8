// Posts a comment, or says why it is refused.
import { publishedArticle } from '../../articles/queries.ts'
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { type Faults, rowId } from '../../faults.ts'
import { type Filtered, recordCatches } from '../../filters/actions.ts'
import { RENDERER_VERSION } from '../../markup/render.ts'
import { askToTellGuest } from '../../notices/subscription-actions.ts'
import { accountOf, atLeast, isGuest, may, type Refusal, type Writer } from '../../permissions.ts'
import { hashOf } from '../../random.ts'
import { storeAddress } from '../../sanctions/actions.ts'
import { bannedEmailFault, postingBlock } from '../../sanctions/checks.ts'
import { REPEAT_WINDOW } from '../../settings.ts'
import { dayOf } from '../../time.ts'
import { articleMeant, dropDraftIn } from '../drafts/actions.ts'
import { insertHold } from '../holds/queries.ts'
import { holdRule } from '../holds/rules.ts'
import * as queries from '../queries.ts'
import { isKnown, issueReceipt, reissueReceipt } from '../receipts/actions.ts'
import { renderFiltered } from '../render-actions.ts'
import { insertPlaced, invalidateThread } from '../state-actions.ts'
import type { ThreadState } from '../thread/rules.ts'
import { threadOf } from '../thread/state-checks.ts'
import { type CommentField, type CommentForm, commentFaults } from './form.ts'
import { keepPace, textFault } from './limit-checks.ts'
import { signature } from './name-checks.ts'
import { keepGuestVoice, keepVoice } from './name-queries.ts'
import { lostPicture } from './picture-actions.ts'

export type Outcome =
  | {
      kind: 'posted'
      id: number /** The token of a guest's receipt. */
      receipt: string | null /** A member's comment that waits for a moderator. */
      waits?: boolean
    }
  | { kind: 'invalid'; faults: Faults<CommentField> }
  | { kind: 'refused'; refusal: Refusal; thread: ThreadState /** In the words of this very case. */; sentence?: string }

/** The parent that a form names, when it stands in the article's thread and can be answered. */
export async function parentOf(
  db: Db,
  form: Pick<CommentForm, 'parent'>,
  articleId: number,
): Promise<{ id: number } | null | 'missing'> {
  if (form.parent === '') return null
  const id = rowId(form.parent)
  const row = id === null ? undefined : await queries.visibleComment(db, id)
  return row && row.article_id === articleId ? row : 'missing'
}

type Checked = {
  faults: Faults<CommentField>
  parent: Awaited<ReturnType<typeof parentOf>> /** The text as it will be stored. */
  html: string
  sifted: Filtered
}

/** What has to be put right before a form can be posted: the preview tells as much as the press itself. */
export async function faultsIn(deps: Deps, writer: Writer, articleId: number, form: CommentForm): Promise<Checked> {
  const faults = commentFaults(form)
  const parent = await parentOf(deps.db, form, articleId)
  if (parent === 'missing')
    faults.parent =
      'The comment you answer is not in this thread any more. Your text can be posted as a comment of its own.'
  const { whole, sifted } = await renderFiltered(deps, writer, form.body)
  const wrong =
    'fault' in whole
      ? whole.fault
      : (sifted.refused ??
        (await lostPicture(deps.db, whole.html)) ??
        (await textFault(deps, deps.db, writer, { source: sifted.source, html: whole.html })))
  if (wrong !== null) faults.body ??= wrong
  // Where guests cannot post, whoever has no account yet chooses a name when they have one.
  const claimed =
    isGuest(writer) && deps.settings().guests === 'membersOnly'
      ? null
      : await signature(deps, deps.db, writer, articleId, form.nic)
  if (claimed !== null && 'fault' in claimed) faults.nic = claimed.fault
  const banned = isGuest(writer) ? await bannedEmailFault(deps, deps.db, form.email) : null
  if (banned !== null) faults.email ??= banned
  return { faults, parent, html: 'html' in whole ? whole.html : '', sifted }
}

/** By what a press is known again: the text with its place, and the form's key where it has one. A guest may have had no key of their own at the first press. */
function pressOf(
  writer: Writer,
  articleId: number | null,
  form: CommentForm,
): { contents: [string, ...string[]]; formKeys: string[] | null } {
  const known = isGuest(writer) ? (writer.fresh ? [writer.address] : [writer.key, writer.address]) : [writer.id]
  const contents = known.map((who) => hashOf(who, articleId ?? 0, form.parent, form.nic, form.body)) as [
    string,
    ...string[],
  ]
  return { contents, formKeys: form.key === '' ? null : contents.map((content) => hashOf(content, form.key)) }
}

type Press = ReturnType<typeof pressOf>

const repeatOf = async (db: Db, { contents, formKeys }: Press, now: number): Promise<number | undefined> =>
  (await (formKeys === null ? queries.byContent(db, contents, now - REPEAT_WINDOW) : queries.byFormKey(db, formKeys)))
    ?.id

/** A second press is answered like the first, in the transaction of whoever answers it. */
async function answerAgain(
  deps: Deps,
  db: Tx,
  writer: Writer,
  form: CommentForm,
  id: number,
  now: number,
): Promise<Outcome> {
  if (isGuest(writer))
    return { kind: 'posted', id, receipt: await reissueReceipt(deps, db, writer, id, form.email, now) }
  return { kind: 'posted', id, receipt: null, waits: (await queries.countedComment(db, id))?.state === 'held' }
}

/**
 * Posts a comment, once however often the form is pressed. A guest's may have to wait for a moderator.
 * @param ip where it comes from; kept for moderators, for some days
 * @throws AppError `missing` when there is no such article, `tooOften` when the writer has written too much lately
 */
export async function postComment(
  deps: Deps,
  writer: Writer,
  form: CommentForm,
  ip: string | null = null,
): Promise<Outcome> {
  const articleId = await articleMeant(deps.db, form)
  const article = articleId === null ? undefined : await publishedArticle(deps.db, articleId)
  if (!article) throw missing()
  const viewer = accountOf(writer)
  const thread = threadOf(deps, article)
  const refusal = may.comment(viewer, thread, deps.settings())

  // A second press of a button is the first one's comment, even when the thread has moved on since.
  // Known by the article that the form names, wherever what it answers was moved between two presses.
  const press = pressOf(writer, rowId(form.article), form)
  const repeated = await repeatOf(deps.db, press, deps.clock())
  const done = (db: Tx) => dropDraftIn(db, writer, article.id, rowId(form.parent))
  const likeTheFirst = (id: number): Promise<Outcome> =>
    write(deps, async (db) => {
      await done(db)
      return answerAgain(deps, db, writer, form, id, deps.clock())
    })
  if (repeated !== undefined) return likeTheFirst(repeated)
  if (refusal !== null) return { kind: 'refused', refusal, thread }
  const hindered = await postingBlock(deps, deps.db, viewer?.id ?? null)
  if (hindered !== null) return { kind: 'refused', thread, ...hindered }
  await keepPace(deps, deps.db, writer, article.id, thread.slow)

  const { faults, parent, html, sifted } = await faultsIn(deps, writer, article.id, form)
  const invalid = Object.keys(faults).length > 0 || parent === 'missing'
  // The first press may have been stored while this one was looked at: then its text is there twice, and rightly.
  const meanwhile = invalid ? await repeatOf(deps.db, press, deps.clock()) : undefined
  if (meanwhile !== undefined) return likeTheFirst(meanwhile)
  if (sifted.refused !== null)
    await write(deps, (db) =>
      recordCatches(
        db,
        sifted.catches.filter(({ action }) => action === 'refuse'),
        null,
        deps.clock(),
      ),
    )
  if (invalid) return { kind: 'invalid', faults }
  const text = { source: sifted.source, html }

  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<(Outcome & { live?: boolean }) | { kind: 'moved' }> => {
    const again = await repeatOf(db, press, now)
    if (again !== undefined) {
      await done(db)
      return answerAgain(deps, db, writer, form, again, now)
    }
    const current = await publishedArticle(db, article.id)
    if (!current) throw missing()
    if ((await articleMeant(db, form)) !== article.id) return { kind: 'moved' }
    const state = threadOf(deps, current)
    const late = may.comment(viewer, state, deps.settings())
    if (late !== null) return { kind: 'refused', refusal: late, thread: state }
    const hindrance = await postingBlock(deps, db, viewer?.id ?? null)
    if (hindrance !== null) return { kind: 'refused', thread: state, ...hindrance }
    const signed = await signature(deps, db, writer, article.id, form.nic)
    if ('fault' in signed) return { kind: 'invalid', faults: { nic: signed.fault } }
    await keepPace(deps, db, writer, article.id, state.slow)
    const wrong = await textFault(deps, db, writer, text)
    if (wrong !== null) return { kind: 'invalid', faults: { body: wrong } }
    const lost = await lostPicture(db, html)
    if (lost !== null) return { kind: 'invalid', faults: { body: lost } }
    const name = { article_id: article.id, nic: signed.nic, nic_skeleton: signed.skeleton, created_at: now }
    if (isGuest(writer)) await keepGuestVoice(db, { ...name, guest: writer.key })
    else if (signed.name_kind === 'picked') await keepVoice(db, { ...name, account_id: writer.id })
    const rule = holdRule(
      {
        guest: isGuest(writer),
        known: isGuest(writer) && (await isKnown(db, writer, form.email)),
        staff: atLeast(viewer, 'moderator'),
      },
      deps.settings(),
      state.held,
    )
    const hold = sifted.hold ?? (rule === null ? null : { rule, words: '' })
    const { id } = await insertPlaced(db, {
      article_id: article.id,
      parent_id: parent?.id ?? null,
      account_id: viewer?.id ?? null,
      nic: signed.nic,
      name_kind: signed.name_kind,
      email: form.email.trim() || null,
      website: form.website.trim() || null,
      format: 'markup',
      ...text,
      renderer: RENDERER_VERSION,
      state: hold === null ? 'live' : 'held',
      created_at: now,
      day: dayOf(now, deps.settings().timeZone),
      // A press that was taken back since leaves its key with what it made.
      idempotency_key:
        press.formKeys !== null && !(await queries.keyUsed(db, press.formKeys[0]!)) ? press.formKeys[0]! : null,
      content_hash: press.contents[0],
    })
    await done(db)
    await storeAddress(deps, db, id, ip)
    if (hold !== null)
      await insertHold(db, { comment_id: id, rule: hold.rule, matched_text: hold.words, created_at: now })
    await recordCatches(db, sifted.catches, id, now)
    if (!isGuest(writer)) return { kind: 'posted', id, receipt: null, live: hold === null, waits: hold !== null }
    await askToTellGuest(deps, db, id, form.email, (form.notify ?? '') !== '', now)
    return { kind: 'posted', id, receipt: await issueReceipt(deps, db, writer, id, now), live: hold === null }
  })
  // What it answers was moved while this was looked at: then it goes along, if it may be posted there.
  if (outcome.kind === 'moved') return postComment(deps, writer, form, ip)
  const { live, ...told } = outcome
  if (live) invalidateThread(deps, article.id, viewer?.nic ?? null)
  return told
}
