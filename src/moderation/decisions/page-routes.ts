// Sends the page of a decision's form, or for programs what is wrong with it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DecisionPage } from '../../comments/holds/decision-pages.ts'
import type { Deps } from '../../deps.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'

type Exchange = { app: FastifyInstance; deps: Deps; request: FastifyRequest; reply: FastifyReply }

/** @param status of 400 or more for a form with a fault, or one that has nothing left to do */
export async function sendDecisionPage(
  { app, deps, request, reply }: Exchange,
  page: DecisionPage,
  status: number,
): Promise<FastifyReply> {
  if (status >= 400 && takesJson(request))
    return sendProblem(
      reply,
      page.fault === ''
        ? { kind: 'conflict', sentence: page.already }
        : { kind: 'invalid', faults: { reason: page.fault } },
    )
  const chrome = unlisted(await chromeFor(deps, request, urls.log))
  const model = { chrome, title: page.heading, description: page.article.headline, ...page }
  return sendPage(app, request, reply, 'moderation/decisions/decision', model, status)
}
