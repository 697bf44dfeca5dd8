// /desk/trusts: the members whom editors trust.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { accountByNicOrSkeleton } from '../../accounts/queries.ts'
import type { Deps } from '../../deps.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withDeskTabs } from '../queue/tab-reading.ts'
import { setTrust } from './actions.ts'
import { trustForm } from './form.ts'
import { trustsPage } from './pages.ts'
import { trustedMembers } from './queries.ts'

const editors = { config: { access: 'editor' } } as const

/** Members on the page. */
const MAX_MEMBERS = 200

export function trustRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { nic: string; reason: string },
    faults: Faults,
    done: string,
    status = 200,
  ): Promise<FastifyReply> {
    const rows = await trustedMembers(deps.db, MAX_MEMBERS)
    const page = trustsPage(rows, deps.settings().trustedPublish, typed, faults, done, datesOf(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.trusts(), urls.desk()))
    const model = {
      chrome: await withDeskTabs(deps, chrome, urls.trusts()),
      title: 'Trusted members',
      description: page.intro,
      ...page,
    }
    return sendPage(app, request, reply, 'desk/trusts/trusts', model, status)
  }

  app.get<{ Querystring: { nic?: unknown; done?: unknown } }>('/desk/trusts', editors, (request, reply) =>
    send(
      request,
      reply,
      { nic: queryValue(request.query.nic) ?? '', reason: '' },
      {},
      queryValue(request.query.done) ?? '',
    ),
  )

  app.post('/desk/trusts', editors, async (request, reply) => {
    const { typed, value, faults } = readForm(trustForm, request.body)
    const member = value === null ? undefined : await accountByNicOrSkeleton(deps.db, value.nic)
    const fault = value !== null && member === undefined ? { nic: 'There is no member of that name.' } : faults
    if (value === null || member === undefined) return send(request, reply, typed, fault, '', 422)
    const result = await setTrust(deps, request.viewer, value.nic, value.action === 'trust', value.reason)
    const done = result.kind === 'done' ? value.action : 'already'
    return reply.redirect(withQuery(inside(value.next, urls.trusts()), `done=${done}`), 303)
  })
}
