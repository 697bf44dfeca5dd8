// /accounts/nics: the names that a member has reserved beside the registered nic, shown to them only.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { queryValue, readForm } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { removeReservedNic, reserveNic } from './actions.ts'
import { nicsForm } from './form.ts'
import { freeNic } from './free-checks.ts'
import { nicDoneMessages, nicsPage } from './pages.ts'
import { nicsOfAccount } from './queries.ts'

export function nicRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { nic: string; fault: string },
    message = '',
  ): Promise<FastifyReply> {
    if (typed.fault !== '' && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { nic: typed.fault } })
    const { id, nic } = request.viewer!
    const page = nicsPage(nic, await nicsOfAccount(deps.db, id, deps.clock()), typed, message, datesOf(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.nics, urls.settings))
    const model = { chrome, title: 'Other names', description: 'Only you see this list.', ...page }
    return sendPage(app, request, reply, 'accounts/nics/nics', model, typed.fault === '' ? 200 : 422)
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/nics', { config: { access: 'member' } }, (request, reply) =>
    send(request, reply, { nic: '', fault: '' }, nicDoneMessages.get(queryValue(request.query.done) ?? '')),
  )

  app.post('/accounts/nics', { config: { access: 'member', rateLimit: () => 'nics' } }, async (request, reply) => {
    const { typed, value } = readForm(nicsForm, request.body)
    if (value === null) throw notAButton()
    if (value.action === 'pick-nic') return send(request, reply, { nic: await freeNic(deps), fault: '' })
    if (value.action === 'remove') {
      await removeReservedNic(deps, request.viewer!, value.nic)
      return reply.redirect(`${urls.nics}?done=removed`, 303)
    }
    const fault = await reserveNic(deps, request.viewer!, value.nic)
    return fault === null
      ? reply.redirect(`${urls.nics}?done=kept`, 303)
      : send(request, reply, { nic: typed.nic, fault })
  })
}
