// /moderation/sweeps: finds comments similar to spam, and removes the chosen ones as one action.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError, missing, notAButton } from '../../errors.ts'
import { type Faults, queryValue, rowId } from '../../faults.ts'
import { zoneOf } from '../../format.ts'
import { readReasonedForm } from '../../reasons.ts'
import { parseUntil } from '../../sanctions/rules.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { findSimilar, sweepComments } from './actions.ts'
import { type SweepField, splitCheckboxes, sweepBans, sweepForm, type TypedSweep } from './form.ts'
import { sweepDoneMessage, sweepPage } from './pages.ts'

const moderators = { config: { access: 'moderator' } } as const

type SentSweep = { form: TypedSweep; chosen: ReadonlySet<number>; faults: Faults<SweepField> }

export function sweepRoutes(app: FastifyInstance, deps: Deps): void {
  /** @param sent the form that comes back with faults, or null */
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    sent: SentSweep | null,
    result: { done: string; undo: string } = { done: '', undo: '' },
  ): Promise<FastifyReply> {
    if (sent !== null && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: sent.faults })
    const found = await findSimilar(deps, deps.db, request.viewer, id)
    const { form = {}, chosen = null, faults = {} } = sent ?? {}
    const dates = datesOf(deps, request)
    const reasons = deps.settings().commentReasons
    const page = sweepPage(found, request.viewer, form, chosen, reasons, faults, result, deps.clock(), dates)
    const chrome = unlisted(await chromeFor(deps, request, urls.sweep(id), urls.queue))
    const model = { chrome, title: 'Sweep', description: page.intro, ...page }
    return sendPage(app, request, reply, 'moderation/sweeps/sweep', model, sent === null ? 200 : 422)
  }

  app.get<{ Querystring: { comment?: unknown; gone?: unknown; batch?: unknown } }>(
    '/moderation/sweeps',
    moderators,
    async (request, reply) => {
      const { query } = request
      const id = rowId(queryValue(query.comment))
      if (id === null) throw missing('A sweep starts from a comment: choose “Find similar” next to one.')
      const batch = rowId(queryValue(query.batch))
      if (batch === null) return send(request, reply, id, null)
      const done = sweepDoneMessage(rowId(queryValue(query.gone)) ?? 0)
      return send(request, reply, id, null, { done, undo: String(batch) })
    },
  )

  app.post('/moderation/sweeps', moderators, async (request, reply) => {
    const { fields, comments } = splitCheckboxes(request.body)
    const { typed, value, faults: formFaults } = readReasonedForm(sweepForm, fields, deps.settings().commentReasons)
    const id = rowId(typed.comment)
    if (id === null) throw missing()
    if (!['spam', 'remove'].includes(typed.action)) throw notAButton('Nothing was done.')
    const bans = sweepBans.some((one) => one === typed.ban)
    const until = bans ? parseUntil(typed, deps.clock(), zoneOf(datesOf(deps, request))) : { until: null }
    const faults: Faults<SweepField> = {
      ...(formFaults.reason === undefined ? {} : { reason: formFaults.reason }),
      ...('fault' in until ? { until: until.fault } : {}),
      ...(comments.length === 0 && !bans ? { rows: 'Tick at least one comment, or choose whom to ban.' } : {}),
    }
    if (value === null || 'fault' in until || faults.rows !== undefined)
      return send(request, reply, id, { form: typed, chosen: new Set(comments), faults })
    const ban = value.ban === null ? null : { of: value.ban, until: until.until }
    const to = value.action === 'spam' ? 'spam' : 'removed'
    const outcome = await sweepComments(deps, request.viewer, id, { comments, to, ban }, value.reason)
    if (outcome.kind === 'already')
      throw new AppError('conflict', 'Nothing was changed: somebody else has already removed these comments.', null, [
        { href: urls.sweep(id), text: 'Find similar comments again' },
      ])
    const removed = outcome.value === 0 ? '' : `&gone=${outcome.value}`
    return reply.redirect(`${urls.sweep(id)}&batch=${outcome.batch}${removed}`, 303)
  })
}
