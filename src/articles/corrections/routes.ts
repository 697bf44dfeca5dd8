// /articles/:id/corrections: a reader sends a correction, as a member or a guest.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { queryValue, readForm } from '../../faults.ts'
import { allow, may } from '../../permissions.ts'
import { senderOf } from '../../sanctions/checks.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { placeOf } from '../../web/guests.ts'
import { sendPage } from '../../web/pages.ts'
import { correctionLimits } from '../correction-rules.ts'
import type { ArticleRow } from '../queries.ts'
import { requireArticle } from '../reading.ts'
import { sendCorrection } from './actions.ts'
import { correctionForm } from './form.ts'
import { type CorrectionPage, correctionPage } from './pages.ts'

type ById = { Params: { id: string }; Querystring: { passage?: unknown; done?: unknown } }

export function correctionRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<ById>('/articles/:id/corrections', { config: { access: 'anyone' } }, async (request, reply) => {
    const article = await requireArticle(deps, request.params.id)
    allow(may.correct(request.viewer, deps.settings()))
    const isSent = queryValue(request.query.done) === 'sent'
    const passage = (queryValue(request.query.passage) ?? '').slice(0, 2 * correctionLimits.passage)
    const typed = isSent ? null : { passage, body: '', named: true }
    return sendForm(app, deps, request, reply, article, correctionPage(article, request.viewer, typed))
  })

  app.post<ById>(
    '/articles/:id/corrections',
    { config: { access: 'anyone', rateLimit: () => 'correction' } },
    async (request, reply) => {
      const article = await requireArticle(deps, request.params.id)
      const { typed, value, faults } = readForm(correctionForm, request.body)
      const isNamed = typed.credit === 'named'
      const sender = {
        viewer: request.viewer,
        place: placeOf(deps, request),
        sender: senderOf(request.viewer, request.ip, request.endedAccount),
      }
      const passageFault = value === null ? null : await sendCorrection(deps, sender, article, { ...value, isNamed })
      if (value !== null && passageFault === null) return reply.redirect(`${urls.correct(article.id)}?done=sent`, 303)
      const found = passageFault === null ? faults : { passage: passageFault }
      if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: found as Record<string, string> })
      const page = correctionPage(article, request.viewer, { ...typed, named: isNamed }, found)
      return sendForm(app, deps, request, reply, article, page, 422)
    },
  )
}

async function sendForm(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  article: ArticleRow,
  page: CorrectionPage,
  status = 200,
): Promise<FastifyReply> {
  const here = urls.correct(article.id)
  const chrome = unlisted(await chromeFor(deps, request, here, urls.section(article.section_slug)))
  const title = page.form === null ? 'Thank you' : 'Send a correction'
  const model = { chrome, title, description: article.headline, ...page }
  const kept = request.method === 'POST' ? 'untilSignOut' : 'never'
  return sendPage(app, request, reply, 'articles/correction', model, status, kept)
}
