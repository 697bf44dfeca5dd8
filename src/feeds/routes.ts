// /feeds: the feeds, private ones included, and the page that lists them.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sections } from '../articles/section-queries.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { chromeFor } from '../web/chrome.ts'
import { sendDocument, sendPublic } from '../web/pages.ts'
import { atom, atomType } from './atom.ts'
import { jsonFeed, jsonType } from './json.ts'
import { feedsPage } from './pages.ts'
import * as reading from './reading.ts'
import { type FeedFormat, parseFeedName } from './rules.ts'
import type { Feed } from './shape.ts'

const anyone = { config: { access: 'anyone' } } as const

type FeedRequest = { Params: { feed: string }; Querystring: { before?: unknown } }

export function feedRoutes(app: FastifyInstance, deps: Deps): void {
  serveFeeds(app, deps, '/feeds', reading.readSiteFeed)
  serveFeeds(app, deps, '/feeds/sections', reading.readSectionFeed, reading.canonicalSectionFeed)
  serveFeeds(app, deps, '/feeds/tags', reading.readTagFeed, reading.canonicalTagFeed)
  serveFeeds(app, deps, '/feeds/people', reading.readPersonFeed, reading.canonicalPersonFeed)
  serveFeeds(app, deps, '/feeds/articles', reading.readThreadFeed)

  app.get<{ Params: { feed: string } }>('/feeds/replies/:feed', anyone, async (request, reply) => {
    const parsed = parseFeedName(request.params.feed)
    const feed = parsed === null ? null : await reading.readRepliesFeed(deps, parsed.name)
    if (parsed === null || feed === null) throw missing()
    const { text, type } = serializeFeed(deps, feed, parsed.format)
    return reply
      .type(type)
      .header('cache-control', 'private, no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex')
      .send(text)
  })

  app.get('/feeds', anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.feeds, async () => ({
      view: 'feeds/feeds',
      model: await feedsModel(deps, request),
      expires: Infinity,
      topics: [topic.lists],
    })),
  )
}

const serializeFeed = (deps: Deps, feed: Feed, format: FeedFormat): { text: string; type: string } =>
  format === 'xml'
    ? { text: atom(feed, deps.config.baseUrl), type: atomType }
    : { text: jsonFeed(feed), type: jsonType }

/**
 * Serves the feeds below a path, each in every format.
 * @param canonical finds the feed that another spelling of a name is redirected to
 */
function serveFeeds(
  app: FastifyInstance,
  deps: Deps,
  folder: string,
  read: reading.FeedReader,
  canonical?: typeof reading.canonicalPersonFeed,
): void {
  app.get<FeedRequest>(`${folder}/:feed`, anyone, async (request, reply) => {
    const mark = deps.pages.mark()
    const parsed = parseFeedName(request.params.feed)
    const before = request.query.before ?? ''
    if (parsed === null || typeof before !== 'string') throw missing()
    const { name, format } = parsed
    const other = (await canonical?.(deps, name)) ?? null
    if (other !== null) return reply.redirect(urls.feed(other, format, before), 301)
    const make = async () => {
      const found = await read(deps, name, before)
      if (found === null) throw missing()
      return { ...serializeFeed(deps, found.feed, format), expires: Infinity, topics: found.topics }
    }
    const address = urls.feed(`${folder}/${encodeURIComponent(name)}`, format, before)
    return sendDocument(deps, request, reply, address, make, mark)
  })
}

async function feedsModel(deps: Deps, request: FastifyRequest) {
  return {
    chrome: await chromeFor(deps, request, urls.feeds),
    title: 'Feeds',
    description: 'Feeds of the site, and of every section, tag, member and thread.',
    ...feedsPage(await sections(deps.db), request.viewer !== null),
  }
}
