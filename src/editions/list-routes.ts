// The lists over many days: /areas, /sections, /tags, /sources and /latest.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { askedBefore } from '../faults.ts'
import { nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import { topic } from '../web/cache.ts'
import { chromeFor, withHead } from '../web/chrome.ts'
import { feedLinks } from '../web/head.ts'
import { sendPublic } from '../web/pages.ts'
import { readerOf } from '../web/reader.ts'
import * as reading from './list-reading.ts'

const anyone = { config: { access: 'anyone' } } as const

type PagedRequest = { Querystring: { before?: unknown } }

export function listRoutes(app: FastifyInstance, deps: Deps): void {
  const tonight = (): number => nextMidnight(deps.clock(), deps.settings().timeZone)
  const topics = [topic.lists]

  app.get('/areas', anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.areas, async () => {
      const page = await reading.readSections(deps)
      return {
        view: 'editions/areas',
        model: {
          chrome: await chromeFor(deps, request, urls.areas),
          title: 'Areas',
          description: 'Every area of the front page.',
          ...page,
        },
        expires: tonight(),
        topics,
      }
    }),
  )

  app.get<PagedRequest & { Params: { area: string } }>('/areas/:area', anyone, (request, reply) => {
    const { area } = request.params
    const before = askedBefore(request.query)
    const address = urls.below(urls.area(area), before)
    return sendPublic(app, deps, request, reply, address, async () => {
      const read = await reading.readArea(deps, area, before, await readerOf(deps, request, reply))
      if (read === null) throw missing()
      return {
        view: 'editions/area',
        model: {
          chrome: await chromeFor(deps, request, address),
          title: read.page.heading,
          description: `The front page of ${read.page.heading}.`,
          ...read.page,
        },
        expires: read.expires,
        topics,
      }
    })
  })

  app.get('/sections', anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.sections, async () => {
      const page = await reading.readSections(deps)
      return {
        view: 'editions/sections',
        model: {
          chrome: await chromeFor(deps, request, urls.sections),
          title: 'Sections',
          description: 'Every section, by area.',
          ...page,
        },
        expires: tonight(),
        topics,
      }
    }),
  )

  /** A list of stories that its address names; another spelling of the name is sent to the one it has here. */
  const storyList = (path: string, named: (deps: Deps, asked: string) => Promise<reading.StoryList | null>): void => {
    app.get<PagedRequest & { Params: { name: string } }>(`${path}/:name`, anyone, async (request, reply) => {
      const before = askedBefore(request.query)
      const mark = deps.pages.mark()
      const found = await named(deps, request.params.name)
      if (found === null) throw missing()
      const address = urls.below(found.list, before)
      if (found.name !== request.params.name) return reply.redirect(address, 301)
      return sendPublic(
        app,
        deps,
        request,
        reply,
        address,
        async () => {
          const read = await reading.readStories(deps, found, before, await readerOf(deps, request, reply))
          if (read === null) throw missing()
          return {
            view: 'editions/list',
            model: {
              chrome: withHead(
                await chromeFor(deps, request, address, found.list),
                found.feed === null
                  ? {}
                  : { feeds: feedLinks(found.feed, `${deps.settings().siteName}: ${found.heading}`) },
              ),
              title: found.heading,
              description: `${found.heading}: ${found.intro}`,
              ...read.page,
            },
            expires: read.expires,
            topics,
          }
        },
        mark,
      )
    })
  }
  storyList('/sections', reading.findSectionList)
  storyList('/tags', reading.findTagList)
  storyList('/sources', reading.findSourceList)

  const about = {
    tags: {
      title: 'Tags',
      description: 'Every tag, those with the most articles first.',
      nothing: 'Nothing has been tagged yet.',
    },
    sources: {
      title: 'Sources',
      description: 'Every site that articles here have pointed at, those with the most first.',
      nothing: 'No article has pointed anywhere yet.',
    },
  } as const
  for (const noun of ['tags', 'sources'] as const) {
    app.get<PagedRequest>(`/${noun}`, anyone, (request, reply) => {
      const before = askedBefore(request.query)
      const address = urls.below(urls[noun], before)
      return sendPublic(app, deps, request, reply, address, async () => {
        const page = await reading.readTerms(deps, noun, before)
        if (page === null) throw missing()
        return {
          view: 'editions/terms',
          model: { chrome: await chromeFor(deps, request, address), ...about[noun], ...page },
          expires: tonight(),
          topics,
        }
      })
    })
  }

  app.get<PagedRequest>('/latest', anyone, (request, reply) => {
    const before = askedBefore(request.query)
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
  })
}
