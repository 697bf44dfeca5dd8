// The editions: /, /headlines and /archive.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { isDay } from '../time.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { chromeFor, withHead } from '../web/chrome.ts'
import { frontHead } from '../web/head.ts'
import { sendJoined, sendPublic } from '../web/pages.ts'
import { type Reader, readerOf } from '../web/reader.ts'
import { noEditionError, readArchive, readYear } from './archive-reading.ts'
import { frontTexts } from './front-pages.ts'
import { readFrontFromParts } from './front-parts-reading.ts'
import { readFront } from './front-reading.ts'
import { siteMidnight } from './list-routes.ts'
import { readMonth } from './month-reading.ts'
import { readEdition, readHeadlines } from './reading.ts'
import { readListFromParts } from './story-parts-reading.ts'

const anyone = { config: { access: 'anyone' } } as const

const topics = [topic.lists]

type DayParams = { Params: { year: string; month: string; day: string } }

export function editionRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/', anyone, (request, reply) => sendFront(app, deps, request, reply))

  app.get('/archive', anyone, (request, reply) => sendArchive(app, deps, request, reply))

  app.get<{ Params: { year: string } }>('/archive/:year', anyone, (request, reply) => {
    const { year } = request.params
    if (!/^\d{4}$/.test(year)) throw missing()
    return sendYear(app, deps, request, reply, year)
  })

  app.get<{ Params: { year: string; month: string } }>('/archive/:year/:month', anyone, (request, reply) => {
    const month = `${request.params.year}-${request.params.month}`
    if (!isDay(`${month}-01`)) throw missing()
    return sendMonth(app, deps, request, reply, month)
  })

  app.get<DayParams>('/archive/:year/:month/:day', anyone, (request, reply) =>
    sendEdition(app, deps, request, reply, requestedDay(request.params)),
  )

  app.get('/headlines', anyone, (request, reply) => sendHeadlines(app, deps, request, reply, null))

  app.get<DayParams>('/headlines/:year/:month/:day', anyone, (request, reply) =>
    sendHeadlines(app, deps, request, reply, requestedDay(request.params)),
  )
}

/**
 * The day that an address names.
 * @throws AppError `missing` when the calendar has no such day
 */
function requestedDay({ year, month, day }: DayParams['Params']): string {
  const date = `${year}-${month}-${day}`
  if (!isDay(date)) throw missing()
  return date
}

async function sendFront(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { viewer } = request
  if (viewer !== null && deps.parts.isOn) {
    const read = await readFrontFromParts(deps, request, await readerOf(deps, request, reply), viewer)
    if (read !== null) return sendJoined(deps, request, reply, read)
  }
  return sendPublic(app, deps, request, reply, urls.front, async () => {
    const read = await readFront(deps, await readerOf(deps, request, reply))
    const { siteName } = deps.settings()
    const chrome = withHead(
      await chromeFor(deps, request, urls.front),
      frontHead(siteName, deps.config.baseUrl, deps.assets.href('icon-512.png')),
    )
    if (read === null)
      return {
        view: 'editions/empty',
        model: { chrome, title: siteName, description: chrome.tagline },
        expires: siteMidnight(deps),
        topics,
      }
    return {
      view: 'editions/front',
      model: { chrome, ...frontTexts(siteName, read.page.day), ...read.page },
      expires: read.expires,
      topics,
    }
  })
}

const sendArchive = (
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> =>
  sendPublic(app, deps, request, reply, urls.archive, async () => {
    const page = await readArchive(deps)
    const chrome = await chromeFor(deps, request, urls.archive)
    return {
      view: 'editions/archive',
      model: { chrome, title: 'Archive', description: page.intro, ...page },
      expires: siteMidnight(deps),
      topics,
    }
  })

const sendYear = (
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  year: string,
): Promise<FastifyReply> =>
  sendPublic(app, deps, request, reply, urls.year(year), async () => {
    const page = await readYear(deps, year)
    if (page === null) throw await noEditionError(deps, year)
    const chrome = await chromeFor(deps, request, urls.year(year), urls.archive)
    return {
      view: 'editions/year',
      model: { chrome, description: page.intro, ...page },
      expires: siteMidnight(deps),
      topics,
    }
  })

/** @param month `2030-03` */
const sendMonth = (
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  month: string,
): Promise<FastifyReply> =>
  sendPublic(app, deps, request, reply, urls.month(month), async () => {
    const page = await readMonth(deps, month, await readerOf(deps, request, reply))
    if (page === null) throw await noEditionError(deps, month)
    const chrome = await chromeFor(deps, request, urls.month(month), urls.archive)
    return {
      view: 'editions/month',
      model: { chrome, description: page.intro, ...page },
      expires: siteMidnight(deps),
      topics,
    }
  })

async function sendEdition(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  day: string,
): Promise<FastifyReply> {
  const address = urls.edition(day)
  const { viewer } = request
  const make = async (reader: Reader) => {
    const read = await readEdition(deps, day, reader)
    if (read === null) throw await noEditionError(deps, day)
    const chrome = await chromeFor(deps, request, address, urls.archive)
    const { page, ...rest } = read
    return { view: 'editions/edition' as const, model: { chrome, description: page.intro, ...page }, topics, ...rest }
  }
  if (viewer !== null && deps.parts.isOn) {
    const reader = { ...(await readerOf(deps, request, reply)), viewer }
    const read = await readListFromParts(deps, request, reader, [address, urls.archive], make)
    if (read !== null) return sendJoined(deps, request, reply, read)
  }
  return sendPublic(app, deps, request, reply, address, async () => make(await readerOf(deps, request, reply)))
}

/** Sends the headlines of one day's edition, or of the newest edition for null. */
function sendHeadlines(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  day: string | null,
): Promise<FastifyReply> {
  const address = day === null ? urls.headlines : urls.headlinesOf(day)
  return sendPublic(app, deps, request, reply, address, async () => {
    const read = await readHeadlines(deps, day, await readerOf(deps, request, reply))
    const chrome = await chromeFor(deps, request, address)
    if (read === null && day === null)
      return {
        view: 'editions/empty',
        model: { chrome, title: 'Headlines', description: chrome.tagline },
        expires: siteMidnight(deps),
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
