// /moderation/classifier: what the classifier has learnt and how well it does, and whether it holds.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { switchInForce, totals } from '../../filters/classifier-queries.ts'
import { reasonFault } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { switchClassifier } from '../filters/actions.ts'
import { tabbed } from '../queue/tab-reading.ts'
import { accuracy, retrain } from './actions.ts'
import { classifierPage, STRONGEST } from './pages.ts'
import { strongest } from './queries.ts'

const moderators = { config: { access: 'moderator' } } as const

export function classifierRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendClassifier(
    request: FastifyRequest,
    reply: FastifyReply,
    did: { done: string; batch: number | null },
    typed: Parameters<typeof classifierPage>[4] = null,
    status = 200,
  ): Promise<FastifyReply> {
    if (status >= 400 && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { threshold: typed!.fault, reason: typed!.reasonFault } })
    const total = await totals(deps.db)
    const words = async (kind: 'bad' | 'good') => strongest(deps.db, kind, total, STRONGEST.least, STRONGEST.words)
    const page = classifierPage(
      total,
      { bad: await words('bad'), good: await words('good') },
      await accuracy(deps.db),
      await switchInForce(deps.db),
      typed,
      did,
      datesOf(deps, request),
    )
    return sendPage(
      app,
      request,
      reply,
      'moderation/classifier/classifier',
      {
        chrome: await tabbed(deps, request, unlisted(await chromeFor(deps, request, urls.classifier)), urls.classifier),
        title: 'The classifier',
        description: page.state,
        ...page,
      },
      status,
    )
  }

  app.get<{ Querystring: { done?: unknown; batch?: unknown } }>(
    '/moderation/classifier',
    moderators,
    (request, reply) =>
      sendClassifier(request, reply, {
        done: askedOnce(request.query.done) ?? '',
        batch: rowId(askedOnce(request.query.batch)),
      }),
  )

  app.post('/moderation/classifier/switches', moderators, async (request, reply) => {
    const form = readFields(request.body, ['action', 'threshold', 'reason'])
    const off = form.action === 'off'
    const threshold = /^\d{2}$/.test(form.threshold.trim()) ? Number(form.threshold) : 0
    const fault = off || (threshold >= 50 && threshold <= 99) ? '' : 'A number from 50 to 99.'
    const why = reasonFault(form.reason.trim()) ?? ''
    if (fault !== '' || why !== '')
      return sendClassifier(
        request,
        reply,
        { done: '', batch: null },
        { threshold: form.threshold, fault, reason: form.reason, reasonFault: why },
        422,
      )
    const outcome = await switchClassifier(deps, request.viewer, off ? null : threshold, form.reason.trim())
    return reply.redirect(
      `${urls.classifier}?done=${outcome.kind === 'already' ? 'already' : `${off ? 'off' : 'on'}&batch=${outcome.batch}`}`,
      303,
    )
  })

  app.post('/moderation/classifier/lessons', moderators, async (request, reply) => {
    readFields(request.body, [])
    await retrain(deps)
    return reply.redirect(`${urls.classifier}?done=learnt`, 303)
  })
}
