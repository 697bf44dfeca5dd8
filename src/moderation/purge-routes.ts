// /moderation/purges: what is thrown away, after how long, and when that last happened; for everybody to see.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { chromeFor } from '../web/chrome.ts'
import { sendPage } from '../web/pages.ts'
import { datesOf } from '../web/reader.ts'
import { urls } from '../web/urls.ts'
import { PURGES, purgePage } from './purge-pages.ts'
import { lastPurges } from './purge-queries.ts'
import { keptFor } from './purging.ts'
import { tabbed } from './tab-reading.ts'

export function purgeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/moderation/purges', { config: { access: 'anyone' } }, async (request, reply) => {
    const page = purgePage(await lastPurges(deps.db, PURGES), keptFor(deps), deps.clock(), datesOf(deps, request))
    return sendPage(app, request, reply, 'moderation/purges', {
      chrome: await tabbed(deps, request, await chromeFor(deps, request, urls.purges), urls.purges),
      title: 'What is thrown away',
      description: page.intro,
      ...page,
    })
  })
}
