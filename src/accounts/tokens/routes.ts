// /accounts/tokens: a member's tokens, which are addresses of private feeds.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { type Faults, readForm, rowId } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { identityFault } from '../identity/actions.ts'
import { readIdentityCheck } from '../identity/reading.ts'
import { originOf } from '../sessions/origin.ts'
import { makeFeedToken, revokeToken } from './actions.ts'
import { revocationForm, type TokenField, tokenForm } from './form.ts'
import { tokensPage } from './pages.ts'
import { tokensOf } from './queries.ts'

type Answer = {
  made?: { name: string; token: string }
  typed?: { name: string; key: string }
  faults?: Faults<TokenField>
  message?: string
}

export function tokenRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(request: FastifyRequest, reply: FastifyReply, answer: Answer = {}): Promise<FastifyReply> {
    const { made = null, typed, faults = {}, message = '' } = answer
    const failed = Object.keys(faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const check = await readIdentityCheck(deps, request, urls.tokens, faults.password)
    const rows = await tokensOf(deps.db, request.viewer!.id)
    // After a fault the form keeps its key: it is still the same form.
    const form = { name: typed?.name ?? '', key: typed?.key || deps.random.token(), faults }
    const page = tokensPage(rows, made, form, check, message, deps.config.baseUrl, datesOf(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.tokens, urls.settings))
    const model = { chrome, title: 'Private feeds', description: 'Addresses for your feed readers.', ...page }
    return sendPage(app, request, reply, 'accounts/tokens/tokens', model, failed ? 422 : 200)
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/tokens', { config: { access: 'member' } }, (request, reply) =>
    send(request, reply, { message: request.query.done === 'revoked' ? 'Revoked.' : '' }),
  )

  app.post('/accounts/tokens', { config: { access: 'member', rateLimit: () => 'account' } }, async (request, reply) => {
    const { typed, value, faults } = readForm(tokenForm, request.body)
    if (value === null) return send(request, reply, { typed, faults })
    const password = await identityFault(deps, request, value.password)
    if (password !== null) return send(request, reply, { typed, faults: { password } })
    const result = await makeFeedToken(deps, request.viewer!, value, originOf(request))
    return 'fault' in result
      ? send(request, reply, { typed, faults: { name: result.fault } })
      : send(request, reply, { made: { name: value.name, token: result.token } })
  })

  app.post('/accounts/tokens/revocations', { config: { access: 'member' } }, async (request, reply) => {
    const id = rowId(readForm(revocationForm, request.body).typed.token)
    if (id !== null) await revokeToken(deps, request.viewer!, id)
    return reply.redirect(`${urls.tokens}?done=revoked`, 303)
  })
}
