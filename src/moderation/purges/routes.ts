// /moderation/purges: the public page of data retention.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { urls } from '../../urls.ts'
import { chromeFor } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { retentionTimes } from './actions.ts'
import { purgePage, RUNS_SHOWN } from './pages.ts'
import { lastPurges } from './queries.ts'

export function purgeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/moderation/purges', { config: { access: 'anyone' } }, async (request, reply) => {
    const page = purgePage(
      await lastPurges(deps.db, RUNS_SHOWN),
      retentionTimes(deps),
      deps.clock(),
      datesOf(deps, request),
    )
    return sendPage(app, request, reply, 'moderation/purges/purges', {
      chrome: await withTabs(deps, request, await chromeFor(deps, request, urls.purges), urls.purges),
      title: 'Data retention',
      description: page.intro,
      ...page,
    })
  })
}
