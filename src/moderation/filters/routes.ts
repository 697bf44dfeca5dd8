// /moderation/filters: the list of filters, and one filter: its form, its test, its switch and its end.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ActionResult } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { catchesSince, exampleComments, filtersInForce, lastRehearsal, versionsOf } from '../../filters/queries.ts'
import { DAY } from '../../time.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { changeFilter, createFilter, endFilter, MAX_FILTERS, switchFilter } from './actions.ts'
import { filterEndingForm, filterForm, filterSwitchForm, filterText, rehearsalForm } from './form.ts'
import { filtersPage } from './list-pages.ts'
import { emptyPageState, type FilterPageState, filterPage } from './pages.ts'
import { rehearseFilter } from './rehearsal-actions.ts'
import { exampleIds } from './rehearsal-pages.ts'

const moderators = { config: { access: 'moderator' } } as const
type ByNumber = { Params: { number: string }; Querystring: { done?: unknown; batch?: unknown } }

/** The versions that a filter's page lists, and the time over which the list counts catches, in milliseconds. */
const MAX_VERSIONS = 50
const CATCHES_WINDOW = 30 * DAY

type Site = { app: FastifyInstance; deps: Deps }

const readFlash = (query: { done?: unknown; batch?: unknown }) => ({
  done: queryValue(query.done) ?? '',
  batch: rowId(queryValue(query.batch)),
})

async function sendFilter(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  number: number | null,
  result: FilterPageState,
  status = 200,
): Promise<FastifyReply> {
  const { app, deps } = site
  if (status >= 400 && takesJson(request))
    return sendProblem(reply, {
      kind: 'invalid',
      faults: {
        ...result.faults,
        ...(result.days ? { days: result.days.fault } : {}),
        ...(result.ending ? { reason: result.ending.fault } : {}),
      },
    })
  const rows = number === null ? [] : await versionsOf(deps.db, number, MAX_VERSIONS)
  if (number !== null && rows.length === 0) throw missing()
  const rehearsal = rows[0] === undefined ? undefined : await lastRehearsal(deps.db, rows[0].id)
  const page = filterPage(
    rows,
    rehearsal,
    await exampleComments(deps.db, exampleIds(rehearsal)),
    result,
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

export function filterRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  app.get<{ Querystring: { done?: unknown; batch?: unknown } }>(
    '/moderation/filters',
    moderators,
    async (request, reply) => {
      const rows = await filtersInForce(deps.db, MAX_FILTERS)
      const page = filtersPage(
        rows,
        await catchesSince(deps.db, deps.clock() - CATCHES_WINDOW),
        rows.length >= MAX_FILTERS,
        readFlash(request.query),
      )
      return sendPage(app, request, reply, 'moderation/filters/filters', {
        chrome: await withTabs(deps, request, unlisted(await chromeFor(deps, request, urls.filters)), urls.filters),
        title: 'Filters',
        description: page.intro,
        ...page,
      })
    },
  )

  app.get('/moderation/filters/new', moderators, (request, reply) =>
    sendFilter(site, request, reply, null, emptyPageState),
  )

  app.get<ByNumber>('/moderation/filters/:number', moderators, (request, reply) =>
    sendFilter(site, request, reply, numbered(request), { ...emptyPageState, ...readFlash(request.query) }),
  )

  app.post('/moderation/filters', moderators, async (request, reply) => {
    const { typed, value, faults } = readForm(filterForm, request.body)
    if (value === null) return sendFilter(site, request, reply, null, { ...emptyPageState, typed, faults }, 422)
    const outcome = await createFilter(deps, request.viewer, filterText(value), value.reason)
    return lead(reply, outcome.kind === 'done' ? urls.filter(outcome.value) : urls.filters, 'made', outcome)
  })

  filterChangeRoutes(site)
}

/** The forms of one filter. */
function filterChangeRoutes(site: Site): void {
  const { app, deps } = site

  app.post<ByNumber>('/moderation/filters/:number', moderators, async (request, reply) => {
    const number = numbered(request)
    const { typed, value, faults } = readForm(filterForm, request.body)
    if (value === null) return sendFilter(site, request, reply, number, { ...emptyPageState, typed, faults }, 422)
    const outcome = await changeFilter(deps, request.viewer, number, filterText(value), value.reason)
    return lead(reply, urls.filter(number), 'changed', outcome)
  })

  app.post<ByNumber>('/moderation/filters/:number/rehearsals', moderators, async (request, reply) => {
    const number = numbered(request)
    const { typed, value, faults } = readForm(rehearsalForm, request.body)
    if (value === null) {
      const days = { value: typed.days, fault: faults.days ?? '' }
      return sendFilter(site, request, reply, number, { ...emptyPageState, days }, 422)
    }
    await rehearseFilter(deps, request.viewer, number, value.days)
    return reply.redirect(`${urls.filter(number)}?done=rehearsed#rehearsal`, 303)
  })

  app.post<ByNumber>('/moderation/filters/:number/switches', moderators, async (request, reply) => {
    const number = numbered(request)
    const { value, faults } = readForm(filterSwitchForm, request.body)
    if (value === null) throw new AppError('invalid', `${faults.reason} The filter is as it was.`)
    const wanted = value.action !== 'off'
    const outcome = await switchFilter(deps, request.viewer, number, value.reason, wanted)
    return lead(reply, urls.filter(number), wanted ? 'on' : 'off', outcome)
  })

  app.post<ByNumber>('/moderation/filters/:number/endings', moderators, async (request, reply) => {
    const number = numbered(request)
    const { typed, value, faults } = readForm(filterEndingForm, request.body)
    if (value === null) {
      const ending = { reason: typed.reason, fault: faults.reason ?? '' }
      return sendFilter(site, request, reply, number, { ...emptyPageState, ending }, 422)
    }
    return lead(reply, urls.filters, 'ended', await endFilter(deps, request.viewer, number, value.reason))
  })
}
