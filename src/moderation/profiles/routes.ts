// /moderation/profile-removals: removes website, text or picture from a member's page.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { profileFields, profileOf } from '../../accounts/profile/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { queryValue } from '../../faults.ts'
import { allow, may } from '../../permissions.ts'
import { readReasonedForm, type TypedReason } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { memberNamed } from '../people/reading.ts'
import type { Person } from '../people/rules.ts'
import { removeFromProfile } from './actions.ts'
import { profileRemovalForm } from './form.ts'
import { profileRemovalPage } from './pages.ts'

const moderators = { config: { access: 'moderator' } } as const

export function profileRemovalRoutes(app: FastifyInstance, deps: Deps): void {
  /** @throws AppError `missing` when no member has the nic, `forbidden` when the viewer may not act on them */
  async function person(request: FastifyRequest, nic: string): Promise<Person> {
    const found = await memberNamed(deps, nic)
    if ('fault' in found) throw missing(found.fault)
    allow(may.sanction(request.viewer, found))
    return found
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    { id, nic }: Person,
    chosen: Parameters<typeof profileRemovalPage>[2],
    typed: TypedReason & { fault: string; partFault: string },
    status = 200,
  ): Promise<FastifyReply> {
    const row = (await profileOf(deps.db, id)) ?? null
    const page = profileRemovalPage(nic, row, chosen, typed, deps.settings().commentReasons)
    const chrome = unlisted(await chromeFor(deps, request, urls.profileRemovals(nic), urls.queue))
    const model = { chrome, title: `Page of ${nic}`, description: 'For moderators.', ...page }
    return sendPage(app, request, reply, 'moderation/profiles/removal', model, status)
  }

  app.get<{ Querystring: { nic?: unknown } }>('/moderation/profile-removals', moderators, async (request, reply) =>
    send(request, reply, await person(request, queryValue(request.query.nic) ?? ''), [], { fault: '', partFault: '' }),
  )

  app.post('/moderation/profile-removals', moderators, async (request, reply) => {
    const { typed, value, faults } = readReasonedForm(profileRemovalForm, request.body, deps.settings().commentReasons)
    const member = await person(request, typed.nic)
    const chosen = profileFields.filter((field) => typed[field] !== '')
    const partFault = chosen.length === 0 ? 'Choose what to remove.' : ''
    if (value === null || partFault !== '') {
      if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { ...faults, website: partFault } })
      const returned = { chip: typed.chip, reason: typed.reason, fault: faults.reason ?? '', partFault }
      return send(request, reply, member, chosen, returned, 422)
    }
    const outcome = await removeFromProfile(deps, request.viewer, member, chosen, value.reason)
    return outcome.kind === 'already'
      ? send(request, reply, member, chosen, { ...typed, fault: '', partFault: '' }, 409)
      : reply.redirect(`${urls.memberRecord(member.nic)}?done=profile-removals&batch=${outcome.batch}`, 303)
  })
}
