// /admin/people/applications: moderators approve or refuse applications for an account.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { approveApplication, refuseApplication } from '../../accounts/registration/actions.ts'
import { countWaitingApplications, waitingApplications } from '../../accounts/registration/queries.ts'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { queryValue, rowId } from '../../faults.ts'
import { withTabs } from '../../moderation/queue/tab-reading.ts'
import { readReasonedForm } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { type ApplicationKey, decisionForm, readKey, splitTicks } from './application-form.ts'
import { APPLICATIONS_PAGE_SIZE, applicationsPage, decidedMessage, type TypedDecision } from './application-pages.ts'

const moderators = { config: { access: 'moderator' } } as const

type Done = { Querystring: { done?: unknown; n?: unknown; gone?: unknown; taken?: unknown } }

const NOT_TICKED = 'Tick at least one application.'

export function applicationQueueRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    form: TypedDecision | null,
    done: string,
  ): Promise<FastifyReply> {
    if (form !== null && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { reason: form.fault || form.tickFault } })
    const { registration, refusalReasons } = deps.settings()
    const page = applicationsPage(
      await waitingApplications(deps.db, APPLICATIONS_PAGE_SIZE),
      await countWaitingApplications(deps.db),
      registration === 'approved',
      refusalReasons,
      form,
      done,
      { now: deps.clock(), dates: datesOf(deps, request) },
    )
    const own = unlisted(await chromeFor(deps, request, urls.applications, urls.queue))
    const chrome = await withTabs(deps, request, own, urls.applications)
    const model = { chrome, title: 'Applications', description: 'People who ask to join.', ...page }
    return sendPage(app, request, reply, 'admin/people/applications', model, form === null ? 200 : 422)
  }

  app.get<Done>('/admin/people/applications', moderators, (request, reply) => {
    const { done, n, gone, taken } = request.query
    const numberOf = (value: unknown): number => rowId(queryValue(value)) ?? 0
    const counts = { done: numberOf(n), gone: numberOf(gone), taken: numberOf(taken) }
    return send(request, reply, null, decidedMessage(queryValue(done) ?? '', counts))
  })

  app.post('/admin/people/applications', moderators, async (request, reply) => {
    const { fields, ticked } = splitTicks(request.body)
    const { typed, value, faults } = readReasonedForm(decisionForm, fields, deps.settings().refusalReasons)
    if (faults.action !== undefined) throw notAButton()
    const keys = (typed.application === '' ? ticked : [typed.application]).map(readKey)
    if (keys.includes(null)) throw notAButton()
    const tickFault = keys.length === 0 ? NOT_TICKED : ''
    if (value === null || tickFault !== '') {
      const words = { chip: typed.chip, reason: typed.reason }
      const form = { key: typed.application, ticked, typed: words, fault: faults.reason ?? '', tickFault }
      return send(request, reply, form, '')
    }
    const counts = { done: 0, gone: 0, taken: 0 }
    for (const key of keys as ApplicationKey[])
      counts[
        value.action === 'approve'
          ? await approveApplication(deps, request.viewer, key)
          : await refuseApplication(deps, request.viewer, key, value.reason)
      ] += 1
    const query = new URLSearchParams({
      done: value.action,
      n: String(counts.done),
      gone: String(counts.gone),
      taken: String(counts.taken),
    })
    return reply.redirect(`${urls.applications}?${query}`, 303)
  })
}
