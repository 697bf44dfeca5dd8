// /moderation/duties and /moderation/handovers: who is on duty, and the notes that moderators leave for each other.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { askedBefore, askedOnce, readFields } from '../../faults.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { tabbed } from '../queue/tab-reading.ts'
import { beginDuty, clearNote, endDuty, leaveNote } from './actions.ts'
import { dutyPage, dutyUntil, handoverFault, NOTES } from './pages.ts'
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
    const before = request.method === 'GET' ? askedBefore(request.query as { before?: unknown }) : null
    const [now, dates] = [deps.clock(), datesOf(deps, request)]
    const form = {
      until: typed.until ?? '',
      body: typed.body ?? (await handoverInForce(deps.db))?.body ?? '',
      faults: { until: '', body: '', ...typed.faults },
      done: typed.done ?? '',
    }
    const page = dutyPage(
      await onDuty(deps.db, now),
      await handovers(deps.db, before, NOTES + 1),
      request.viewer!.id,
      before,
      form,
      now,
      dates,
    )
    const chrome = await tabbed(
      deps,
      request,
      unlisted(await chromeFor(deps, request, urls.handovers, urls.queue)),
      urls.handovers,
    )
    return sendPage(
      app,
      request,
      reply,
      'moderation/duty/duty',
      { chrome, title: 'Duty and notes', description: 'For moderators.', ...page },
      typed.faults === undefined ? 200 : 422,
    )
  }

  for (const address of ['/moderation/duties', '/moderation/handovers'] as const) {
    app.get<{ Querystring: { before?: unknown; done?: unknown } }>(address, moderators, (request, reply) =>
      send(request, reply, { done: askedOnce(request.query.done) ?? '' }),
    )
  }

  app.post('/moderation/duties', moderators, async (request, reply) => {
    const form = readFields(request.body, ['action', 'until', 'next'])
    const next = inside(form.next, urls.duties)
    if (form.action !== 'begin' && form.action !== 'end') throw notAButton()
    if (form.action === 'end') {
      await endDuty(deps, request.viewer)
      return reply.redirect(withQuery(next, 'done=end'), 303)
    }
    const dates = datesOf(deps, request)
    const read = dutyUntil(form.until, deps.clock(), typeof dates === 'string' ? dates : dates.zone)
    if ('fault' in read) return send(request, reply, { until: form.until, faults: { until: read.fault } })
    await beginDuty(deps, request.viewer, read.until)
    return reply.redirect(withQuery(next, 'done=begin'), 303)
  })

  app.post('/moderation/handovers', moderators, async (request, reply) => {
    const form = readFields(request.body, ['action', 'body', 'next'])
    const next = inside(form.next, urls.handovers)
    if (form.action !== '' && form.action !== 'clear') throw notAButton()
    if (form.action === 'clear')
      return reply.redirect(
        withQuery(next, `done=${(await clearNote(deps, request.viewer)) ? 'cleared' : 'none'}`),
        303,
      )
    const body = form.body.trim()
    const fault = handoverFault(body)
    if (fault !== null) return send(request, reply, { body: form.body, faults: { body: fault } })
    return reply.redirect(
      withQuery(next, `done=${(await leaveNote(deps, request.viewer, body)) ? 'left' : 'same'}`),
      303,
    )
  })
}
