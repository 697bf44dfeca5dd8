// Gathers what the page of a comment form shows.

import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { rowId } from '../../faults.ts'
import { may, type Refusal, refusals } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { draftWriters, findDraft } from '../drafts/actions.ts'
import { writtenComment } from '../edits/queries.ts'
import { readOne } from '../thread/branch-reading.ts'
import { closedNotice } from '../thread/closed-pages.ts'
import type { CommentRow } from '../thread/queries.ts'
import { visibleComment } from '../thread/queries.ts'
import { threadOf } from '../thread/state-checks.ts'
import type { CommentForm } from './form.ts'
import { readCommentForm } from './form-reading.ts'
import { type FormState, formHeading } from './pages.ts'
import { quotation, withQuotation } from './quote.ts'
import { parentAbove, previewAbove, type ReplyPage } from './reply-pages.ts'

/** The link that a refusal for want of a session offers. */
const signInText: Partial<Record<Refusal, string>> = {
  signInToComment: 'Sign in and post',
  sessionEnded: 'Sign in and post',
}

export type ReplyState = Partial<FormState> & {
  /** The form begins with a quotation of the parent. */
  quote?: boolean
  refusal?: Refusal
  /** Replaces the refusal's own sentence; the form itself says it. */
  sentence?: string | undefined
}

export async function readReplyPage(
  deps: Deps,
  reader: Reader,
  article: ArticleRow,
  typed: Partial<CommentForm>,
  state: ReplyState,
): Promise<{ page: ReplyPage; title: string }> {
  const parent = await findLiveParent(deps, article, typed)
  const form = parent && state.quote ? { ...typed, body: await quoteIn(deps, parent, typed.body ?? '') } : typed
  const above = parent ? parentAbove(await readOne(deps, article, reader, parent)) : null
  const thread = threadOf(deps, article)
  const blocked = ['threadClosed', 'staffThread'].includes(may.comment(reader.viewer, thread, deps.settings()) ?? '')
  const formState = {
    article,
    parent: parent ? { id: parent.id, nic: parent.nic } : null,
    typed: form,
    back: parent ? urls.comment(parent.id) : `${urls.article(article)}#comments`,
    afterClosing: thread.closed,
    settings: thread,
    ...state,
  }
  const shown = blocked ? null : await readCommentForm(deps, reader, formState)
  return {
    title: formHeading(parent),
    page: {
      article: { href: urls.article(article), headline: article.headline },
      parent: above,
      preview: shown === null ? null : previewAbove(formState, shown, reader.viewer),
      ...noticeOf(state, urls.reply(article.id, parent ? parent.id : null)),
      form: shown,
      closed: blocked ? closedNotice(thread, article.close_entry, reader.dates) : null,
      returned: blocked ? await readReturned(deps, reader, article.id, form) : null,
    },
  }
}

/** Why a press did not post, with the link that helps. @param here address of the form */
function noticeOf({ limit, refusal, sentence }: ReplyState, here: string): Pick<ReplyPage, 'notice' | 'link'> {
  if (limit !== undefined)
    return {
      notice: { kind: 'warn', text: `Your text is safe. ${limit}` },
      link: { href: urls.drafts, text: 'Your drafts' },
    }
  if (refusal === undefined) return { notice: null, link: null }
  const text = signInText[refusal]
  return {
    notice: sentence === undefined ? { kind: 'bad', text: refusals[refusal].sentence } : null,
    link: text === undefined ? null : { href: urls.login(here), text },
  }
}

/** The live comment that a form replies to. */
async function findLiveParent(
  deps: Deps,
  article: ArticleRow,
  { parent }: Partial<CommentForm>,
): Promise<CommentRow | null> {
  const id = rowId(parent)
  const row = id === null ? undefined : await visibleComment(deps.db, id)
  return row && row.article_id === article.id && row.state === 'live' ? row : null
}

const quoteIn = async (deps: Deps, parent: CommentRow, body: string): Promise<string> =>
  withQuotation(quotation((await writtenComment(deps.db, parent.id))!), body)

/** The text that a closed thread gives back: the one just typed, or the draft of it. */
async function readReturned(
  deps: Deps,
  { viewer, guest }: Reader,
  articleId: number,
  { parent, body }: Partial<CommentForm>,
): Promise<ReplyPage['returned']> {
  const { draft } = await findDraft(deps, draftWriters(viewer, guest), articleId, rowId(parent))
  const text = body ?? draft?.body ?? ''
  return text === '' ? null : { text, draft: draft?.id ?? null, drafts: urls.drafts }
}
