// /desk/leads, positions and quotes: the arrangement of an edition; /desk/tomorrow: the front page of an hour to come.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ActionResult } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { dateAndTime } from '../../format.ts'
import { existingMoment, parseMoment } from '../../moments.ts'
import { addDays, DAY, dayOf, isDay, momentOf, timeOf } from '../../time.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf, readerOf } from '../../web/reader.ts'
import { withDeskTabs } from '../queue/tab-reading.ts'
import { chooseLead, chooseQuote, moveStory } from './actions.ts'
import { leadForm, positionForm, quoteForm } from './form.ts'
import { readArrangement, readFrontAt } from './reading.ts'

const editors = { config: { access: 'editor' } } as const

/** How far ahead the front page can be seen. */
const DAYS_AHEAD = 366

export function frontRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { day?: unknown; done?: unknown; batch?: unknown } }>(
    '/desk/leads',
    editors,
    async (request, reply) => {
      const day = request.query.day === undefined ? null : queryValue(request.query.day)
      if (day === undefined || (day !== null && !isDay(day))) throw missing()
      const batch = rowId(queryValue(request.query.batch))
      const flash = { done: queryValue(request.query.done) ?? '', batch: batch === null ? '' : String(batch) }
      const page = await readArrangement(deps, day, flash, datesOf(deps, request))
      if (page === null && day !== null) throw missing('That day has no edition.')
      const chrome = unlisted(await chromeFor(deps, request, urls.arrangement(null), urls.desk()))
      return sendPage(app, request, reply, 'desk/front/arrangement', {
        chrome: await withDeskTabs(deps, chrome, urls.arrangement(null)),
        title: 'Arrange the front page',
        description: page?.intro ?? '',
        page,
      })
    },
  )

  app.post('/desk/leads', editors, async (request, reply) => {
    const { value, typed } = readForm(leadForm, request.body)
    if (value === null) throw notAButton()
    if (value.article === null) throw missing()
    return back(reply, typed.next, await chooseLead(deps, request.viewer, value.article, value.action === 'choose'))
  })

  app.post('/desk/positions', editors, async (request, reply) => {
    const { value, typed } = readForm(positionForm, request.body)
    if (value === null) throw notAButton()
    if (value.article === null) throw missing()
    return back(reply, typed.next, await moveStory(deps, request.viewer, value.article, value.action))
  })

  app.post('/desk/quotes', editors, async (request, reply) => {
    const { value, typed } = readForm(quoteForm, request.body)
    if (value === null) throw notAButton()
    if (value.comment === null) throw missing()
    return back(reply, typed.next, await chooseQuote(deps, request.viewer, value.comment, value.action === 'choose'))
  })

  app.get<{ Querystring: { at?: unknown } }>('/desk/tomorrow', editors, (request, reply) =>
    sendTomorrow(app, deps, request, reply),
  )
}

/** Leads back to the arrangement. A second press finds what the first has done. */
const back = (reply: FastifyReply, next: string, result: ActionResult): FastifyReply =>
  reply.redirect(
    withQuery(inside(next, urls.arrangement(null)), result.kind === 'done' ? `done=1&batch=${result.batch}` : 'done=2'),
    303,
  )

/** Sends the front page of an hour to come: tomorrow at seven unless the address names another. */
async function sendTomorrow(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<{ Querystring: { at?: unknown } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const zone = deps.settings().timeZone
  const now = deps.clock()
  const usual = momentOf(addDays(dayOf(now, zone), 1), '07:00', zone)
  const typed = request.query.at === undefined ? '' : queryValue(request.query.at)
  if (typed === undefined) throw missing()
  const read = parseMoment(typed, now, zone)
  const fault =
    'fault' in read
      ? read.fault
      : read.at !== null && (read.at < now || read.at > now + DAYS_AHEAD * DAY)
        ? 'Choose an hour of the next twelve months.'
        : ''
  const [day = '', time = ''] = typed.trim().split('T')
  // A time that clocks skip is the first one after it, as in a schedule.
  const at = fault === '' && 'at' in read && read.at !== null ? existingMoment(day, time.slice(0, 5), zone).at : usual
  const front = await readFrontAt(deps, await readerOf(deps, request, reply), at)
  if (front === null) throw new AppError('missing', 'There is no edition yet.')
  const chrome = unlisted(await chromeFor(deps, request, urls.tomorrow, urls.desk()))
  const model = {
    chrome,
    title: 'Front page tomorrow',
    description: '',
    ...front,
    hour: {
      at: fault === '' ? `${dayOf(at, zone)}T${timeOf(at, zone)}` : typed,
      zone,
      fault,
      sentence: `The front page as it will be on ${dateAndTime(at, zone)}, if nothing else happens until then.`,
    },
  }
  return sendPage(app, request, reply, 'editions/front', model, fault === '' ? 200 : 422)
}
