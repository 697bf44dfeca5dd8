// /moderation/closures and /moderation/reopenings: closing and reopening threads.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ArticleRow } from '../../articles/queries.ts'
import { requireArticle } from '../../articles/reading.ts'
import type { TypedPlan } from '../../comments/holds/decision-pages.ts'
import { touchReadMark } from '../../comments/thread/news-reading.ts'
import { threadOf } from '../../comments/thread/state-checks.ts'
import type { Deps } from '../../deps.ts'
import { askedOnce, readFields } from '../../faults.ts'
import { reasonFault } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf, readerOf } from '../../web/reader.ts'
import { closeThread, planReopening, reopenThread, unplanClosing } from './closure-actions.ts'
import { THREAD_CHANGED, verdictPage, verdictWords } from './closure-pages.ts'
import { planOf, reopeningOf } from './schedule.ts'

const moderators = { config: { access: 'moderator' } } as const

export function closureRoutes(app: FastifyInstance, deps: Deps): void {
  type Typed = { reason: string; fault: string; plan?: TypedPlan }
  type Asked = { Querystring: { article?: string; done?: unknown } }

  /** @param how what `verdictPage` is told */
  async function sendVerdict(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: 'closures' | 'reopenings',
    article: ArticleRow,
    typed: Typed,
    status: number,
    how = '',
  ): Promise<FastifyReply> {
    const faults = {
      ...(typed.fault === '' ? {} : { reason: typed.fault }),
      ...Object.fromEntries(Object.entries(typed.plan?.faults ?? {}).filter(([, fault]) => fault !== '')),
    }
    const page = verdictPage(noun, article, threadOf(deps, article), typed, datesOf(deps, request), how)
    if (status >= 400 && takesJson(request))
      return sendProblem(
        reply,
        Object.keys(faults).length === 0
          ? { kind: 'conflict', sentence: page.already === '' ? THREAD_CHANGED : verdictWords[noun].already }
          : { kind: 'invalid', faults },
      )
    return sendPage(
      app,
      request,
      reply,
      'moderation/decisions/decision',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.log)),
        title: page.heading,
        description: article.headline,
        ...page,
      },
      status,
    )
  }

  for (const noun of ['closures', 'reopenings'] as const) {
    app.get<Asked>(`/moderation/${noun}`, moderators, async (request, reply) => {
      const done = askedOnce(request.query.done) ?? ''
      return sendVerdict(
        request,
        reply,
        noun,
        await requireArticle(deps, request.query.article),
        { reason: '', fault: '' },
        200,
        done === 'planned' || done === 'unplanned' ? done : '',
      )
    })
  }

  app.post('/moderation/closures', moderators, async (request, reply) => {
    const form = readFields(request.body, ['article', 'reason', 'starts', 'until', 'summary'])
    const article = await requireArticle(deps, form.article)
    const fault = reasonFault(form.reason.trim()) ?? ''
    const planned = planOf(form, deps.clock(), deps.settings().timeZone)
    const faults = 'faults' in planned ? planned.faults : {}
    const typed = {
      reason: form.reason,
      fault,
      plan: {
        starts: form.starts,
        until: form.until,
        summary: form.summary,
        faults: { starts: faults.starts ?? '', until: faults.until ?? '', summary: faults.summary ?? '' },
      },
    }
    if (fault !== '' || 'faults' in planned) return sendVerdict(request, reply, 'closures', article, typed, 422)
    const outcome = await closeThread(deps, request.viewer, article.id, form.reason.trim(), planned.plan)
    const now = await requireArticle(deps, form.article)
    // Where nothing was left to do and the thread is open, the first press of the same button has planned it.
    if (outcome.kind === 'already' && threadOf(deps, now).closed)
      return sendVerdict(request, reply, 'closures', now, typed, 409)
    await touchReadMark(deps, await readerOf(deps, request, reply), article.id)
    return reply.redirect(`${urls.article(article)}#comments`, 303)
  })

  // Reopens what is closed, now or at a moment, and takes back what is only planned to close.
  app.post('/moderation/reopenings', moderators, async (request, reply) => {
    const form = readFields(request.body, ['article', 'reason', 'until', 'action'])
    const article = await requireArticle(deps, form.article)
    const [reason, thread] = [form.reason.trim(), threadOf(deps, article)]
    const opens = reopeningOf(form.until, deps.clock(), deps.settings().timeZone)
    const fault = reasonFault(reason) ?? ''
    const typed = {
      reason: form.reason,
      fault,
      plan: {
        starts: '',
        until: form.until,
        summary: '',
        faults: { starts: '', until: 'fault' in opens ? opens.fault : '', summary: '' },
      },
    }
    if (fault !== '' || 'fault' in opens) return sendVerdict(request, reply, 'reopenings', article, typed, 422)
    const unplans = form.action === 'unplan' || (!thread.closed && thread.planned !== null && opens.at === null)
    const outcome = unplans
      ? await unplanClosing(deps, request.viewer, article.id, reason)
      : opens.at === null
        ? await reopenThread(deps, request.viewer, article.id, reason)
        : await planReopening(deps, request.viewer, article.id, reason, opens.at)
    const now = await requireArticle(deps, form.article)
    // A second press finds what the first has planned.
    const again = opens.at !== null && !unplans && threadOf(deps, now).closed && now.closed_until === opens.at
    if (outcome.kind === 'already' && !again)
      return sendVerdict(request, reply, 'reopenings', now, typed, 409, 'changed')
    await touchReadMark(deps, await readerOf(deps, request, reply), article.id)
    if (unplans || opens.at !== null)
      return reply.redirect(`${urls.reopenings(article.id)}&done=${unplans ? 'unplanned' : 'planned'}`, 303)
    return reply.redirect(`${urls.article(article)}#comments`, 303)
  })
}
