// /mutes: what a member has muted. Only that member sees the list.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sections } from '../articles/section-queries.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { queryValue, readForm, rowId } from '../faults.ts'
import { inside, urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { sendPage } from '../web/pages.ts'
import { addMute, removeMute } from './actions.ts'
import { muteForm } from './form.ts'
import { muteDoneMessages, mutesPage } from './pages.ts'
import { mutesOf, nameOnComment } from './queries.ts'
import { type MuteKind, muteKinds } from './rules.ts'

const members = { config: { access: 'member' } } as const

const parseKind = (text: string | undefined): MuteKind | undefined => muteKinds.find((kind) => kind === text)

/** The form filled in with the writer of a comment, to which it leads back; null without such a comment. */
async function formOfWriter({ db }: Deps, comment: string | undefined) {
  const id = rowId(comment)
  const nic = id === null ? undefined : await nameOnComment(db, id)
  return id === null || nic === undefined ? null : { kind: 'person' as const, value: nic, next: urls.comment(id) }
}

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
        title: 'Muted',
        description: 'People, sections, tags and words that you have muted. Nobody else sees this list.',
        ...page,
      },
      status,
    )
  }

  app.get<{ Querystring: Record<string, unknown> }>('/mutes', members, async (request, reply) => {
    const done = muteDoneMessages.get(queryValue(request.query['done']) ?? '') ?? ''
    const filled = (await formOfWriter(deps, queryValue(request.query['comment']))) ?? {
      kind: parseKind(queryValue(request.query['kind'])) ?? 'word',
      value: queryValue(request.query['value']) ?? '',
      next: inside(queryValue(request.query['next']), ''),
    }
    return send(request, reply, { ...filled, fault: '' }, done)
  })

  app.post('/mutes', members, async (request, reply) => {
    const { typed, value: form } = readForm(muteForm, request.body)
    if (form === null)
      throw new AppError('invalid', 'Nothing was changed. You can mute a person, a section, a tag or a word.')
    const next = inside(form.next, '')
    if (form.action === 'unmute') {
      await removeMute(deps, request.viewer!, form.kind, form.value)
      return reply.redirect(next || `${urls.mutes}?done=unmuted`, 303)
    }
    const outcome = await addMute(deps, request.viewer!, form.kind, form.value)
    if (typeof outcome !== 'string') return reply.redirect(next || `${urls.mutes}?done=muted`, 303)
    if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { value: outcome } })
    return send(request, reply, { kind: form.kind, value: typed.value, fault: outcome, next }, '', 422)
  })
}
