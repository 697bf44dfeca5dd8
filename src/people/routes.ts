// /people: the page of a member.
import type { FastifyInstance } from 'fastify'
import { accountByNic, accountBySkeleton } from '../accounts/queries.ts'
import { skeleton } from '../accounts/nics.ts'
import type { Deps } from '../deps.ts'
import { AppError, missing } from '../errors.ts'
import { turnMute } from '../mutes/actions.ts'
import { nextMidnight } from '../time.ts'
import { topic } from '../web/cache.ts'
import { readFields } from '../web/forms.ts'
import { chromeFor } from '../web/chrome.ts'
import { sendPublic } from '../web/pages.ts'
import { urls } from '../web/urls.ts'
import { personPage } from './pages.ts'
import { articlesOf, commentsOf, ownCommentCount } from './queries.ts'

/** Articles and comments that a page shows at most. */
const SHOWN = 20

export function peopleRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { nic: string } }>('/people/:nic', { config: { access: 'anyone' } }, async (request, reply) => {
    const mark = deps.pages.mark()
    const account = await accountByNic(deps.db, request.params.nic)
    if (!account) {
      const alike = await accountBySkeleton(deps.db, skeleton(request.params.nic))
      if (alike) return reply.redirect(urls.person(alike.nic), 301)
      throw missing()
    }
    const href = urls.person(account.nic)
    return sendPublic(app, deps, request, reply, href, async () => {
      const now = deps.clock()
      const zone = deps.settings().timeZone
      const found = {
        articles: await articlesOf(deps.db, account.id, SHOWN),
        comments: await commentsOf(deps.db, account.id, SHOWN),
        commentCount: await ownCommentCount(deps.db, account.id),
      }
      const page = personPage(account, found, now, zone)
      return { view: 'people/person', model: { chrome: await chromeFor(deps, request, href), title: account.nic, description: page.intro, ...page }, expires: nextMidnight(now, zone), topics: [topic.person(account.nic), topic.log] }
    }, mark)
  })

  // The button on a person's page: it mutes, and pressed again lets them speak.
  app.post<{ Params: { nic: string } }>('/people/:nic/mutes', { config: { access: 'member' } }, async (request, reply) => {
    readFields(request.body, [])
    const account = await accountByNic(deps.db, request.params.nic)
    if (!account) throw missing()
    const fault = await turnMute(deps, request.viewer!, account.nic)
    if (fault !== null) throw new AppError('invalid', fault)
    return reply.redirect(urls.person(account.nic), 303)
  })
}
