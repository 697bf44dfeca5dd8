// Finds the comments of a thread that are new to a reader, and updates the reader's mark.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { commentHtmlByIds, commentsOutside, markOf, numbersApart, type OutsideRow } from '../../marks/queries.ts'
import {
  countIn,
  hasNumber,
  isNew,
  isUnread,
  MAX_NEW_COUNT,
  type Mark,
  markAsShown,
  markForLists,
  unionRanges,
  visitThread,
} from '../../marks/rules.ts'
import { commentMuteReason } from '../../mutes/rules.ts'
import { createPause } from '../../slices.ts'
import { type Reader, readerOf } from '../../web/reader.ts'
import { vacantNumbers } from '../branches/pointer-queries.ts'
import type { News } from './news-rules.ts'

type NewRow = { id: number; number: number; path: Buffer }

/** A thread by its numbers and counters. */
type CountedThread = { id: number; last_number: number; comment_count: number; moved_away_count: number }

/**
 * Reads what is new, then marks the comments of the page as read.
 * @param shown rows of the page in display order, with tombstones and pointers
 * @returns null for a reader without read marks
 */
export async function readNews(
  deps: Deps,
  reader: Reader,
  article: CountedThread,
  shown: readonly { id: number; number: number; path: Buffer; pointer?: unknown }[],
): Promise<News | null> {
  if (reader.marks === null) return null
  const mark = visitThread(
    (await reader.marks.of([article.id])).get(article.id) ?? null,
    article.last_number,
    deps.clock(),
  )
  // A pointer does not show its branch, so it marks nothing as read.
  const read = markAsShown(
    mark,
    shown.flatMap((row) => (row.pointer === undefined ? [row.number] : [])),
  )
  reader.marks.keep(article.id, read)
  const found = await newComments(deps, reader, article.id, mark)
  const here = new Set(shown.map((row) => row.id))
  const others = found.filter((row) => !here.has(row.id) && isUnread(read, row.number))
  const last = shown.at(-1)
  const elsewhere = others.find((row) => last !== undefined && Buffer.compare(row.path, last.path) > 0) ?? others[0]
  return {
    ids: new Set(found.map((row) => row.id)),
    total: found.length,
    since: mark.since,
    first: mark.seen.length === 0 && mark.base > 0 && found.length === 0,
    elsewhere: elsewhere?.id ?? null,
    isRead: (number) => hasNumber(mark.seen, number),
    read: article.comment_count - (await countUnread(deps, reader, article, mark)),
  }
}

/** Live comments by others that no page has shown yet, those from before the first visit too. Counts without reading them. */
async function countUnread(deps: Deps, { viewer }: Reader, article: CountedThread, mark: Mark): Promise<number> {
  const { id, last_number: last } = article
  const read = unionRanges(mark.seen, mark.shown)
  const { notLive, own } = await numbersApart(deps.db, id, viewer?.id ?? null)
  // A comment that waits since the article was read has a higher number, and is not among those that are counted.
  const hidden = notLive.filter((number) => number <= last)
  const absent = article.moved_away_count === 0 ? hidden : unionNumbers(hidden, await vacantNumbers(deps.db, id, last))
  return last - absent.length - countIn(read, last, absent) - own.filter((number) => !hasNumber(read, number)).length
}

const unionNumbers = (a: readonly number[], b: readonly number[]): number[] =>
  [...a, ...b].sort((one, other) => one - other)

/** New live comments in display order, without the reader's own and muted ones. */
async function newComments(deps: Deps, { viewer, mutes }: Reader, articleId: number, mark: Mark): Promise<NewRow[]> {
  const outside = (
    await commentsOutside(deps.db, [{ articleId, ranges: mark.seen, above: mark.base }], MAX_NEW_IN_THREAD)
  ).filter((row) => isNew(mark, row.number) && (viewer === null || row.account_id !== viewer.id))
  if (mutes.people.size === 0 && mutes.words === null) return outside
  const texts =
    mutes.words === null
      ? null
      : await commentHtmlByIds(
          deps.db,
          outside.map((row) => row.id),
        )
  const pause = createPause()
  const shown: NewRow[] = []
  for (const row of outside) {
    const html = texts === null ? {} : { html: texts.get(row.id) ?? '' }
    if (commentMuteReason(mutes, { nic: row.nic, ...html }) === null) shown.push(row)
    await pause()
  }
  return shown
}

