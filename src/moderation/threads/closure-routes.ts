// /moderation/closures and /moderation/reopenings: the forms that close and reopen a thread.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ArticleRow } from '../../articles/queries.ts'
import { requireArticle } from '../../articles/reading.ts'
import { touchReadMark } from '../../comments/thread/news-reading.ts'
import { threadOf } from '../../comments/thread/state-checks.ts'
import type { Deps } from '../../deps.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { zoneOf } from '../../format.ts'
import { readReasonedForm } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { cancelClosure, closeThread, reopenThread, scheduleReopening } from './closure-actions.ts'
import { closureForm, reopeningForm } from './closure-form.ts'
import { closureForms, closurePage, THREAD_CHANGED, type TypedClosure } from './closure-pages.ts'

const moderators = { config: { access: 'moderator' } } as const

type ClosureNoun = keyof typeof closureForms

type SentForm = { typed: Record<string, string>; faults: Faults }

/** The fields of a form that is shown again. */
const returned = ({ typed, faults }: SentForm): TypedClosure => ({
  chip: typed['chip'] ?? '',
  reason: typed['reason'] ?? '',
  fault: faults['reason'] ?? '',
  plan: {
    starts: typed['starts'] ?? '',
    until: typed['until'] ?? '',
    summary: typed['summary'] ?? '',
    faults: { starts: faults['starts'] ?? '', until: faults['until'] ?? '', summary: faults['summary'] ?? '' },
  },
})

/** The answers of the two forms. */
function closureReplies(app: FastifyInstance, deps: Deps) {
  /** Sends the form. @param outcome see `closurePage` */
  async function sendClosureForm(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: ClosureNoun,
    article: ArticleRow,
    typed: TypedClosure,
    outcome = '',
    status = 200,
  ): Promise<FastifyReply> {
    const page = closurePage(
      noun,
      article,
      threadOf(deps, article),
      typed,
      datesOf(deps, request),
      deps.settings().closingReasons,
      outcome,
    )
    const description = article.headline
    const chrome = unlisted(await chromeFor(deps, request, urls.log))
    const model = { chrome, title: page.heading, description, ...page }
    return sendPage(app, request, reply, 'moderation/decisions/decision', model, status)
  }

  /** Sends a faulty form back. */
  async function sendFaults(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: ClosureNoun,
    article: ArticleRow,
    form: SentForm,
  ): Promise<FastifyReply> {
    if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: form.faults })
    return sendClosureForm(request, reply, noun, article, returned(form), '', 422)
  }

  /** Answers a form whose thread has changed since it was opened. */
  async function sendConflict(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: ClosureNoun,
    article: ArticleRow,
    form: SentForm,
  ): Promise<FastifyReply> {
    const outcome = noun === 'reopenings' ? 'changed' : ''
    if (!takesJson(request)) return sendClosureForm(request, reply, noun, article, returned(form), outcome, 409)
    const page = closurePage(
      noun,
      article,
      threadOf(deps, article),
      returned(form),
      datesOf(deps, request),
      deps.settings().closingReasons,
      outcome,
    )
    const sentence = page.already === '' ? THREAD_CHANGED : closureForms[noun].already
    return sendProblem(reply, { kind: 'conflict', sentence })
  }

  return { sendClosureForm, sendFaults, sendConflict }
}

export function closureRoutes(app: FastifyInstance, deps: Deps): void {
  type Query = { Querystring: { article?: string; done?: unknown } }
  const { sendClosureForm, sendFaults, sendConflict } = closureReplies(app, deps)

  for (const noun of ['closures', 'reopenings'] as const) {
    app.get<Query>(`/moderation/${noun}`, moderators, async (request, reply) => {
      const done = queryValue(request.query.done) ?? ''
      const outcome = done === 'planned' || done === 'unplanned' ? done : ''
      const article = await requireArticle(deps, request.query.article)
      return sendClosureForm(request, reply, noun, article, { reason: '', fault: '' }, outcome)
    })
  }

  app.post('/moderation/closures', moderators, async (request, reply) => {
    const schema = closureForm(deps.clock(), zoneOf(datesOf(deps, request)))
    const form = readReasonedForm(schema, request.body, deps.settings().closingReasons)
    const article = await requireArticle(deps, form.typed.article)
    if (form.value === null) return sendFaults(request, reply, 'closures', article, form)
    const { reason, starts, until, summary } = form.value
    const schedule = { startsAt: starts, untilAt: until, summary }
    const outcome = await closeThread(deps, request.viewer, article.id, reason, schedule)
    const now = await requireArticle(deps, form.typed.article)
    // A thread that is still open was scheduled to close by the first press of the same button.
    if (outcome.kind === 'already' && threadOf(deps, now).closed)
      return sendConflict(request, reply, 'closures', now, form)
    await touchReadMark(deps, request, reply, article.id)
    return reply.redirect(`${urls.article(article)}#comments`, 303)
  })

  app.post('/moderation/reopenings', moderators, async (request, reply) => {
    const form = readForm(reopeningForm(deps.clock(), zoneOf(datesOf(deps, request))), request.body)
    const article = await requireArticle(deps, form.typed.article)
    if (form.value === null) return sendFaults(request, reply, 'reopenings', article, form)
    const { reason, until, action } = form.value
    const thread = threadOf(deps, article)
    const cancels = action === 'unplan' || (!thread.closed && thread.planned !== null && until === null)
    const outcome = cancels
      ? await cancelClosure(deps, request.viewer, article.id, reason)
      : until === null
        ? await reopenThread(deps, request.viewer, article.id, reason)
        : await scheduleReopening(deps, request.viewer, article.id, reason, until)
    const now = await requireArticle(deps, form.typed.article)
    // A repeated press finds the reopening that the first one scheduled.
    const isRepeat = until !== null && !cancels && threadOf(deps, now).closed && now.closed_until === until
    if (outcome.kind === 'already' && !isRepeat) return sendConflict(request, reply, 'reopenings', now, form)
    await touchReadMark(deps, request, reply, article.id)
    const done = cancels ? 'unplanned' : until === null ? null : 'planned'
    if (done !== null) return reply.redirect(`${urls.reopenings(article.id)}&done=${done}`, 303)
    return reply.redirect(`${urls.article(article)}#comments`, 303)
  })
}
