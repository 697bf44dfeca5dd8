// Sends the comment form on a page of its own: for a reply, a preview, faults, or a text that could not be posted.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { rowId } from '../../faults.ts'
import { type Refusal, refusals } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { readerOf } from '../../web/reader.ts'
import type { CommentForm } from './form.ts'
import { type ReplyState, readReplyPage } from './reading.ts'

/** A request to the form and the article that it concerns. */
export type FormExchange = {
  app: FastifyInstance
  deps: Deps
  request: FastifyRequest
  reply: FastifyReply
  article: ArticleRow
}

/** @param state what the form shows beside its fields; with a status it answers a press that did not post */
export async function sendForm(
  { app, deps, request, reply, article }: FormExchange,
  form: Partial<CommentForm>,
  state: ReplyState & { status?: number } = {},
): Promise<FastifyReply> {
  if (state.status !== undefined && takesJson(request)) return sendFormProblem(reply, state)
  const reader = await readerOf(deps, request, reply)
  const { page, title } = await readReplyPage(deps, reader, article, form, { ...state, alt: request.upload?.alt })
  const here = urls.reply(article.id, rowId(form.parent))
  const chrome = unlisted(await chromeFor(deps, request, here, urls.section(article.section_slug)))
  return sendPage(
    app,
    request,
    reply,
    'comments/posting/new',
    { chrome, title, description: article.headline, ...page },
    state.status ?? 200,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

function sendFormProblem(reply: FastifyReply, { refusal, sentence, faults }: ReplyState): FastifyReply {
  if (refusal === undefined) return sendProblem(reply, { kind: 'invalid', faults })
  const problem: { kind: (typeof refusals)[Refusal]['kind']; sentence: string } = refusals[refusal]
  return sendProblem(reply, { ...problem, ...(sentence === undefined ? {} : { sentence }) })
}
