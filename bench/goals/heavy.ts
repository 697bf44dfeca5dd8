// Requests that may hold the loop: every kind of page of a large archive, by a stranger, a member to whom everything is new and a moderator, and the acts on a large thread.

import { kinds } from '../addresses.ts'
import type { LargeSite } from './large-site.ts'
import { press } from './posting-rows.ts'
import { getRequest, postRequest } from './requests.ts'

export type Heavy = {
  name: string
  /** The next request of this kind, as text. */
  request: () => string
  statuses: readonly number[]
  repeat?: number
}

const PAGE = [200, 302]
const DONE = [303]

/** Takes one after the other, from the first again after the last. */
const inTurn = <T>(list: readonly T[]): (() => T) => {
  let next = 0
  return () => list[next++ % list.length]!
}

function pages(site: LargeSite, port: number): Heavy[] {
  const [returning, moderators] = [inTurn(site.returning), inTurn(site.moderators)]
  return kinds.flatMap(({ name }): Heavy[] => {
    const paths = site.addresses.get(name)!
    // The kinds for signed-in readers have the addresses of the others.
    if (paths.length === 0 || name.endsWith(', signed in')) return []
    const of = (who: string, cookie?: () => { cookie: string }): Heavy => {
      const path = inTurn(paths)
      return {
        name: `${name}, ${who}`,
        request: () => getRequest(port, { path: path(), ...(cookie === undefined ? {} : { cookie: cookie().cookie }) }),
        statuses: PAGE,
      }
    }
    return [of('stranger'), of('all new and 20 muted words', returning), of('moderator', moderators)]
  })
}

function moderatorPages(site: LargeSite, port: number): Heavy[] {
  const { cookie } = site.moderators[0]!
  const { id, branch } = site.thread
  const busiest = encodeURIComponent(site.busiest)
  return [
    ['queue', '/moderation'],
    ['public log', '/moderation/log'],
    ['record of the busiest member', `/moderation/people/${busiest}`],
    ['ban of the busiest member', `/moderation/bans?nic=${busiest}`],
    ['form of a sweep', `/moderation/sweeps?comment=${branch}`],
    ['form of a move', `/moderation/moves?comment=${branch}`],
    ['settings of the thread', `/moderation/threads?article=${id}`],
  ].map(([name, path]) => ({ name: name!, request: () => getRequest(port, { path: path!, cookie }), statuses: PAGE }))
}

function acts(site: LargeSite, port: number): Heavy[] {
  const [moderator] = site.moderators as [LargeSite['moderators'][number]]
  const { id, branch } = site.thread
  const post = (path: string, form: Record<string, string>, { cookie } = moderator): string =>
    postRequest(port, { path, cookie, form })
  const other = /\/articles\/(\d+)/.exec(site.addresses.get('article, 1 to 5 comments')![0]!)![1]!
  const away = inTurn([true, false])
  const given = inTurn(['give', 'take'])
  return [
    {
      name: 'reopening the thread',
      request: () => post('/moderation/reopenings', { article: String(id), reason: 'A new fact' }),
      statuses: DONE,
      repeat: 1,
    },
    { name: 'a comment', request: () => press(port, site.newcomers[0]!, { id }), statuses: DONE },
    {
      name: 'a recommendation',
      request: () => post(`/comments/${branch}/recommendations`, { action: given() }, site.newcomers[1]!),
      statuses: DONE,
    },
    {
      name: 'moving the largest branch, there and back',
      request: () => {
        const into = away() ? other : String(id)
        return post('/moderation/moves', { comment: String(branch), into, reason: 'Off topic', action: '' })
      },
      statuses: DONE,
    },
    {
      name: 'a ban with the removal of a year of comments',
      request: () => post('/moderation/bans', { nic: site.busiest, reason: 'Threats', until: 'ever', remove: '8760' }),
      statuses: DONE,
      repeat: 1,
    },
    {
      name: 'a profile of somebody banned, moderator',
      request: () =>
        getRequest(port, { path: `/people/${encodeURIComponent(site.busiest)}`, cookie: moderator.cookie }),
      statuses: PAGE,
    },
  ]
}

export const heavyRequests = (site: LargeSite, port: number): Heavy[] => [
  ...pages(site, port),
  ...moderatorPages(site, port),
  ...acts(site, port),
]
