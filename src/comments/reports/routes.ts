// /comments/:id/reports: a reader without an account reports a comment; /comments/reports/:token is the receipt, where they confirm their address and read the answer.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { commentNamed } from '../thread/branch-reading.ts'
import { confirmReport, reportNamed, requestReport } from './actions.ts'
import { reportButtonForm, reportForm } from './form.ts'
import { reportFormPage, reportPage } from './pages.ts'

type ById = { Params: { id: string }; Querystring: { done?: unknown } }
type ByToken = { Params: { token: string } }

const anyone = { config: { access: 'anyone' } } as const

export function reportRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendForm(
    request: FastifyRequest<ById>,
    reply: FastifyReply,
    typed: { reason: string; email: string },
    faults: Faults<'reason' | 'email'> = {},
  ): Promise<FastifyReply> {
    const { comment, article } = await commentNamed(deps, request.params.id)
    const failed = Object.keys(faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const isSent = queryValue(request.query.done) === 'sent'
    const page = reportFormPage(article, comment, typed, faults, isSent)
    const chrome = unlisted(
      await chromeFor(deps, request, urls.reports(comment.id), urls.section(article.section_slug)),
    )
    const model = { chrome, title: isSent ? 'Check your e-mail' : 'Report this comment', description: article.headline }
    const kept = request.method === 'POST' ? 'untilSignOut' : 'never'
    return sendPage(app, request, reply, 'comments/reports/new', { ...model, ...page }, failed ? 422 : 200, kept)
  }

  app.get<ById>('/comments/:id/reports', anyone, (request, reply) => {
    // Members flag: they need no e-mail to get the answer.
    if (request.viewer !== null) return reply.redirect(urls.flags(Number(request.params.id) || 0), 302)
    return sendForm(request, reply, { reason: '', email: '' })
  })

  app.post<ById>(
    '/comments/:id/reports',
    { config: { access: 'anyone', rateLimit: () => 'report' } },
    async (request, reply) => {
      const { typed, value, faults } = readForm(reportForm, request.body)
      if (value === null) return sendForm(request, reply, typed, faults)
      const { comment, article } = await commentNamed(deps, request.params.id)
      await requestReport(deps, { comment: comment.id, headline: article.headline }, value)
      return reply.redirect(`${urls.reports(comment.id)}?done=sent`, 303)
    },
  )

  app.get<ByToken>('/comments/reports/:token', anyone, async (request, reply) => {
    const { token } = request.params
    const page = reportPage(await reportNamed(deps, token), token, datesOf(deps, request))
    // The address is a secret, so it goes to no other site. (no-referrer would make browsers send Origin: null.)
    reply.header('referrer-policy', 'same-origin').header('x-robots-tag', 'noindex')
    const chrome = unlisted(await chromeFor(deps, request, urls.report(token)))
    const model = { chrome, title: 'Your report', description: 'The receipt of a report.', ...page }
    return sendPage(app, request, reply, 'comments/reports/report', model)
  })

  app.post<ByToken>('/comments/reports/:token', anyone, async (request, reply) => {
    readForm(reportButtonForm, request.body)
    const { token } = request.params
    await confirmReport(deps, await reportNamed(deps, token))
    return reply.redirect(urls.report(token), 303)
  })
}
