// /moderation/filters: filters made, rehearsed, switched, changed and ended.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { catchesSince, examplesNamed, filtersInForce, lastRehearsal, versionsOf } from '../../filters/queries.ts'
import { reasonFault } from '../../reasons.ts'
import { DAY } from '../../time.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import type { ActionResult } from '../batches/actions.ts'
import { tabbed } from '../queue/tab-reading.ts'
import { changeFilter, endFilter, MOST_FILTERS, makeFilter, switchFilter } from './actions.ts'
import { filterFields, readFilter } from './form.ts'
import { askedNothing, exampleIds, type FilterAsked, filterPage, filtersPage } from './pages.ts'
import { REHEARSED, rehearse } from './rehearsal-actions.ts'

const moderators = { config: { access: 'moderator' } } as const
type ByNumber = { Params: { number: string }; Querystring: { done?: unknown; batch?: unknown } }

/** Versions of a filter that its page lists, and days of which the list counts catches. */
const VERSIONS = 50
const COUNTED = 30 * DAY

export function filterRoutes(app: FastifyInstance, deps: Deps): void {
  const said = (query: { done?: unknown; batch?: unknown }) => ({
    done: askedOnce(query.done) ?? '',
    batch: rowId(askedOnce(query.batch)),
  })

  app.get<{ Querystring: { done?: unknown; batch?: unknown } }>(
    '/moderation/filters',
    moderators,
    async (request, reply) => {
      const rows = await filtersInForce(deps.db, MOST_FILTERS)
      const page = filtersPage(
        rows,
        await catchesSince(deps.db, deps.clock() - COUNTED),
        rows.length >= MOST_FILTERS,
        said(request.query),
      )
      return sendPage(app, request, reply, 'moderation/filters/filters', {
        chrome: await tabbed(deps, request, unlisted(await chromeFor(deps, request, urls.filters)), urls.filters),
        title: 'Filters',
        description: page.intro,
        ...page,
      })
    },
  )

  async function sendFilter(
    request: FastifyRequest,
    reply: FastifyReply,
    number: number | null,
    asked: FilterAsked,
    status = 200,
  ): Promise<FastifyReply> {
    if (status >= 400 && takesJson(request))
      return sendProblem(reply, {
        kind: 'invalid',
        faults: {
          ...asked.faults,
          ...(asked.days ? { days: asked.days.fault } : {}),
          ...(asked.ending ? { reason: asked.ending.fault } : {}),
        },
      })
    const rows = number === null ? [] : await versionsOf(deps.db, number, VERSIONS)
    if (number !== null && rows.length === 0) throw missing()
    const rehearsal = rows[0] === undefined ? undefined : await lastRehearsal(deps.db, rows[0].id)
    const page = filterPage(
      rows,
      rehearsal,
      await examplesNamed(deps.db, exampleIds(rehearsal)),
      asked,
      deps.clock(),
      datesOf(deps, request),
    )
    return sendPage(
      app,
      request,
      reply,
      'moderation/filters/filter',
      {
        chrome: unlisted(await chromeFor(deps, request, number === null ? urls.newFilter : urls.filter(number))),
        title: page.heading,
        description: page.state,
        ...page,
      },
      status,
      request.method === 'POST' ? 'untilSignOut' : 'never',
    )
  }

  const numbered = (request: FastifyRequest<ByNumber>): number => {
    const number = rowId(request.params.number)
    if (number === null) throw missing()
    return number
  }
  const lead = <T>(reply: FastifyReply, to: string, done: string, outcome: ActionResult<T>): FastifyReply =>
    reply.redirect(`${to}?done=${outcome.kind === 'already' ? 'already' : `${done}&batch=${outcome.batch}`}`, 303)

  app.get('/moderation/filters/new', moderators, (request, reply) => sendFilter(request, reply, null, askedNothing))

  app.get<ByNumber>('/moderation/filters/:number', moderators, (request, reply) =>
    sendFilter(request, reply, numbered(request), { ...askedNothing, ...said(request.query) }),
  )

  app.post('/moderation/filters', moderators, async (request, reply) => {
    const typed = readFields(request.body, filterFields)
    const read = readFilter(typed)
    if ('faults' in read) return sendFilter(request, reply, null, { ...askedNothing, typed, faults: read.faults }, 422)
    const outcome = await makeFilter(deps, request.viewer, read.filter, read.reason)
    return lead(reply, outcome.kind === 'done' ? urls.filter(outcome.value) : urls.filters, 'made', outcome)
  })

  app.post<ByNumber>('/moderation/filters/:number', moderators, async (request, reply) => {
    const number = numbered(request)
    const typed = readFields(request.body, filterFields)
    const read = readFilter(typed)
    if ('faults' in read)
      return sendFilter(request, reply, number, { ...askedNothing, typed, faults: read.faults }, 422)
    return lead(
      reply,
      urls.filter(number),
      'changed',
      await changeFilter(deps, request.viewer, number, read.filter, read.reason),
    )
  })

  app.post<ByNumber>('/moderation/filters/:number/rehearsals', moderators, async (request, reply) => {
    const number = numbered(request)
    const { days } = readFields(request.body, ['days'])
    const { min, max } = REHEARSED.days
    const wanted = /^\d{1,3}$/.test(days.trim()) ? Number(days) : 0
    if (wanted < min || wanted > max)
      return sendFilter(
        request,
        reply,
        number,
        { ...askedNothing, days: { value: days, fault: `A number of days from ${min} to ${max}.` } },
        422,
      )
    await rehearse(deps, request.viewer, number, wanted)
    return reply.redirect(`${urls.filter(number)}?done=rehearsed#rehearsal`, 303)
  })

  app.post<ByNumber>('/moderation/filters/:number/switches', moderators, async (request, reply) => {
    const number = numbered(request)
    const { action, reason } = readFields(request.body, ['action', 'reason'])
    return lead(
      reply,
      urls.filter(number),
      action === 'off' ? 'off' : 'on',
      await switchFilter(deps, request.viewer, number, reason.trim().slice(0, 500), action !== 'off'),
    )
  })

  app.post<ByNumber>('/moderation/filters/:number/endings', moderators, async (request, reply) => {
    const number = numbered(request)
    const { reason } = readFields(request.body, ['reason'])
    const fault = reasonFault(reason.trim())
    if (fault !== null) return sendFilter(request, reply, number, { ...askedNothing, ending: { reason, fault } }, 422)
    return lead(reply, urls.filters, 'ended', await endFilter(deps, request.viewer, number, reason.trim()))
  })
}
