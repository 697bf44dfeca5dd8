// /moderation/purges: what is thrown away, after how long, and when that last happened; for everybody to see.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { urls } from '../../urls.ts'
import { chromeFor } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { tabbed } from '../queue/tab-reading.ts'
import { keptFor } from './actions.ts'
import { PURGES, purgePage } from './pages.ts'
import { lastPurges } from './queries.ts'

export function purgeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/moderation/purges', { config: { access: 'anyone' } }, async (request, reply) => {
    const page = purgePage(await lastPurges(deps.db, PURGES), keptFor(deps), deps.clock(), datesOf(deps, request))
    return sendPage(app, request, reply, 'moderation/purges/purges', {
      chrome: await tabbed(deps, request, await chromeFor(deps, request, urls.purges), urls.purges),
      title: 'What is thrown away',
      description: page.intro,
      ...page,
    })
  })
}
