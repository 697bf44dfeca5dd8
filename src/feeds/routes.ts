// /feeds: what programs read of the site, and the page that lists it for people.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sections } from '../articles/section-queries.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { readFields } from '../faults.ts'
import { urls } from '../urls.ts'
import { topic } from '../web/cache.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendDocument, sendPage, sendPublic } from '../web/pages.ts'
import { makeFeedToken, revokeFeedToken } from './actions.ts'
import { atom, atomType } from './atom.ts'
import { jsonFeed, jsonType } from './json.ts'
import { feedsPage } from './pages.ts'
import { feedTokenOf } from './queries.ts'
import * as reading from './reading.ts'
import { type FeedFormat, parseFeedName } from './rules.ts'
import type { Feed } from './shape.ts'

const anyone = { config: { access: 'anyone' } } as const

type FeedRequest = { Params: { feed: string }; Querystring: { before?: unknown } }

export function feedRoutes(app: FastifyInstance, deps: Deps): void {
  const written = (feed: Feed, format: FeedFormat): { text: string; type: string } =>
    format === 'xml'
      ? { text: atom(feed, deps.config.baseUrl), type: atomType }
      : { text: jsonFeed(feed), type: jsonType }

  /**
   * Serves the feeds below an address, each under its name and the ending of one of the formats.
   * @param meant the feed that a name written otherwise means
   */
  function serve(folder: string, read: reading.FeedReader, meant?: typeof reading.canonicalPersonFeed): void {
    app.get<FeedRequest>(`${folder}/:feed`, anyone, async (request, reply) => {
      const mark = deps.pages.mark()
      const asked = parseFeedName(request.params.feed)
      const before = request.query.before ?? ''
      if (asked === null || typeof before !== 'string') throw missing()
      const { name, format } = asked
      const other = (await meant?.(deps, name)) ?? null
      if (other !== null) return reply.redirect(urls.feed(other, format, before), 301)
      return sendDocument(
        deps,
        request,
        reply,
        urls.feed(`${folder}/${encodeURIComponent(name)}`, format, before),
        async () => {
          const found = await read(deps, name, before)
          if (found === null) throw missing()
          return { ...written(found.feed, format), expires: Infinity, topics: found.topics }
        },
        mark,
      )
    })
  }

  serve('/feeds', reading.readSiteFeed)
  serve('/feeds/sections', reading.readSectionFeed)
  serve('/feeds/tags', reading.readTagFeed, reading.canonicalTagFeed)
  serve('/feeds/people', reading.readPersonFeed, reading.canonicalPersonFeed)
  serve('/feeds/articles', reading.readThreadFeed)

  app.get<{ Params: { feed: string } }>('/feeds/replies/:feed', anyone, async (request, reply) => {
    const asked = parseFeedName(request.params.feed)
    const feed = asked === null ? null : await reading.readRepliesFeed(deps, asked.name)
    if (asked === null || feed === null) throw missing()
    const { text, type } = written(feed, asked.format)
    return reply
      .type(type)
      .header('cache-control', 'private, no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex')
      .send(text)
  })

  async function modelOf(request: FastifyRequest, token: string | null = null, fault = '') {
    const { viewer } = request
    const own = viewer === null ? null : { token, since: (await feedTokenOf(deps.db, viewer.id))?.created_at ?? null }
    const chrome = await chromeFor(deps, request, urls.feeds)
    const page = feedsPage(await sections(deps.db), own, fault, deps.config.baseUrl, deps.settings().timeZone)
    return {
      chrome: request.method === 'POST' ? unlisted(chrome) : chrome,
      title: 'Feeds',
      description: 'What feed readers can follow here: the site, a section, a tag, a person, a thread.',
      ...page,
    }
  }

  app.get('/feeds', anyone, (request: FastifyRequest, reply: FastifyReply) =>
    sendPublic(app, deps, request, reply, urls.feeds, async () => ({
      view: 'feeds/feeds',
      model: await modelOf(request),
      expires: Infinity,
      topics: [topic.lists],
    })),
  )

  app.post('/feeds/tokens', { config: { access: 'member' } }, async (request, reply) => {
    const { action } = readFields(request.body, ['action'])
    if (action === 'make')
      return sendPage(
        app,
        request,
        reply,
        'feeds/feeds',
        await modelOf(request, await makeFeedToken(deps, request.viewer!)),
      )
    if (action === 'revoke') {
      await revokeFeedToken(deps, request.viewer!)
      return reply.redirect(urls.feeds, 303)
    }
    return sendPage(
      app,
      request,
      reply,
      'feeds/feeds',
      await modelOf(request, null, 'This form has no such button. Nothing was changed.'),
      422,
    )
  })
}
