// /moderation/duties and /moderation/handovers: who is on duty, and the handover notes.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { beforeCursor, queryValue, readForm } from '../../faults.ts'
import { zoneOf } from '../../format.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { beginDuty, clearHandover, endDuty, saveHandover } from './actions.ts'
import { dutyForm, handoverForm } from './form.ts'
import { dutyPage, HANDOVERS_PAGE_SIZE, parseDutyEnd } from './pages.ts'
import { handoverInForce, handovers, onDuty } from './queries.ts'

const moderators = { config: { access: 'moderator' } } as const

export function dutyRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { until?: string; body?: string; faults?: { until?: string; body?: string }; done?: string },
  ): Promise<FastifyReply> {
    if (typed.faults !== undefined && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: typed.faults })
    const before = request.method === 'GET' ? beforeCursor(request.query as { before?: unknown }) : null
    const [now, dates] = [deps.clock(), datesOf(deps, request)]
    const form = {
      until: typed.until ?? '',
      body: typed.body ?? (await handoverInForce(deps.db))?.body ?? '',
      faults: { until: '', body: '', ...typed.faults },
      done: typed.done ?? '',
    }
    const duties = await onDuty(deps.db, now)
    const rows = await handovers(deps.db, before, HANDOVERS_PAGE_SIZE + 1)
    const page = dutyPage(duties, rows, request.viewer!.id, before, form, now, dates)
    const own = unlisted(await chromeFor(deps, request, urls.handovers, urls.queue))
    const chrome = await withTabs(deps, request, own, urls.handovers)
    const model = { chrome, title: 'Duty and notes', description: 'For moderators.', ...page }
    return sendPage(app, request, reply, 'moderation/duty/duty', model, typed.faults === undefined ? 200 : 422)
  }

  for (const address of ['/moderation/duties', '/moderation/handovers'] as const) {
    app.get<{ Querystring: { before?: unknown; done?: unknown } }>(address, moderators, (request, reply) =>
      send(request, reply, { done: queryValue(request.query.done) ?? '' }),
    )
  }

  app.post('/moderation/duties', moderators, async (request, reply) => {
    const { typed, value, faults } = readForm(dutyForm, request.body)
    const next = inside(typed.next, urls.duties)
    if (typed.action !== 'begin' && typed.action !== 'end') throw notAButton()
    if (value === null) return send(request, reply, { until: typed.until, faults })
    if (value.action === 'end') {
      await endDuty(deps, request.viewer)
      return reply.redirect(withQuery(next, 'done=end'), 303)
    }
    const until = parseDutyEnd(value.until, deps.clock(), zoneOf(datesOf(deps, request)))
    await beginDuty(deps, request.viewer, until)
    return reply.redirect(withQuery(next, 'done=begin'), 303)
  })

  app.post('/moderation/handovers', moderators, async (request, reply) => {
    const { typed, value, faults } = readForm(handoverForm, request.body)
    const next = inside(typed.next, urls.handovers)
    if (typed.action !== '' && typed.action !== 'clear') throw notAButton()
    if (typed.action === 'clear') {
      const done = (await clearHandover(deps, request.viewer)) ? 'cleared' : 'none'
      return reply.redirect(withQuery(next, `done=${done}`), 303)
    }
    if (value === null) return send(request, reply, { body: typed.body, faults })
    const done = (await saveHandover(deps, request.viewer, value.body)) ? 'left' : 'same'
    return reply.redirect(withQuery(next, `done=${done}`), 303)
  })
}
