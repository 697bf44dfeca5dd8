// The editions: /, /headlines and /archive.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { longDay } from '../format.ts'
import { isDay, nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import { topic } from '../web/cache.ts'
import { chromeFor, withHead } from '../web/chrome.ts'
import { frontHead } from '../web/head.ts'
import { sendPublic } from '../web/pages.ts'
import { readerOf } from '../web/reader.ts'
import { noEditionError, readArchive, readCalendar } from './archive-reading.ts'
import * as reading from './reading.ts'

const anyone = { config: { access: 'anyone' } } as const

export function editionRoutes(app: FastifyInstance, deps: Deps): void {
  const tonight = (): number => nextMidnight(deps.clock(), deps.settings().timeZone)
  const topics = [topic.lists]

  app.get('/', anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.front, async () => {
      const read = await reading.readFront(deps, await readerOf(deps, request, reply))
      const { siteName } = deps.settings()
      const chrome = withHead(
        await chromeFor(deps, request, urls.front),
        frontHead(siteName, deps.config.baseUrl, deps.assets.href('icon-512.png')),
      )
      if (read === null)
        return {
          view: 'editions/empty',
          model: { chrome, title: siteName, description: chrome.tagline },
          expires: tonight(),
          topics,
        }
      return {
        view: 'editions/front',
        model: {
          chrome,
          title: `${siteName}, ${longDay(read.page.day).replace(',', '')}`,
          description: 'Today’s edition, with the argument attached.',
          ...read.page,
        },
        expires: read.expires,
        topics,
      }
    }),
  )

  app.get('/archive', anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.archive, async () => {
      const page = await readArchive(deps)
      return {
        view: 'editions/archive',
        model: {
          chrome: await chromeFor(deps, request, urls.archive),
          title: 'Archive',
          description: page.intro,
          ...page,
        },
        expires: tonight(),
        topics,
      }
    }),
  )

  const calendarOf = (prefix: string, address: string) => async (request: FastifyRequest) => {
    const page = await readCalendar(deps, prefix)
    if (page === null) throw await noEditionError(deps, prefix)
    return {
      view: 'editions/calendar' as const,
      model: { chrome: await chromeFor(deps, request, address, urls.archive), description: page.intro, ...page },
      expires: tonight(),
      topics,
    }
  }

  app.get<{ Params: { year: string } }>('/archive/:year', anyone, (request, reply) => {
    const { year } = request.params
    if (!/^\d{4}$/.test(year)) throw missing()
    return sendPublic(app, deps, request, reply, urls.year(year), () => calendarOf(year, urls.year(year))(request))
  })

  app.get<{ Params: { year: string; month: string } }>('/archive/:year/:month', anyone, (request, reply) => {
    const month = `${request.params.year}-${request.params.month}`
    if (!isDay(`${month}-01`)) throw missing()
    return sendPublic(app, deps, request, reply, urls.month(month), () => calendarOf(month, urls.month(month))(request))
  })

  app.get<{ Params: { year: string; month: string; day: string } }>(
    '/archive/:year/:month/:day',
    anyone,
    (request, reply) => {
      const day = requestedDay(request.params)
      return sendPublic(app, deps, request, reply, urls.edition(day), async () => {
        const read = await reading.readEdition(deps, day, await readerOf(deps, request, reply))
        if (read === null) throw await noEditionError(deps, day)
        return {
          view: 'editions/edition',
          model: {
            chrome: await chromeFor(deps, request, urls.edition(day), urls.archive),
            description: read.page.intro,
            ...read.page,
          },
          expires: read.expires,
          topics,
        }
      })
    },
  )

  const sendHeadlines = (request: FastifyRequest, reply: FastifyReply, day: string | null): Promise<FastifyReply> => {
    const address = day === null ? urls.headlines : urls.headlinesOf(day)
    return sendPublic(app, deps, request, reply, address, async () => {
      const read = await reading.readHeadlines(deps, day, await readerOf(deps, request, reply))
      const chrome = await chromeFor(deps, request, address)
      if (read === null && day === null)
        return {
          view: 'editions/empty',
          model: { chrome, title: 'Headlines', description: chrome.tagline },
          expires: tonight(),
          topics,
        }
      if (read === null) throw await noEditionError(deps, day!, urls.headlinesOf)
      return {
        view: 'editions/headlines',
        model: { chrome, title: read.page.heading, description: read.page.intro, ...read.page },
        expires: read.expires,
        topics,
      }
    })
  }

  app.get('/headlines', anyone, (request, reply) => sendHeadlines(request, reply, null))

  app.get<{ Params: { year: string; month: string; day: string } }>(
    '/headlines/:year/:month/:day',
    anyone,
    (request, reply) => sendHeadlines(request, reply, requestedDay(request.params)),
  )
}

/**
 * The day that an address names.
 * @throws AppError `missing` when the calendar has no such day
 */
function requestedDay({ year, month, day }: { year: string; month: string; day: string }): string {
  const named = `${year}-${month}-${day}`
  if (!isDay(named)) throw missing()
  return named
}
