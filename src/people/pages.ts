// What the page of a member says. Pure.
import { excerpt } from '../markup/text.ts'
import type { Role } from '../permissions.ts'
import { dayOf } from '../time.ts'
import { commentCount, count, moment, shortDay, type Moment } from '../web/format.ts'
import { urls } from '../web/urls.ts'
import type { articlesOf, commentsOf } from './queries.ts'

export type PersonPage = {
  nic: string
  mark: string
  intro: string
  articles: { href: string; headline: string; time: Moment; count: string }[]
  comments: { href: string; on: string; time: Moment; text: string }[]
}

const roles: Record<Role, string> = { member: 'Member', editor: 'Editor', moderator: 'Moderator', admin: 'Admin' }

type Rows<Q extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Q>>

export function personPage(
  account: { nic: string; role: Role; created_at: number },
  found: { articles: Rows<typeof articlesOf>; comments: Rows<typeof commentsOf>; commentCount: number },
  now: number,
  zone: string,
): PersonPage {
  return {
    nic: account.nic,
    mark: account.role === 'moderator' || account.role === 'admin' ? 'reg mod' : 'reg',
    intro: `${roles[account.role]} since ${shortDay(dayOf(account.created_at, zone))}. ${count(found.commentCount, 'comment')} under this nic.`,
    articles: found.articles.map((row) => ({ href: urls.article(row), headline: row.headline, time: moment(row.published_at, now, zone), count: commentCount(row.comment_count) })),
    comments: found.comments.map((row) => ({ href: urls.comment(row.id), on: row.headline, time: moment(row.created_at, now, zone), text: excerpt(row.html, 240) })),
  }
}
