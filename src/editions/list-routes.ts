// The lists over many days: /areas, /sections, /tags, /sources and /latest.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { slugAfter } from '../articles/section-queries.ts'
import type { Deps } from '../deps.ts'
import { type AppError, missing } from '../errors.ts'
import { beforeCursor } from '../faults.ts'
import { nextMidnight } from '../time.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { chromeFor, withHead } from '../web/chrome.ts'
import { feedLinks } from '../web/head.ts'
import { sendJoined, sendPublic } from '../web/pages.ts'
import { type Reader, readerOf } from '../web/reader.ts'
import * as reading from './list-reading.ts'
import { type ListSort, listSort } from './sort-rules.ts'
import * as storyLists from './story-list-reading.ts'
import { readListFromParts } from './story-parts-reading.ts'
import * as lists from './unknown-reading.ts'

const anyone = { config: { access: 'anyone' } } as const

const topics = [topic.lists]

/** The next midnight of the site, in Unix milliseconds. */
export const siteMidnight = (deps: Deps): number => nextMidnight(deps.clock(), deps.settings().timeZone)

type PagedRequest = { Querystring: { before?: unknown; sort?: unknown } }

export function listRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/areas', anyone, (request, reply) =>
    sendSections(app, deps, request, reply, {
      view: 'editions/areas',
      address: urls.areas,
      title: 'Areas',
      description: 'Every area of the front page.',
    }),
  )

  app.get<PagedRequest & { Params: { area: string } }>('/areas/:area', anyone, async (request, reply) => {
    const mark = deps.pages.mark()
    const { area } = request.params
    const before = beforeCursor(request.query)
    const slug = (await slugAfter(deps.db, 'areas', area)) ?? area
    if (slug !== area) return reply.redirect(urls.below(urls.area(slug), before), 301)
    return sendArea(app, deps, request, reply, { area, before, mark })
  })

  app.get('/sections', anyone, (request, reply) =>
    sendSections(app, deps, request, reply, {
      view: 'editions/sections',
      address: urls.sections,
      title: 'Sections',
      description: 'Every section, by area.',
    }),
  )

  storyListRoute(app, deps, '/sections', storyLists.findSectionList, lists.noSectionError)
  storyListRoute(app, deps, '/tags', storyLists.findTagList, lists.noTagError)
  storyListRoute(app, deps, '/sources', storyLists.findSourceList, lists.noSourceError)

  for (const noun of ['tags', 'sources'] as const)
    app.get<PagedRequest>(`/${noun}`, anyone, (request, reply) =>
      sendTerms(app, deps, request, reply, noun, beforeCursor(request.query)),
    )

  app.get<PagedRequest>('/latest', anyone, (request, reply) =>
    sendLatest(app, deps, request, reply, beforeCursor(request.query)),
  )
}

/** Sends the page of all areas, or of all sections. */
const sendSections = (
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  page: { view: 'editions/areas' | 'editions/sections'; address: string; title: string; description: string },
): Promise<FastifyReply> =>
  sendPublic(app, deps, request, reply, page.address, async () => ({
    view: page.view,
    model: {
      chrome: await chromeFor(deps, request, page.address),
      title: page.title,
      description: page.description,
      ...(await reading.readSections(deps)),
    },
    expires: siteMidnight(deps),
    topics,
  }))

function sendArea(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { area, before, mark }: { area: string; before: number | null; mark: number },
): Promise<FastifyReply> {
  const address = urls.below(urls.area(area), before)
  const make = async () => {
    const read = await reading.readArea(deps, area, before, await readerOf(deps, request, reply))
    if (read === null) throw before === null ? lists.noAreaError() : missing()
    return {
      view: 'editions/area' as const,
      model: {
        chrome: await chromeFor(deps, request, address),
        title: read.page.heading,
        description: `The front page of ${read.page.heading}.`,
        ...read.page,
      },
      expires: read.expires,
      topics,
    }
  }
  return sendPublic(app, deps, request, reply, address, make, mark)
}

