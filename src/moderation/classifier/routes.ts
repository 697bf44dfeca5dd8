// /moderation/classifier: the classifier's training, accuracy and strongest words, and its switch.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { classifierSwitch, countLessons } from '../../filters/classifier-queries.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { switchClassifier } from '../filters/actions.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { measureAccuracy } from './actions.ts'
import { classifierSwitchForm, trainingForm } from './form.ts'
import { lastTraining, requestedGeneration } from './generation-queries.ts'
import { classifierPage, STRONGEST_WORDS } from './pages.ts'
import { strongestWords } from './queries.ts'
import { requestTraining } from './training-actions.ts'

const moderators = { config: { access: 'moderator' } } as const

type Site = { app: FastifyInstance; deps: Deps }

async function sendClassifier(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  did: { done: string; batch: number | null },
  typed: Parameters<typeof classifierPage>[5] = null,
  status = 200,
): Promise<FastifyReply> {
  const { app, deps } = site
  if (status >= 400 && takesJson(request))
    return sendProblem(reply, { kind: 'invalid', faults: { threshold: typed!.fault, reason: typed!.reasonFault } })
  const total = await countLessons(deps.db)
  const words = async (kind: 'bad' | 'good') =>
    strongestWords(deps.db, kind, total, STRONGEST_WORDS.least, STRONGEST_WORDS.words)
  const page = classifierPage(
    total,
    { bad: await words('bad'), good: await words('good') },
    await measureAccuracy(deps.db),
    await classifierSwitch(deps.db),
    { requested: await requestedGeneration(deps.db), last: await lastTraining(deps.db) },
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
      chrome: await withTabs(deps, request, unlisted(await chromeFor(deps, request, urls.classifier)), urls.classifier),
      title: 'Classifier',
      description: page.state,
      ...page,
    },
    status,
  )
}

export function classifierRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  app.get<{ Querystring: { done?: unknown; batch?: unknown } }>(
    '/moderation/classifier',
    moderators,
    (request, reply) =>
      sendClassifier(site, request, reply, {
        done: queryValue(request.query.done) ?? '',
        batch: rowId(queryValue(request.query.batch)),
      }),
  )

  app.post('/moderation/classifier/switches', moderators, async (request, reply) => {
    const { typed, value, faults } = readForm(classifierSwitchForm, request.body)
    if (value === null) {
      const { threshold, reason } = typed
      const refused = { threshold, fault: faults.threshold ?? '', reason, reasonFault: faults.reason ?? '' }
      return sendClassifier(site, request, reply, { done: '', batch: null }, refused, 422)
    }
    const off = value.action === 'off'
    const outcome = await switchClassifier(deps, request.viewer, off ? null : Number(value.threshold), value.reason)
    return reply.redirect(
      `${urls.classifier}?done=${outcome.kind === 'already' ? 'already' : `${off ? 'off' : 'on'}&batch=${outcome.batch}`}`,
      303,
    )
  })

  app.post('/moderation/classifier/lessons', moderators, async (request, reply) => {
    readForm(trainingForm, request.body)
    const isNew = await requestTraining(deps, request.viewer)
    return reply.redirect(`${urls.classifier}?done=${isNew ? 'requested' : 'already'}`, 303)
  })
}
