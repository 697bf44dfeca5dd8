// /admin/people: finds people, gives and takes roles and trust, and ends sessions.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { identityFault } from '../../accounts/identity/actions.ts'
import { readIdentityCheck } from '../../accounts/identity/reading.ts'
import { hasSecondFactor } from '../../accounts/second-factor/queries.ts'
import { beginRemoval, cancelRemoval } from '../../accounts/second-factor/removal-actions.ts'
import { openRemoval } from '../../accounts/second-factor/removal-queries.ts'
import { originOf } from '../../accounts/sessions/origin.ts'
import { sessionsOf } from '../../accounts/sessions/queries.ts'
import type { Deps } from '../../deps.ts'
import { setTrust } from '../../desk/trusts/actions.ts'
import { missing, notAButton } from '../../errors.ts'
import { beforeCursor, type Faults, queryValue, readForm, rowId } from '../../faults.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { chromeFor } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withAdminTabs } from '../pages.ts'
import { changeRole, endPersonSessions, roleRefusal } from './actions.ts'
import { type PersonField, type PersonForm, personForm, roleField, roleOf } from './form.ts'
import { peoplePage, personDoneMessages, personPage } from './pages.ts'
import { peopleList, personById } from './queries.ts'

const admins = { config: { access: 'admin' } } as const

/** People on a page, and sessions on the page of one. */
const PAGE_SIZE = 50
const MAX_SESSIONS = 50

type Site = { app: FastifyInstance; deps: Deps }
type ById = { Params: { id: string } }

async function requirePerson(deps: Deps, request: FastifyRequest<ById>) {
  const id = rowId(request.params.id)
  const person = id === null ? undefined : await personById(deps.db, id)
  if (person === undefined) throw missing()
  return person
}

async function sendPerson(
  { app, deps }: Site,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  typed: Partial<PersonForm> = {},
  faults: Faults<PersonField> = {},
  message = '',
  refused: 409 | 422 = 422,
): Promise<FastifyReply> {
  const failed = Object.keys(faults).length > 0
  if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
  const person = await requirePerson(deps, request)
  const check = await readIdentityCheck(deps, request, urls.adminPerson(person.id), faults.password)
  const sessions = await sessionsOf(deps.db, person.id, deps.clock(), MAX_SESSIONS)
  const form = { typed, faults, check }
  const factor = { has: await hasSecondFactor(deps.db, person.id), removal: await openRemoval(deps.db, person.id) }
  const page = personPage(
    person,
    { sessions, current: request.session!.hash, factor },
    form,
    message,
    datesOf(deps, request),
  )
  const chrome = withAdminTabs(await chromeFor(deps, request, page.action, urls.admin), urls.adminPeople())
  const model = { chrome, title: page.nic, description: 'Role, trust and sessions of a member.', ...page }
  return sendPage(app, request, reply, 'admin/people/person', model, failed ? refused : 200)
}

async function postPerson(site: Site, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const { deps } = site
  const person = await requirePerson(deps, request)
  const { typed, value, faults } = readForm(personForm, request.body)
  if (faults.action) throw notAButton()
  if (value === null) return sendPerson(site, request, reply, typed, faults)
  const fault = await identityFault(deps, request, typed.password)
  if (fault !== null) return sendPerson(site, request, reply, typed, { password: fault })
  const who = { viewer: request.viewer, origin: originOf(request) }
  const { action, reason } = value
  if (action === 'role') {
    const refusal = await roleRefusal(deps, person.id, roleOf(typed))
    if (refusal !== null) return sendPerson(site, request, reply, typed, { role: refusal }, '', 409)
  }
  const isDone =
    action === 'role'
      ? await changeRole(deps, who, person.id, roleOf(typed), reason)
      : action === 'sessions'
        ? (await endPersonSessions(deps, who, person.id, reason)) > 0
        : action === 'remove-factor'
          ? await beginRemoval(deps, request.viewer, person, reason)
          : action === 'keep-factor'
            ? await cancelRemoval(deps, request.viewer, person, reason)
            : (await setTrust(deps, request.viewer, person.nic, action === 'trust', reason)).kind === 'done'
  // An admin whose own sessions have ended has to sign in again.
  const here = urls.adminPerson(person.id)
  const isOut = isDone && person.id === request.viewer!.id && (action === 'role' || action === 'sessions')
  return reply.redirect(isOut ? urls.login() : `${here}?done=${isDone ? action : 'already'}`, 303)
}

type ListQuery = { Querystring: { q?: unknown; role?: unknown; trusted?: unknown; before?: unknown } }

export function adminPeopleRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }

  app.get<ListQuery>('/admin/people', admins, async (request, reply) => {
    const { query } = request
    const role = roleField.safeParse(queryValue(query.role) ?? '')
    const filter = {
      text: (queryValue(query.q) ?? '').trim().slice(0, limits.email),
      role: role.success ? role.data : null,
      trusted: queryValue(query.trusted) === 'on',
    }
    const before = beforeCursor(query)
    const rows = await peopleList(deps.db, filter, before, PAGE_SIZE + 1)
    const page = peoplePage(rows, filter, { size: PAGE_SIZE, before }, datesOf(deps, request))
    const chrome = withAdminTabs(await chromeFor(deps, request, urls.adminPeople(), urls.admin), urls.adminPeople())
    const description = 'Find people, give and take roles, and end sessions.'
    return sendPage(app, request, reply, 'admin/people/people', { chrome, title: 'People', description, ...page })
  })

  app.get<ById & { Querystring: { done?: unknown } }>('/admin/people/:id', admins, (request, reply) =>
    sendPerson(site, request, reply, {}, {}, personDoneMessages.get(queryValue(request.query.done) ?? '')),
  )

  app.post<ById>('/admin/people/:id', admins, (request, reply) => postPerson(site, request, reply))
}
