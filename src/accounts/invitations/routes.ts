// /accounts/invitations: a member makes invitations, sees what became of them, and revokes them.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { queryValue, readForm } from '../../faults.ts'
import { dateAndTime } from '../../format.ts'
import { atLeast } from '../../permissions.ts'
import type { RateLimitName } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { makeInvitation, revokeInvitation } from './actions.ts'
import { invitationForm } from './form.ts'
import { blockSentence, type InvitationsPage, invitationDoneMessages, invitationsPage } from './pages.ts'
import { invitationsOf, inviterOf, stopInForce } from './queries.ts'
import { invitationBlock } from './rules.ts'

const members = { config: { access: 'member' } } as const

/** Invitations on the page, the newest. */
const MAX_SHOWN = 100

type Shown = { made?: InvitationsPage['made']; message?: string; email?: string; fault?: string }

export function invitationRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(request: FastifyRequest, reply: FastifyReply, shown: Shown, status = 200): Promise<FastifyReply> {
    const viewer = request.viewer!
    const settings = deps.settings()
    const now = deps.clock()
    const block = invitationBlock(viewer, await inviterOf(deps.db, viewer.id, now), settings, now)
    const reason = block === 'stopped' ? ((await stopInForce(deps.db, viewer.id))?.reason ?? '') : ''
    const why = block === null ? '' : blockSentence(block, settings, reason)
    if (status >= 400 && takesJson(request))
      return sendProblem(
        reply,
        shown.fault ? { kind: 'invalid', faults: { email: shown.fault } } : { kind: 'conflict', sentence: why },
      )
    const page = invitationsPage(
      await invitationsOf(deps.db, viewer.id, MAX_SHOWN),
      shown.made ?? null,
      shown.message ?? '',
      why,
      { key: deps.random.token(), email: shown.email ?? '', fault: shown.fault ?? '' },
      { settings, isStaff: atLeast(viewer, 'editor'), now, dates: datesOf(deps, request) },
    )
    const chrome = unlisted(await chromeFor(deps, request, urls.invitations, urls.settings))
    const model = { chrome, title: 'Invitations', description: 'Links with which others can register.', ...page }
    return sendPage(app, request, reply, 'accounts/invitations/invitations', model, status)
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/invitations', members, (request, reply) =>
    send(request, reply, { message: invitationDoneMessages.get(queryValue(request.query.done) ?? '') ?? '' }),
  )

  const rateLimit = (): RateLimitName => 'invitation'
  app.post('/accounts/invitations', { config: { access: 'member', rateLimit } }, async (request, reply) => {
    const { typed, value, faults } = readForm(invitationForm, request.body)
    if (faults.action !== undefined) throw notAButton()
    if (value === null) return send(request, reply, { email: typed.email, fault: faults.email ?? '' }, 422)
    const viewer = request.viewer!
    if (value.action === 'revoke') {
      const isRevoked = await revokeInvitation(deps, viewer, value.invitation!)
      return reply.redirect(`${urls.invitations}?done=${isRevoked ? 'revoked' : 'ended'}`, 303)
    }
    const email = value.email.trim()
    const made = await makeInvitation(deps, viewer, { key: value.key, email })
    if ('block' in made) return send(request, reply, { email: value.email }, 409)
    if ('ended' in made) return reply.redirect(`${urls.invitations}?done=ended`, 303)
    const href = `${deps.config.baseUrl}${urls.invitation(made.token)}`
    const until = dateAndTime(made.expires, datesOf(deps, request))
    return send(request, reply, { made: { href, until, mailed: email } })
  })
}
