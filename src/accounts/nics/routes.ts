// /accounts/nics: the nics that a member keeps beside the registered one. The list is for its owner alone.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { askedOnce, readFields } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { rateLimitFor } from '../../web/pace.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { removeReservedNic, reserveNic } from './actions.ts'
import { freeNic } from './free-checks.ts'
import { nicDoneMessages, nicsPage } from './pages.ts'
import { nicsOfAccount } from './queries.ts'

export function nicRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { nic: string; fault: string },
    said: string,
  ): Promise<FastifyReply> {
    if (typed.fault !== '' && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { nic: typed.fault } })
    const page = nicsPage(
      request.viewer!.nic,
      await nicsOfAccount(deps.db, request.viewer!.id, deps.clock()),
      typed,
      said,
      datesOf(deps, request),
    )
    return sendPage(
      app,
      request,
      reply,
      'accounts/nics/nics',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.nics, urls.settings)),
        title: 'Names you also write under',
        description: 'Your list, which nobody else sees.',
        ...page,
      },
      typed.fault === '' ? 200 : 422,
    )
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/nics', { config: { access: 'member' } }, (request, reply) =>
    send(request, reply, { nic: '', fault: '' }, nicDoneMessages.get(askedOnce(request.query.done) ?? '') ?? ''),
  )

  app.post(
    '/accounts/nics',
    { config: { access: 'member', ...rateLimitFor(deps, () => 'nics') } },
    async (request, reply) => {
      const form = readFields(request.body, ['nic', 'action'])
      if (form.action === 'pick-nic') return send(request, reply, { nic: await freeNic(deps), fault: '' }, '')
      if (form.action === 'remove') {
        await removeReservedNic(deps, request.viewer!, form.nic)
        return reply.redirect(`${urls.nics}?done=removed`, 303)
      }
      if (form.action !== '' && form.action !== 'add')
        throw new AppError('invalid', 'This form has no such button. Nothing was changed.')
      const fault = await reserveNic(deps, request.viewer!, form.nic)
      return fault === null
        ? reply.redirect(`${urls.nics}?done=kept`, 303)
        : send(request, reply, { nic: form.nic, fault }, '')
    },
  )
}