/** Serves the lists of stories below a path. Another spelling of a list's name is redirected to its own. */
function storyListRoute(
  app: FastifyInstance,
  deps: Deps,
  path: string,
  find: (deps: Deps, requested: string) => Promise<storyLists.StoryList | null>,
  notFound: (deps: Deps, requested: string) => Promise<AppError>,
): void {
  app.get<PagedRequest & { Params: { name: string } }>(`${path}/:name`, anyone, async (request, reply) => {
    const before = beforeCursor(request.query)
    const sort = listSort(request.query.sort, deps.settings().recommendations)
    const mark = deps.pages.mark()
    const list = await find(deps, request.params.name)
    if (list === null) throw await notFound(deps, request.params.name)
    const address = urls.below(urls.sorted(list.list, sort), before)
    if (list.name !== request.params.name) return reply.redirect(address, 301)
    const { viewer } = request
    const make = (reader: Reader) => storyListPage(deps, request, reader, list, { sort, before, address })
    // Recommending is no topic, so a list by recommendations is made for each request.
    if (viewer !== null && deps.parts.isOn && sort !== 'recommended') {
      const reader = { ...(await readerOf(deps, request, reply)), viewer }
      const read = await readListFromParts(deps, request, reader, [address, list.list], make)
      if (read !== null) return sendJoined(deps, request, reply, read)
    }
    return sendPublic(app, deps, request, reply, address, async () => make(await readerOf(deps, request, reply)), mark)
  })
}

async function storyListPage(
  deps: Deps,
  request: FastifyRequest,
  reader: Reader,
  list: storyLists.StoryList,
  { sort, before, address }: { sort: '' | ListSort; before: number | null; address: string },
) {
  const read = await storyLists.readStories(deps, list, sort, before, reader)
  if (read === null)
    throw sort === ''
      ? missing()
      : missing('The order has changed since.', [{ href: urls.sorted(list.list, sort), text: `${list.heading} now` }])
  const feeds =
    list.feed === null ? {} : { feeds: feedLinks(list.feed, `${deps.settings().siteName}: ${list.heading}`) }
  return {
    view: 'editions/list' as const,
    model: {
      chrome: withHead(await chromeFor(deps, request, address, list.list), feeds),
      title: list.heading,
      description: `${list.heading}: ${read.page.intro}`,
      ...read.page,
    },
    rows: read.rows,
    expires: read.expires,
    topics,
  }
}

const termTexts = {
  tags: {
    title: 'Tags',
    description: 'All tags, the most used first.',
    nothing: 'Nothing has been tagged yet.',
  },
  sources: {
    title: 'Sources',
    description: 'Sites that articles here link to, the most linked first.',
    nothing: 'No article has linked anywhere yet.',
  },
} as const

/** Sends the list of all tags or of all sources. */
function sendTerms(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  noun: 'tags' | 'sources',
  before: number | null,
): Promise<FastifyReply> {
  const address = urls.below(urls[noun], before)
  return sendPublic(app, deps, request, reply, address, async () => {
    const page = await reading.readTerms(deps, noun, before)
    if (page === null) throw missing()
    return {
      view: 'editions/terms',
      model: { chrome: await chromeFor(deps, request, address), ...termTexts[noun], ...page },
      expires: siteMidnight(deps),
      topics,
    }
  })
}

function sendLatest(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  before: number | null,
): Promise<FastifyReply> {
  const address = urls.below(urls.latest, before)
  return sendPublic(app, deps, request, reply, address, async () => {
    const read = await reading.readLatest(deps, before, await readerOf(deps, request, reply))
    if (read === null) throw missing()
    const chrome = withHead(await chromeFor(deps, request, address), {
      feeds: feedLinks(urls.commentsFeed, `${deps.settings().siteName}: comments`),
    })
    return {
      view: 'editions/latest',
      model: {
        chrome,
        title: 'Latest comments',
        description: 'The newest comments of the whole site.',
        ...read.page,
      },
      expires: read.expires,
      topics,
    }
  })
}
