// What happens when somebody posts a comment, or is not let to.
import { nicsBySkeleton } from '../accounts/queries.ts'
import { skeleton } from '../accounts/nics.ts'
import { publishedArticle, type ArticleRow } from '../articles/queries.ts'
import { write } from '../db/write.ts'
import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { mentionCandidates } from '../markup/mentions.ts'
import { render, RENDERER } from '../markup/render.ts'
import type { SafeHtml } from '../markup/safe-html.ts'
import { plainText } from '../markup/text.ts'
import { may, type Refusal, type Viewer } from '../permissions.ts'
import { hashOf } from '../random.ts'
import { REPEAT_WINDOW } from '../settings.ts'
import { dayOf } from '../time.ts'
import { rowId, type Faults } from '../web/forms.ts'
import { urls } from '../web/urls.ts'
import { commentFaults, type CommentField, type CommentForm } from './form.ts'
import * as queries from './queries.ts'
import { threadState, type ThreadState } from './rules.ts'
import { lostPicture } from './picturing.ts'
import { keepVoice } from './voice-queries.ts'
import { signature } from './signing.ts'
import { place, shown } from './standing.ts'

export type Outcome =
  | { kind: 'posted'; id: number }
  | { kind: 'invalid'; faults: Faults<CommentField> }
  | { kind: 'refused'; refusal: Refusal; thread: ThreadState }

/** The state of an article's thread now, from its row. */
export function threadOf(deps: Pick<Deps, 'settings' | 'clock'>, article: Pick<ArticleRow, 'published_at' | 'closed_at' | 'closed_by' | 'close_reason' | 'reopened_at' | 'close_after_days'>): ThreadState {
  return threadState(
    {
      publishedAt: article.published_at,
      closure: article.closed_at === null ? null : { at: article.closed_at, by: article.closed_by, reason: article.close_reason ?? '' },
      reopenedAt: article.reopened_at,
      closeAfterDays: article.close_after_days,
    },
    deps.settings(),
    deps.clock(),
  )
}

/** A comment's HTML, exactly as it will be stored and shown. */
export async function renderComment(deps: Pick<Deps, 'db' | 'settings'>, body: string): Promise<SafeHtml> {
  const candidates = mentionCandidates(body)
  const known = await nicsBySkeleton(deps.db, [...new Set(candidates.map(skeleton))])
  const mentions = new Map(candidates.flatMap((text) => {
    const nic = known.get(skeleton(text))
    return nic === undefined ? [] : [[text, urls.person(nic)] as const]
  }))
  return render(body, { format: 'markup', place: 'comment', mentions, foreignPictures: deps.settings().foreignPictures })
}

/** The parent that a form names, when it stands in the article's thread and can be answered. */
export async function parentOf(db: Db, form: Pick<CommentForm, 'parent'>, articleId: number): Promise<{ id: number } | null | 'missing'> {
  if (form.parent === '') return null
  const id = rowId(form.parent)
  const row = id === null ? undefined : await queries.visibleComment(db, id)
  return row && row.article_id === articleId ? row : 'missing'
}

/** What has to be put right before a form can be posted: the preview tells as much as the press itself. */
export async function faultsIn(deps: Deps, viewer: Viewer | null, articleId: number, form: CommentForm): Promise<{ faults: Faults<CommentField>; parent: Awaited<ReturnType<typeof parentOf>> }> {
  const faults = commentFaults(form)
  const parent = await parentOf(deps.db, form, articleId)
  if (parent === 'missing') faults.parent = 'The comment you answer is not in this thread any more. Your text can be posted as a comment of its own.'
  const claimed = viewer === null ? null : await signature(deps, deps.db, viewer, articleId, form.nic)
  if (claimed !== null && 'fault' in claimed) faults.nic = claimed.fault
  return { faults, parent }
}

/** A comment as it will be stored, or what is wrong with it: markup alone says nothing. */
export async function renderWhole(deps: Pick<Deps, 'db' | 'settings'>, body: string): Promise<{ html: string } | { fault: string }> {
  const { html } = await renderComment(deps, body)
  return plainText(html) === '' && !html.includes('<img') ? { fault: 'The comment is empty.' } : { html }
}

/**
 * Posts a comment, once however often the form is pressed.
 * @throws AppError `missing` when there is no such article
 */
export async function postComment(deps: Deps, viewer: Viewer | null, form: CommentForm): Promise<Outcome> {
  const articleId = rowId(form.article)
  const article = articleId === null ? undefined : await publishedArticle(deps.db, articleId)
  if (!article) throw missing()
  const thread = threadOf(deps, article)
  const refusal = may.comment(viewer, thread)
  if (viewer === null) return { kind: 'refused', refusal: refusal ?? 'signInToComment', thread }

  // A second press of a button is the first one's comment, even when the thread has moved on since.
  const content = hashOf(viewer.id, article.id, form.parent, form.nic, form.body)
  const formKey = form.key === '' ? null : hashOf(content, form.key)
  const repeated = await repeatOf(deps.db, formKey, content, deps.clock())
  if (repeated !== undefined) return { kind: 'posted', id: repeated }
  if (refusal !== null) return { kind: 'refused', refusal, thread }

  const { faults, parent } = await faultsIn(deps, viewer, article.id, form)
  if (Object.keys(faults).length > 0 || parent === 'missing') return { kind: 'invalid', faults }

  const whole = await renderWhole(deps, form.body)
  if ('fault' in whole) return { kind: 'invalid', faults: { body: whole.fault } }

  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<Outcome> => {
    const again = await repeatOf(db, formKey, content, now)
    if (again !== undefined) return { kind: 'posted', id: again }
    const current = await publishedArticle(db, article.id)
    if (!current) throw missing()
    const state = threadOf(deps, current)
    const late = may.comment(viewer, state)
    if (late !== null) return { kind: 'refused', refusal: late, thread: state }
    const signed = await signature(deps, db, viewer, article.id, form.nic)
    if ('fault' in signed) return { kind: 'invalid', faults: { nic: signed.fault } }
    const lost = await lostPicture(db, whole.html)
    if (lost !== null) return { kind: 'invalid', faults: { body: lost } }
    if (signed.voice === 'picked') await keepVoice(db, { article_id: article.id, account_id: viewer.id, nic: signed.nic, nic_skeleton: signed.skeleton, created_at: now })
    const { id } = await place(db, {
      article_id: article.id,
      parent_id: parent?.id ?? null,
      account_id: viewer.id,
      nic: signed.nic,
      voice: signed.voice,
      email: form.email.trim() || null,
      website: form.website.trim() || null,
      format: 'markup',
      source: form.body,
      html: whole.html,
      renderer: RENDERER,
      state: 'live',
      created_at: now,
      day: dayOf(now, deps.settings().timeZone),
      form_key: formKey,
      content_hash: content,
    })
    return { kind: 'posted', id }
  })
  if (outcome.kind === 'posted') shown(deps, article.id, viewer.nic)
  return outcome
}

async function repeatOf(db: Db, formKey: string | null, content: string, now: number): Promise<number | undefined> {
  const found = formKey === null ? await queries.byContent(db, content, now - REPEAT_WINDOW) : await queries.byFormKey(db, formKey)
  return found?.id
}
