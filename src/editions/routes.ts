// The lists for readers: / and /archive and /sections.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { isDay, nextMidnight } from '../time.ts'
import { topic } from '../web/cache.ts'
import { chromeFor } from '../web/chrome.ts'
import { longDay } from '../web/format.ts'
import { rowId } from '../web/forms.ts'
import { sendPublic } from '../web/pages.ts'
import { urls } from '../web/urls.ts'
import * as reading from './reading.ts'

const anyone = { config: { access: 'anyone' } } as const

export function editionRoutes(app: FastifyInstance, deps: Deps): void {
  const tonight = (): number => nextMidnight(deps.clock(), deps.settings().timeZone)
  const topics = [topic.lists]
  const { siteName } = deps.settings()

  app.get('/', anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.front, async () => {
      const read = await reading.readFront(deps)
      const chrome = await chromeFor(deps, request, urls.front)
      if (read === null) return { view: 'editions/empty', model: { chrome, title: siteName, description: chrome.tagline }, expires: tonight(), topics }
      return { view: 'editions/front', model: { chrome, title: `${siteName}, ${longDay(read.page.day).replace(',', '')}`, description: 'Today’s edition, with the argument attached.', ...read.page }, expires: read.expires, topics }
    }),
  )

  app.get('/archive', anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.archive, async () => {
      const page = await reading.readArchive(deps)
      return { view: 'editions/archive', model: { chrome: await chromeFor(deps, request, urls.archive), title: 'Archive', description: page.intro, ...page }, expires: tonight(), topics }
    }),
  )

  const calendarOf = (prefix: string, address: string) => async (request: FastifyRequest) => {
    const page = await reading.readCalendar(deps, prefix)
    if (page === null) throw missing()
    return { view: 'editions/calendar' as const, model: { chrome: await chromeFor(deps, request, address, urls.archive), description: page.intro, ...page }, expires: tonight(), topics }
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

  app.get<{ Params: { year: string; month: string; day: string } }>('/archive/:year/:month/:day', anyone, (request, reply) => {
    const day = `${request.params.year}-${request.params.month}-${request.params.day}`
    if (!isDay(day)) throw missing()
    return sendPublic(app, deps, request, reply, urls.edition(day), async () => {
      const read = await reading.readEdition(deps, day)
      if (read === null) throw missing()
      return { view: 'editions/edition', model: { chrome: await chromeFor(deps, request, urls.edition(day), urls.archive), description: read.page.intro, ...read.page }, expires: read.expires, topics }
    })
  })

  app.get('/sections', anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.sections, async () => {
      const page = await reading.readSections(deps)
      return { view: 'editions/sections', model: { chrome: await chromeFor(deps, request, urls.sections), title: 'Sections', description: 'Every section, by area.', ...page }, expires: tonight(), topics }
    }),
  )

  app.get<{ Params: { section: string }; Querystring: { before?: string | string[] } }>('/sections/:section', anyone, (request, reply) => {
    const { section } = request.params
    const before = request.query.before === undefined ? null : rowId(String(request.query.before))
    if (before === null && request.query.before !== undefined) throw missing()
    const address = `${urls.section(section)}${before === null ? '' : `?before=${before}`}`
    return sendPublic(app, deps, request, reply, address, async () => {
      const read = await reading.readSection(deps, section, before)
      if (read === null) throw missing()
      return { view: 'editions/section', model: { chrome: await chromeFor(deps, request, urls.section(section)), title: read.page.name, description: `${read.page.name}, newest first.`, ...read.page }, expires: read.expires, topics }
    })
  })
}
