// /mutes: what a member does not want to see. The list is for its owner alone.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sections } from '../articles/section-queries.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { askedOnce, readFields } from '../faults.ts'
import { inside, urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { sendPage } from '../web/pages.ts'
import { addMute, removeMute } from './actions.ts'
import { muteDoneMessages, mutesPage } from './pages.ts'
import { mutesOf } from './queries.ts'
import { type MuteKind, muteKinds } from './rules.ts'

const members = { config: { access: 'member' } } as const

const kindOf = (text: string | undefined): MuteKind | undefined => muteKinds.find((kind) => kind === text)

export function muteRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { kind: MuteKind; value: string; fault: string; next: string },
    message: string,
    status = 200,
  ): Promise<FastifyReply> {
    const page = mutesPage(await mutesOf(deps.db, request.viewer!.id), await sections(deps.db), typed, message)
    return sendPage(
      app,
      request,
      reply,
      'mutes/mutes',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.mutes)),
        title: 'What you have muted',
        description: 'Your list, which nobody else sees.',
        ...page,
      },
      status,
    )
  }

  app.get<{ Querystring: Record<string, unknown> }>('/mutes', members, (request, reply) =>
    send(
      request,
      reply,
      {
        kind: kindOf(askedOnce(request.query['kind'])) ?? 'word',
        value: askedOnce(request.query['value']) ?? '',
        fault: '',
        next: inside(askedOnce(request.query['next']), ''),
      },
      muteDoneMessages.get(askedOnce(request.query['done']) ?? '') ?? '',
    ),
  )

  app.post('/mutes', members, async (request, reply) => {
    const form = readFields(request.body, ['kind', 'value', 'action', 'next'])
    const kind = kindOf(form.kind)
    if (kind === undefined || !['', 'mute', 'unmute'].includes(form.action))
      throw new AppError('invalid', 'A person, a section, a tag or a word can be muted. Nothing was changed.')
    if (form.action === 'unmute') {
      await removeMute(deps, request.viewer!, kind, form.value)
      return reply.redirect(inside(form.next, `${urls.mutes}?done=unmuted`), 303)
    }
    const outcome = await addMute(deps, request.viewer!, kind, form.value)
    if (typeof outcome === 'string')
      return takesJson(request)
        ? sendProblem(reply, { kind: 'invalid', faults: { value: outcome } })
        : send(request, reply, { kind, value: form.value, fault: outcome, next: inside(form.next, '') }, '', 422)
    return reply.redirect(inside(form.next, `${urls.mutes}?done=muted`), 303)
  })
}
