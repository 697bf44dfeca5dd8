// Reads the pages of the inbox: notices, the counter in the header, followed threads.

import { mailRecipient } from '../accounts/email/queries.ts'
import { recentlyCorrected } from '../articles/correction-queries.ts'
import { unreadCounts } from '../comments/thread/news-reading.ts'
import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { commentCount, moment } from '../format.ts'
import { correctedSince } from '../marks/corrected-reading.ts'
import { newCommentsLink } from '../marks/pages.ts'
import { mutesOf } from '../mutes/queries.ts'
import { fillPage, mutedArticles, unmutedComments } from '../mutes/reading.ts'
import { compileMutes, hasNoMutes, type Mutes } from '../mutes/rules.ts'
import type { NoticeFilter } from '../notices/rules.ts'
import { noticeKinds } from '../notices/rules.ts'
import type { Viewer } from '../permissions.ts'
import { DAY } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import { noticeGroups } from './notice-pages.ts'
import { type FollowsPage, type InboxPage, inboxTabs, mailStatus } from './pages.ts'
import * as queries from './queries.ts'
import { MAX_COUNTED_UNREAD, NOTICES_PER_PAGE, unreadText } from './rules.ts'
import { decidedMatter } from './sentences.ts'

type MutableNotice = { id: number; kind: string; article_id: number; nic: string | null; html: string | null }

/** Notices of comments that are not muted; decisions are never muted. */
export async function unmutedNotices<R extends Omit<MutableNotice, 'id'>>(
  db: Db,
  mutes: Mutes,
  rows: readonly R[],
): Promise<R[]> {
  if (hasNoMutes(mutes)) return [...rows]
  const comments = rows.flatMap((row) =>
    row.kind === 'decision' ? [] : [{ article_id: row.article_id, nic: row.nic ?? '', html: row.html ?? '', row }],
  )
  const unmuted = new Set((await unmutedComments(db, mutes, comments)).map(({ row }) => row))
  return rows.filter((row) => row.kind === 'decision' || unmuted.has(row))
}

/** Number of a member's unread notices, up to the limit of the counter. */
export async function countUnreadNotices(deps: Pick<Deps, 'db'>, viewer: Viewer): Promise<number> {
  const rows = await queries.unreadNoticesForCount(deps.db, viewer.id, MAX_COUNTED_UNREAD + 1)
  return rows.length === 0
    ? 0
    : (await unmutedNotices(deps.db, compileMutes(await mutesOf(deps.db, viewer.id)), rows)).length
}

/**
 * A page of the inbox.
 * @param filter null for all kinds
 * @param before id of the notice that the page begins below
 * @throws AppError `missing` for a page below a notice if there is none
 */
export async function readInbox(
  deps: Deps,
  reader: Reader & { viewer: Viewer },
  filter: NoticeFilter | null,
  before: number | null,
): Promise<InboxPage> {
  const { db } = deps
  const { viewer, mutes, dates } = reader
  const kind = filter === null ? null : noticeKinds[filter]
  const { rows, last } = await fillPage<queries.NoticeRow>(
    NOTICES_PER_PAGE,
    (after, limit) => queries.noticesOf(db, viewer.id, kind, after?.id ?? before, limit),
    (batch) => unmutedNotices(db, mutes, batch),
  )
  const up = before === null ? null : await queries.noticeIdsFrom(db, viewer.id, kind, before, NOTICES_PER_PAGE + 1)
  if (before !== null && rows.length === 0 && last === null && up!.length === 0) throw missing()
  const later = before === null ? [] : await queries.decisionsFrom(db, viewer.id, before)
  const unread = await countUnreadNotices(deps, viewer)
  const here = (from: number | null): string => urls.below(urls.inboxOf(filter), from)
  const now = deps.clock()
  return {
    heading: 'Inbox',
    corrected: filter === null && before === null ? await readCorrected(deps, reader) : [],
    tabs: inboxTabs(filter, unreadText(unread)),
    notices: noticeGroups(rows, supersededDecisions([...later.reverse(), ...rows]), {
      readerId: viewer.id,
      next: here(before),
      now,
      dates,
    }),
    unread,
    readAll: {
      upTo: rows[0] === undefined ? '' : String(before === null ? rows[0].id : Math.max(rows[0].id, before - 1)),
      kind: filter ?? '',
      next: here(before),
    },
    older: last === null ? '' : here(last.id),
    newer: up === null ? '' : here(up[NOTICES_PER_PAGE] ?? null),
    empty: { kind: filter ?? '', muted: rows.length === 0 && last !== null },
    mail: mailStatus((await mailRecipient(db, viewer.id))!),
  }
}

/** Ids of the decisions that a later one about the same has replaced. @param rows newest first */
function supersededDecisions(rows: readonly queries.NoticeRow[]): Set<number> {
  const matters = new Set<string>()
  const superseded = new Set<number>()
  for (const row of rows) {
    const matter = decidedMatter(row)
    if (matter === null) continue
    if (matters.has(matter)) superseded.add(row.id)
    matters.add(matter)
  }
  return superseded
}

/** Corrections that the inbox looks at, and for how long. */
const MAX_CORRECTIONS = 50
const CORRECTION_DAYS = 30

/** Computed from the read marks: nothing is stored for each reader of an article that is corrected. */
async function readCorrected(deps: Deps, reader: Reader): Promise<InboxPage['corrected']> {
  if (reader.marks === null) return []
  const rows = await recentlyCorrected(deps.db, deps.clock() - CORRECTION_DAYS * DAY, MAX_CORRECTIONS)
  const news = new Map((await correctedSince(reader, rows)).map((row) => [row.id, row]))
  const muted = await mutedArticles(deps.db, reader.mutes, [...news.keys()])
  return [...news.values()]
    .filter(({ id }) => !muted.has(id))
    .map((row) => ({ href: urls.article(row), headline: row.headline, change: urls.articleHistory(row.id) }))
}

const THREADS_PER_PAGE = 50

export async function readFollows(
  deps: Deps,
  reader: Reader & { viewer: Viewer },
  before: number | null,
): Promise<FollowsPage> {
  const rows = await queries.followedThreads(deps.db, reader.viewer.id, before, THREADS_PER_PAGE + 1)
  const shown = rows.slice(0, THREADS_PER_PAGE)
  if (before !== null && shown.length === 0) throw missing()
  const fresh = await unreadCounts(deps, reader, shown)
  const now = deps.clock()
  return {
    tabs: inboxTabs('threads', ''),
    threads: shown.map((row) => {
      const href = urls.article(row)
      return {
        href,
        headline: row.headline,
        comments: commentCount(row.comment_count),
        news: newCommentsLink(row, href, fresh),
        last: row.last_comment_at === null ? null : moment(row.last_comment_at, now, reader.dates),
        muted: row.state === 'muted',
        action: urls.follows(row.id),
      }
    }),
    older: rows.length > THREADS_PER_PAGE ? urls.below(urls.followed, shown[shown.length - 1]!.id) : '',
    newest: before === null ? '' : urls.followed,
  }
}
