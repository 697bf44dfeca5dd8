// /admin/people/invitations: who invited whom, and who may no longer invite.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { allowInvitations, stopInvitations } from '../../accounts/invitations/actions.ts'
import { stopInForce } from '../../accounts/invitations/queries.ts'
import {
  countInvitations,
  firstInviters,
  invitedBelow,
  invitedThrough,
} from '../../accounts/invitations/tree-queries.ts'
import { accountByNicOrSkeleton } from '../../accounts/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { count } from '../../format.ts'
import { withTabs } from '../../moderation/queue/tab-reading.ts'
import { may, refusals } from '../../permissions.ts'
import { urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { invitationRightForm } from './invitation-form.ts'
import {
  type InvitationTreePage,
  invitationTrees,
  memberInvitations,
  rightDoneMessages,
  TREE_DEPTH,
  TREE_ROWS,
  TREES_PAGE_SIZE,
} from './invitation-pages.ts'

const moderators = { config: { access: 'moderator' } } as const

/** Members of the line above one that the page names. */
const MAX_LINE = 20

type Query = { Querystring: { nic?: unknown; after?: unknown; done?: unknown } }
type Member = NonNullable<Awaited<ReturnType<typeof accountByNicOrSkeleton>>>

export function invitationTreeRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    page: InvitationTreePage,
    status: number,
  ): Promise<FastifyReply> {
    const here = urls.invitationTree()
    const chrome = await withTabs(deps, request, unlisted(await chromeFor(deps, request, here, urls.queue)), here)
    const model = { chrome, title: page.heading, description: page.intro, ...page }
    return sendPage(app, request, reply, 'admin/people/invitations', model, status)
  }

  async function sendAll(
    request: FastifyRequest,
    reply: FastifyReply,
    after: number,
    nic: string,
  ): Promise<FastifyReply> {
    const roots = await firstInviters(deps.db, after, TREES_PAGE_SIZE + 1)
    const shown = roots.slice(0, TREES_PAGE_SIZE)
    const { used, open } = await countInvitations(deps.db, deps.clock())
    const page: InvitationTreePage = {
      heading: 'Invitations',
      intro: `${count(used, 'member')} registered with an invitation. ${count(open, 'invitation')} ${open === 1 ? 'is' : 'are'} open.`,
      query: nic,
      fault: nic === '' ? '' : 'There is no member of that name.',
      message: '',
      trees: invitationTrees(await invitedBelow(deps.db, shown, TREE_DEPTH, TREE_ROWS), datesOf(deps, request)),
      next: roots.length > shown.length ? `${urls.invitationTree()}?after=${shown.at(-1)}` : '',
      member: null,
    }
    return send(request, reply, page, nic === '' ? 200 : 404)
  }

  async function sendMember(
    request: FastifyRequest,
    reply: FastifyReply,
    member: Member,
    message: string,
    typed = { reason: '', fault: '' },
  ): Promise<FastifyReply> {
    const dates = datesOf(deps, request)
    const verdict = may.sanction(request.viewer, member)
    const row = {
      nic: member.nic,
      through: await invitedThrough(deps.db, member.id, MAX_LINE),
      counts: await countInvitations(deps.db, deps.clock(), member.id),
      stop: await stopInForce(deps.db, member.id),
      refusal: verdict === null ? '' : refusals[verdict].sentence,
      typed,
    }
    const trees = invitationTrees(await invitedBelow(deps.db, [member.id], TREE_DEPTH, TREE_ROWS), dates)
    const page: InvitationTreePage = {
      heading: `Invitations of ${member.nic}`,
      intro: 'Whom this member has invited, and who invited them.',
      query: '',
      fault: '',
      message,
      trees: trees.flatMap(({ branches }) => branches),
      next: '',
      member: memberInvitations(row, dates),
    }
    return send(request, reply, page, typed.fault === '' ? 200 : 422)
  }

  app.get<Query>('/admin/people/invitations', moderators, async (request, reply) => {
    const nic = (queryValue(request.query.nic) ?? '').trim()
    const member = nic === '' ? undefined : await accountByNicOrSkeleton(deps.db, nic)
    return member === undefined
      ? sendAll(request, reply, rowId(queryValue(request.query.after)) ?? 0, nic)
      : sendMember(request, reply, member, rightDoneMessages.get(queryValue(request.query.done) ?? '') ?? '')
  })

  app.post('/admin/people/invitations', moderators, async (request, reply) => {
    const { typed, value, faults } = readForm(invitationRightForm, request.body)
    if (faults.action !== undefined) throw notAButton()
    const member = await accountByNicOrSkeleton(deps.db, typed.nic)
    if (member === undefined) throw missing('There is no member of that name.')
    if (value === null) {
      if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
      return sendMember(request, reply, member, '', { reason: typed.reason, fault: faults.reason ?? '' })
    }
    const change = value.action === 'stop' ? stopInvitations : allowInvitations
    const isChanged = await change(deps, request.viewer, member, value.reason)
    return reply.redirect(
      withQuery(urls.invitationTree(member.nic), `done=${isChanged ? value.action : 'already'}`),
      303,
    )
  })
}
