// /people: the page of a member.
import type { FastifyInstance } from 'fastify'
import { accountByNic, accountBySkeleton } from '../accounts/queries.ts'
import { skeleton } from '../accounts/nics.ts'
import { excerptOf } from '../comments/pages.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { dayOf, nextMidnight } from '../time.ts'
import { topic } from '../web/cache.ts'
import { chromeFor } from '../web/chrome.ts'
import { commentCount, count, moment, shortDay, type Moment } from '../web/format.ts'
import { sendPublic } from '../web/pages.ts'
import { urls } from '../web/urls.ts'
import { articlesOf, commentsOf, ownCommentCount } from './queries.ts'

export type PersonPage = {
  nic: string
  mark: string
  intro: string
  articles: { href: string; headline: string; time: Moment; count: string }[]
  comments: { href: string; on: string; time: Moment; text: string }[]
}

/** Articles and comments that a page shows at most. */
const SHOWN = 20

const roles = { member: 'Member', editor: 'Editor', moderator: 'Moderator', admin: 'Admin' } as const

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
      const articles = await articlesOf(deps.db, account.id, SHOWN)
      const comments = await commentsOf(deps.db, account.id, SHOWN)
      const page: PersonPage = {
        nic: account.nic,
        mark: account.role === 'moderator' || account.role === 'admin' ? 'reg mod' : 'reg',
        intro: `${roles[account.role]} since ${shortDay(dayOf(account.created_at, zone))}. ${count(await ownCommentCount(deps.db, account.id), 'comment')} under this nic.`,
        articles: articles.map((row) => ({ href: urls.article(row), headline: row.headline, time: moment(row.published_at, now, zone), count: commentCount(row.comment_count) })),
        comments: comments.map((row) => ({ href: urls.comment(row.id), on: row.headline, time: moment(row.created_at, now, zone), text: excerptOf(row.html, 240) })),
      }
      return { view: 'people/person', model: { chrome: await chromeFor(deps, request, href), title: account.nic, description: page.intro, ...page }, expires: nextMidnight(now, zone), topics: [topic.person(account.nic), topic.log] }
    }, mark)
  })
}
