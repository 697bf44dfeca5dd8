// /accounts/name: changes a member's original nic.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { identityFault } from '../identity/actions.ts'
import { readIdentityCheck } from '../identity/reading.ts'
import { freeNic } from '../nics/free-checks.ts'
import { reservedNics } from '../nics/queries.ts'
import { originOf } from '../sessions/origin.ts'
import { changeName } from './actions.ts'
import { type NameField, nameForm } from './form.ts'
import { nameDoneMessage, namePage } from './pages.ts'
import { changesOfName, formerNicsOf } from './queries.ts'

export function nameRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { nic: string; faults: Faults<NameField> },
    message = '',
  ): Promise<FastifyReply> {
    const failed = Object.keys(typed.faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: typed.faults })
    const { id, nic } = request.viewer!
    const facts = {
      changes: await changesOfName(deps.db, id),
      reserved: [...(await reservedNics(deps.db, id)), ...(await formerNicsOf(deps.db, id))],
      days: deps.settings().nameChangeDays,
      now: deps.clock(),
    }
    const check = await readIdentityCheck(deps, request, urls.name(typed.nic), typed.faults.password)
    const page = namePage(nic, facts, typed, check, message, datesOf(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.name(), urls.settings))
    const model = { chrome, title: 'Your name', description: 'The name that you sign with.', ...page }
    return sendPage(app, request, reply, 'accounts/name/name', model, failed ? 422 : 200)
  }

  app.get<{ Querystring: { nic?: unknown; done?: unknown } }>(
    '/accounts/name',
    { config: { access: 'member' } },
    (request, reply) =>
      send(
        request,
        reply,
        { nic: queryValue(request.query.nic) ?? '', faults: {} },
        request.query.done === 'changed' ? nameDoneMessage(request.viewer!.nic) : '',
      ),
  )

  app.post('/accounts/name', { config: { access: 'member', rateLimit: () => 'nics' } }, async (request, reply) => {
    const { typed, value } = readForm(nameForm, request.body)
    if (value === null) throw notAButton()
    if (value.action === 'pick-nic') return send(request, reply, { nic: await freeNic(deps), faults: {} })
    const password = await identityFault(deps, request, value.password)
    if (password !== null) return send(request, reply, { nic: typed.nic, faults: { password } })
    const dates = datesOf(deps, request)
    const nic = await changeName(deps, request.viewer!, value.nic, originOf(request), dates)
    return nic === null
      ? reply.redirect(`${urls.name()}?done=changed`, 303)
      : send(request, reply, { nic: typed.nic, faults: { nic } })
  })
}
