// /moderation/reports: reports by readers without an account, and their answers.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { waitingReports } from '../../comments/reports/queries.ts'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { answerReport } from './actions.ts'
import { answerForm } from './form.ts'
import { REPORTS_PAGE_SIZE, reportsPage, type TypedAnswer } from './pages.ts'

const moderators = { config: { access: 'moderator' } } as const

export function readerReportRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendReports(
    request: FastifyRequest,
    reply: FastifyReply,
    place: { after: number; done: string },
    typed: TypedAnswer | null,
  ): Promise<FastifyReply> {
    if (typed !== null && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { answer: typed.fault } })
    // The report that is answered leads the page.
    const after = typed === null ? place.after : typed.report - 1
    const rows = await waitingReports(deps.db, after, REPORTS_PAGE_SIZE + 1)
    const dates = datesOf(deps, request)
    const page = reportsPage(rows, request.viewer, typed, place.done, after, deps.clock(), dates)
    const own = unlisted(await chromeFor(deps, request, urls.readerReports, urls.queue))
    const chrome = await withTabs(deps, request, own, urls.readerReports)
    const model = { chrome, title: 'Reports', description: 'Reports by readers without an account.', ...page }
    return sendPage(app, request, reply, 'moderation/reports/reports', model, typed === null ? 200 : 422)
  }

  app.get<{ Querystring: { after?: unknown; done?: unknown } }>('/moderation/reports', moderators, (request, reply) => {
    const after = rowId(queryValue(request.query.after)) ?? 0
    return sendReports(request, reply, { after, done: queryValue(request.query.done) ?? '' }, null)
  })

  app.post('/moderation/reports', moderators, async (request, reply) => {
    const { typed, value, faults } = readForm(answerForm, request.body)
    if (faults.verdict !== undefined || rowId(typed.report) === null) throw notAButton()
    if (value === null) {
      const answer = { report: rowId(typed.report)!, answer: typed.answer, fault: faults.answer ?? '' }
      return sendReports(request, reply, { after: 0, done: '' }, answer)
    }
    const isNew = await answerReport(deps, request.viewer, value.report!, value)
    return reply.redirect(`${urls.readerReports}?done=${isNew ? 'answered' : 'already'}`, 303)
  })
}
