// /moderation/sweeps: comments that are spam are looked for from one of them on, chosen, and taken away as one act.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { askedOnce, type Faults, readFields, rowId } from '../../faults.ts'
import { count } from '../../format.ts'
import { reasonFault } from '../../reasons.ts'
import { untilOf } from '../../sanctions/rules.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { findSimilar, sweep, sweepBans } from './actions.ts'
import { boxOf, type SweepForm, sweepFields, sweepPage } from './pages.ts'

const moderators = { config: { access: 'moderator' } } as const

type Typed = { form: Partial<SweepForm>; chosen: ReadonlySet<number>; faults: Faults<'reason' | 'until' | 'rows'> }

export function sweepRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    did: { done: string; undo: string },
    typed: Typed | null,
  ): Promise<FastifyReply> {
    if (typed !== null && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: typed.faults })
    const found = await findSimilar(deps, deps.db, request.viewer, id)
    const page = sweepPage(
      found,
      request.viewer,
      typed?.form ?? {},
      typed?.chosen ?? null,
      typed?.faults ?? {},
      did,
      deps.clock(),
      datesOf(deps, request),
    )
    return sendPage(
      app,
      request,
      reply,
      'moderation/sweeps/sweep',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.sweep(id), urls.queue)),
        title: 'Sweep',
        description: page.intro,
        ...page,
      },
      typed === null ? 200 : 422,
    )
  }

  app.get<{ Querystring: { comment?: unknown; gone?: unknown; batch?: unknown } }>(
    '/moderation/sweeps',
    moderators,
    async (request, reply) => {
      const id = rowId(askedOnce(request.query.comment))
      if (id === null) throw missing('A sweep begins with a comment: follow “Person” or “Sweep” beside one.')
      const [gone, batch] = [rowId(askedOnce(request.query.gone)), rowId(askedOnce(request.query.batch))]
      return send(
        request,
        reply,
        id,
        batch === null
          ? { done: '', undo: '' }
          : {
              done: `${gone === null ? 'Nobody’s comments were' : `${count(gone, 'comment')} ${gone === 1 ? 'was' : 'were'}`} taken away.`,
              undo: String(batch),
            },
        null,
      )
    },
  )

  app.post('/moderation/sweeps', moderators, async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>
    const boxes = Object.keys(body).filter((name) => name.startsWith(boxOf(0).slice(0, -1)))
    const form = readFields(
      Object.fromEntries(Object.entries(body).filter(([name]) => !boxes.includes(name))),
      sweepFields,
    )
    const comments = boxes.flatMap((name) => rowId(name.slice(name.indexOf('-') + 1)) ?? [])
    const id = rowId(form.comment)
    if (id === null) throw missing()
    if (!['spam', 'remove'].includes(form.action))
      throw new AppError('invalid', 'This form has no such button. Nothing was done.')
    const reason = form.reason.trim()
    const of = sweepBans.find((one) => one === form.ban) ?? null
    const until = of === null ? { until: null } : untilOf(form, deps.clock(), deps.settings().timeZone)
    const faults: Typed['faults'] = {}
    const fault = reasonFault(reason)
    if (fault !== null) faults.reason = fault
    if ('fault' in until) faults.until = until.fault
    if (comments.length === 0 && of === null) faults.rows = 'Nothing is ticked, so there is nothing to do.'
    if (Object.keys(faults).length > 0 || 'fault' in until)
      return send(request, reply, id, { done: '', undo: '' }, { form, chosen: new Set(comments), faults })
    const outcome = await sweep(
      deps,
      request.viewer,
      id,
      {
        comments,
        to: form.action === 'spam' ? 'spam' : 'removed',
        ban: of === null ? null : { of, until: until.until },
      },
      reason,
    )
    if (outcome.kind === 'already')
      throw new AppError('conflict', 'Somebody else has taken all of it away already. Nothing was changed.', null, [
        { href: urls.sweep(id), text: 'What is left' },
      ])
    return reply.redirect(
      `${urls.sweep(id)}&batch=${outcome.batch}${outcome.value.gone === 0 ? '' : `&gone=${outcome.value.gone}`}`,
      303,
    )
  })
}
