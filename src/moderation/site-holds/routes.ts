// /moderation/site-holds and /moderation/site-releases: every comment on the site waits for a moderator, for a time.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ActionResult } from '../../batches/actions.ts'
import { siteHoldOf } from '../../comments/thread/state-checks.ts'
import type { Deps } from '../../deps.ts'
import { queryValue, rowId } from '../../faults.ts'
import { readReasonedForm } from '../../reasons.ts'
import { openSiteHold } from '../../sanctions/queries.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { holdSite, releaseSite } from './actions.ts'
import { siteHoldForm, siteReleaseForm } from './form.ts'
import { siteHoldPage, type TypedSiteHold } from './pages.ts'

const moderators = { config: { access: 'moderator' } } as const

const after = (outcome: ActionResult, done: string): string =>
  `${urls.siteHolds}?done=${outcome.kind === 'already' ? 'already' : `${done}&batch=${outcome.batch}`}`

export function siteHoldRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendSiteHold(
    request: FastifyRequest,
    reply: FastifyReply,
    sent: TypedSiteHold | null,
    result: { done: string; batch: number | null } = { done: '', batch: null },
  ): Promise<FastifyReply> {
    if (sent !== null && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: sent.faults })
    const { closingReasons: closing, restoringReasons: restoring } = deps.settings()
    const hold = siteHoldOf(await openSiteHold(deps.db), deps.clock())
    const page = siteHoldPage(hold, { closing, restoring }, sent, result, datesOf(deps, request))
    const own = unlisted(await chromeFor(deps, request, urls.siteHolds, urls.queue))
    const model = {
      chrome: await withTabs(deps, request, own, urls.siteHolds),
      title: 'Hold the site',
      description: 'Every comment on the site waits for a moderator, for a time.',
      ...page,
    }
    return sendPage(app, request, reply, 'moderation/site-holds/site-hold', model, sent === null ? 200 : 422)
  }

  app.get<{ Querystring: { done?: unknown; batch?: unknown } }>(
    '/moderation/site-holds',
    moderators,
    (request, reply) =>
      sendSiteHold(request, reply, null, {
        done: queryValue(request.query.done) ?? '',
        batch: rowId(queryValue(request.query.batch)),
      }),
  )

  app.post('/moderation/site-holds', moderators, async (request, reply) => {
    const { typed, value, faults } = readReasonedForm(siteHoldForm, request.body, deps.settings().closingReasons)
    if (value === null) return sendSiteHold(request, reply, { form: 'hold', typed, faults })
    const outcome = await holdSite(deps, request.viewer, value.hours, value.reason)
    return reply.redirect(after(outcome, 'held'), 303)
  })

  app.post('/moderation/site-releases', moderators, async (request, reply) => {
    const { typed, value, faults } = readReasonedForm(siteReleaseForm, request.body, deps.settings().restoringReasons)
    if (value === null) return sendSiteHold(request, reply, { form: 'release', typed, faults })
    return reply.redirect(after(await releaseSite(deps, request.viewer, value.reason), 'released'), 303)
  })
}
