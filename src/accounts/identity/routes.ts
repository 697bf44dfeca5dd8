// /accounts/confirm: asks a member for the password again, and leads back to what they were about to do.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { queryValue, readForm } from '../../faults.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { identityFault } from './actions.ts'
import { identityForm } from './form.ts'
import { readIdentityCheck } from './reading.ts'

export function identityRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(request: FastifyRequest, reply: FastifyReply, next: string, fault = ''): Promise<FastifyReply> {
    if (fault !== '' && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { password: fault } })
    const back = inside(next, urls.settings)
    const check = await readIdentityCheck(deps, request, back, fault)
    const chrome = unlisted(await chromeFor(deps, request, '/', urls.settings))
    return sendPage(
      app,
      request,
      reply,
      'accounts/identity/confirm',
      {
        chrome,
        title: 'Confirm that it is you',
        description: 'Asks for your password before an important change.',
        check,
        nic: request.viewer!.nic,
        back,
        action: urls.confirmIdentity(),
      },
      fault === '' ? 200 : 422,
    )
  }

  app.get<{ Querystring: { next?: unknown } }>(
    '/accounts/confirm',
    { config: { access: 'member' } },
    async (request, reply) => send(request, reply, queryValue(request.query.next) ?? ''),
  )

  app.post('/accounts/confirm', { config: { access: 'member', rateLimit: () => 'login' } }, async (request, reply) => {
    const { typed } = readForm(identityForm, request.body)
    const fault = await identityFault(deps, request, typed.password)
    return fault === null
      ? reply.redirect(inside(typed.next, urls.settings), 303)
      : send(request, reply, typed.next, fault)
  })
}
