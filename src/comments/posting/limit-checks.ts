// Limits of one writer: rate limits, slow mode, links of newcomers, repeated texts.
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { textKey } from '../../filters/normalize.ts'
import { countLiveOfAccount, countLiveOfGuest } from '../../filters/queries.ts'
import { count } from '../../format.ts'
import { sortable, subscriberRange } from '../../ip-ranges.ts'
import { findLinks, isForeign } from '../../markup/links.ts'
import { atLeast, isGuest, type Writer } from '../../permissions.ts'
import { shortHash } from '../../random.ts'
import { newcomers, personRateLimits, repeatedText } from '../../settings.ts'
import { isInWindow, MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { guestOfComment } from '../receipts/queries.ts'
import { exceededLimit, linksFault } from '../thread/rules.ts'
import { hasPosted, lastCommentTime, lastCommentTimeFrom, recentTimes, textsLike } from './limit-queries.ts'

const LONGEST_WINDOW_MS = Math.max(...personRateLimits.map(({ window }) => window))

const writerId = (writer: Writer): number | string => (isGuest(writer) ? writer.key : writer.id)

/** Rounds up, so that a retry after the wait succeeds. */
export const formatWait = (seconds: number): string =>
  seconds > 5400
    ? count(Math.ceil(seconds / 3600), 'hour')
    : seconds > 90
      ? count(Math.ceil(seconds / 60), 'minute')
      : count(seconds, 'second')

/**
 * Time of a writer's last comment in a thread. A guest who has never posted may be one who has thrown the key away: then
 * the network's last one counts.
 */
async function lastTimeInThread(
  db: Db,
  writer: Writer,
  articleId: number,
  ip: string | null,
): Promise<number | undefined> {
  const address = isGuest(writer) && ip !== null && !(await hasPosted(db, writer.key)) ? sortable(ip) : null
  return address === null
    ? lastCommentTime(db, writerId(writer), articleId)
    : lastCommentTimeFrom(db, subscriberRange(address), articleId)
}

/** How long a writer has to wait before the next comment; null if not at all. Moderators never wait. */
async function requiredWait(
  deps: Pick<Deps, 'config' | 'clock'>,
  db: Db,
  writer: Writer,
  articleId: number | null,
  slow: number | null,
  ip: string | null,
): Promise<{ sentence: string; seconds: number } | null> {
  if (!isGuest(writer) && atLeast(writer, 'moderator')) return null
  const now = deps.clock()
  const last = slow === null || articleId === null ? undefined : await lastTimeInThread(db, writer, articleId, ip)
  if (last !== undefined && isInWindow(last, now, slow! * MINUTE)) {
    const seconds = Math.ceil((last + slow! * MINUTE - now) / 1000)
    return {
      sentence: `Slow mode: one comment every ${count(slow!, 'minute')}. You can post the next one in ${formatWait(seconds)}.`,
      seconds,
    }
  }
  if (!deps.config.rateLimits) return null
  const times = await recentTimes(db, writerId(writer), now - LONGEST_WINDOW_MS)
  const exceeded = exceededLimit(times, personRateLimits, now)
  if (exceeded === null) return null
  const {
    limit: { max, window },
    seconds,
  } = exceeded
  return {
    sentence: `You have posted ${max} comments within ${window > 3_600_000 ? 'a day' : count(window / 60_000, 'minute')}. You can post the next one in ${formatWait(seconds)}.`,
    seconds,
  }
}

/** @throws AppError `tooOften` while the writer has to wait */
export async function enforceWriterLimits(
  deps: Pick<Deps, 'config' | 'clock'>,
  db: Db,
  writer: Writer,
  articleId: number,
  slow: number | null,
  ip: string | null,
): Promise<void> {
  const wait = await requiredWait(deps, db, writer, articleId, slow, ip)
  if (wait !== null)
    throw new AppError('tooOften', wait.sentence, wait.seconds, [
      { href: urls.drafts, text: 'Your drafts' },
      { href: urls.articleById(articleId), text: 'Back to the article' },
    ])
}

/** Counts the links to other sites in rendered HTML. The site's own address written out is not one. */
const countForeignLinks = ({ config }: Pick<Deps, 'config'>, html: string): number =>
  findLinks(html).filter(
    ({ href }) => isForeign(href) && href !== config.baseUrl && !href.startsWith(`${config.baseUrl}/`),
  ).length

/** The fault of a new text that has too many links for a newcomer, or was posted before; null otherwise. */
export async function textFault(
  deps: Pick<Deps, 'clock' | 'config'>,
  db: Db,
  writer: Writer,
  text: { source: string; html: string },
): Promise<string | null> {
  if (!isGuest(writer) && atLeast(writer, 'moderator')) return null
  const foreign = countForeignLinks(deps, text.html)
  const links =
    foreign <= newcomers.links
      ? null
      : linksFault(
          foreign,
          isGuest(writer) ? await countLiveOfGuest(db, writer.key) : await countLiveOfAccount(db, writer.id),
        )
  if (links !== null) return links
  const key = textKey(text.source)
  if (key === null) return null
  const alike = await textsLike(db, writerId(writer), deps.clock() - repeatedText.windowMs, shortHash(key))
  return !alike.some((source) => textKey(source) === key)
    ? null
    : 'You have posted the same text within a day. Once is enough, in one thread.'
}

/** The fault of an edit that adds too many links for a newcomer; null otherwise. */
export async function editFault(
  deps: Pick<Deps, 'config'>,
  db: Db,
  comment: { id: number; account_id: number | null; html: string },
  html: string,
): Promise<string | null> {
  // Links that the comment has already are not counted against the edit.
  const links = countForeignLinks(deps, html)
  if (links <= countForeignLinks(deps, comment.html)) return null
  const guest = comment.account_id === null ? await guestOfComment(db, comment.id) : undefined
  return linksFault(
    links,
    comment.account_id !== null
      ? await countLiveOfAccount(db, comment.account_id)
      : guest === undefined
        ? 0
        : await countLiveOfGuest(db, guest),
  )
}

/** Hints above the text: the wait before the next comment, and the links of a newcomer's. `waits`: the clock changes them. */
export async function limitNotes(
  deps: Deps,
  writer: Writer | null,
  articleId: number,
  slow: number | null,
): Promise<{ notes: string[]; waits: boolean }> {
  const wait = writer === null ? null : await requiredWait(deps, deps.db, writer, articleId, slow, null)
  const standing =
    writer === null ? 0 : isGuest(writer) ? await countLiveOfGuest(deps.db, writer.key) : writer.commentCount
  const staff = writer !== null && !isGuest(writer) && atLeast(writer, 'moderator')
  const notes = [
    ...(wait === null ? [] : [wait.sentence]),
    ...(standing >= newcomers.comments || staff
      ? []
      : [`New here? Your first comments can have up to ${newcomers.links} links.`]),
  ]
  return { notes, waits: wait !== null }
}
