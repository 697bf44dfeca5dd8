// /desk/markup: formatting of articles.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { markupHelp } from '../../markup/help.ts'
import { atLeast } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { chromeFor } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'

export function articleMarkupRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/desk/markup', { config: { access: 'anyone' } }, async (request, reply) =>
    sendPage(app, request, reply, 'comments/markup', {
      chrome: await chromeFor(deps, request, urls.articleMarkup),
      title: 'Formatting help for articles',
      description: 'How the text of an article is formatted.',
      rows: markupHelp(atLeast(request.viewer, 'editor') ? 'article' : 'submission', urls.articleMarkup),
    }),
  )
}