const MAX_NEW_IN_THREAD = 20_000

/**
 * Numbers of unread comments by article, up to MAX_NEW_COUNT + 1. Articles that were never opened are missing.
 */
export async function unreadCounts(
  deps: Deps,
  reader: Reader,
  articles: readonly { id: number }[],
): Promise<ReadonlyMap<number, number>> {
  return countByArticle(await unreadRows(deps, reader, articles))
}

/** The same for articles whose marks are known already. */
export const unreadCountsSince = async (
  deps: Deps,
  reader: Pick<Reader, 'viewer' | 'mutes'>,
  marks: ReadonlyMap<number, Mark>,
): Promise<ReadonlyMap<number, number>> => countByArticle(await unreadSince(deps, reader, marks))

function countByArticle(rows: readonly OutsideRow[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { article_id } of rows) counts.set(article_id, (counts.get(article_id) ?? 0) + 1)
  return counts
}

/** The unread ones among comments of several threads. Threads that were never opened have none. */
export async function unreadInThread(
  deps: Deps,
  { viewer, marks }: Reader,
  rows: readonly { id: number; article_id: number; number: number; account_id: number | null }[],
): Promise<ReadonlySet<number>> {
  if (marks === null || rows.length === 0) return new Set()
  const now = deps.clock()
  const found = await marks.of([...new Set(rows.map((row) => row.article_id))])
  return new Set(
    rows.flatMap((row) => {
      const mark = found.get(row.article_id)
      return mark && (viewer === null || row.account_id !== viewer.id) && isUnread(markForLists(mark, now), row.number)
        ? [row.id]
        : []
    }),
  )
}

/** The first unread comment of a thread in display order. */
export const firstUnread = async (deps: Deps, reader: Reader, article: { id: number }): Promise<number | null> =>
  (await unreadRows(deps, reader, [article]))[0]?.id ?? null

async function unreadRows(deps: Deps, reader: Reader, articles: readonly { id: number }[]): Promise<OutsideRow[]> {
  if (reader.marks === null || articles.length === 0) return []
  return unreadSince(deps, reader, await reader.marks.of(articles.map((article) => article.id)))
}

/** @param marks of the articles */
async function unreadSince(
  deps: Deps,
  { viewer, mutes }: Pick<Reader, 'viewer' | 'mutes'>,
  marks: ReadonlyMap<number, Mark>,
): Promise<OutsideRow[]> {
  const now = deps.clock()
  const found = new Map([...marks].map(([id, mark]) => [id, markForLists(mark, now)]))
  if (found.size === 0) return []
  const rows = await commentsOutside(
    deps.db,
    [...found].map(([articleId, mark]) => ({
      articleId,
      ranges: unionRanges(mark.seen, mark.shown),
      above: mark.base,
    })),
    MAX_NEW_COUNT + 1,
  )
  const unread = rows.filter(
    (row) => isUnread(found.get(row.article_id)!, row.number) && (viewer === null || row.account_id !== viewer.id),
  )
  if (mutes.people.size === 0 && mutes.words === null) return unread
  const texts =
    mutes.words === null
      ? null
      : await commentHtmlByIds(
          deps.db,
          unread.map((row) => row.id),
        )
  return unread.filter(
    (row) =>
      commentMuteReason(mutes, { nic: row.nic, ...(texts === null ? {} : { html: texts.get(row.id) ?? '' }) }) === null,
  )
}

/** Prolongs the visit after writing or moderating, so that new comments are still marked afterwards. */
export async function touchReadMark(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  articleId: number,
): Promise<void> {
  const visitedAt = deps.clock()
  if (request.viewer === null) {
    const { marks } = await readerOf(deps, request, reply)
    const mark = (await marks?.of([articleId]))?.get(articleId)
    if (mark) marks!.keep(articleId, { ...mark, visitedAt })
    return
  }
  const { id } = request.viewer
  const stored = await markOf(deps.db, id, articleId)
  const moved = deps.marks.of(id).marks.get(articleId)
  const mark = stored === 'off' ? null : moved === undefined ? stored : moved
  if (mark !== null) deps.marks.keep(id, articleId, { ...mark, visitedAt })
}
