// How much somebody may write: their pace, the links of newcomers, and no text twice. Told before writing where it can be.

import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { textKey } from '../../filters/normalize.ts'
import { countLiveOfAccount, countLiveOfGuest } from '../../filters/queries.ts'
import { count } from '../../format.ts'
import { findLinks, isForeign } from '../../markup/links.ts'
import { atLeast, isGuest, type Writer } from '../../permissions.ts'
import { newcomers, personPaces, repeats } from '../../settings.ts'
import { MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { guestOfComment } from '../receipts/queries.ts'
import { linksFault, withinLimit } from '../thread/rules.ts'
import { lastIn, textsOf, timesOf } from './limit-queries.ts'

const longest = Math.max(...personPaces.map(({ window }) => window))

const known = (writer: Writer): number | string => (isGuest(writer) ? writer.key : writer.id)

const waitWords = (seconds: number): string =>
  seconds > 5400
    ? count(Math.ceil(seconds / 3600), 'hour')
    : seconds > 90
      ? count(Math.ceil(seconds / 60), 'minute')
      : count(seconds, 'second')

/** That somebody has to wait before they can post, in a sentence and in seconds; null when they need not. */
async function waitOf(
  deps: Pick<Deps, 'config' | 'clock'>,
  db: Db,
  writer: Writer,
  articleId: number | null,
  slow: number | null,
): Promise<{ sentence: string; seconds: number } | null> {
  if (!isGuest(writer) && atLeast(writer, 'moderator')) return null
  const now = deps.clock()
  const last = slow === null || articleId === null ? undefined : await lastIn(db, known(writer), articleId)
  if (last !== undefined && now < last + slow! * MINUTE) {
    const seconds = Math.ceil((last + slow! * MINUTE - now) / 1000)
    return {
      sentence: `This thread is slow: one comment each in ${count(slow!, 'minute')}. Your next one can be posted in ${waitWords(seconds)}.`,
      seconds,
    }
  }
  if (!deps.config.rateLimits) return null
  const broken = withinLimit(await timesOf(db, known(writer), now - longest), personPaces, now)
  if (broken === null) return null
  const {
    pace: { max, window },
    seconds,
  } = broken
  return {
    sentence: `You have written ${max} comments within ${window > 3_600_000 ? 'a day' : count(window / 60_000, 'minute')}. The next one can be posted in ${waitWords(seconds)}.`,
    seconds,
  }
}

/** @throws AppError `tooOften` when somebody has written too much lately */
export async function keepPace(
  deps: Pick<Deps, 'config' | 'clock'>,
  db: Db,
  writer: Writer,
  articleId: number,
  slow: number | null,
): Promise<void> {
  const wait = await waitOf(deps, db, writer, articleId, slow)
  if (wait !== null)
    throw new AppError('tooOften', wait.sentence, wait.seconds, [
      { href: urls.drafts, text: 'Your drafts' },
      { href: urls.articleById(articleId), text: 'Back to the article' },
    ])
}

/** Counts links in rendered HTML that lead to other sites; our own address written out is not one. */
const countForeignLinks = ({ config }: Pick<Deps, 'config'>, html: string): number =>
  findLinks(html).filter(
    ({ href }) => isForeign(href) && href !== config.baseUrl && !href.startsWith(`${config.baseUrl}/`),
  ).length

/** What is wrong with how often a text was posted, or with its links, beside the field; null when nothing is. */
export async function textFault(
  deps: Pick<Deps, 'clock' | 'config'>,
  db: Db,
  writer: Writer,
  text: { source: string; html: string },
): Promise<string | null> {
  if (!isGuest(writer) && atLeast(writer, 'moderator')) return null
  const links = linksFault(
    countForeignLinks(deps, text.html),
    isGuest(writer) ? await countLiveOfGuest(db, writer.key) : await countLiveOfAccount(db, writer.id),
  )
  if (links !== null) return links
  const key = textKey(text.source)
  if (key === null) return null
  const before = await textsOf(db, known(writer), deps.clock() - repeats.within)
  return !before.some((source) => textKey(source) === key)
    ? null
    : 'You have posted the very same text within a day. Once is enough, in one thread.'
}

/** The same of a text that takes the place of another: its links, as whoever wrote the comment may put them in. */
export async function editFault(
  deps: Pick<Deps, 'config'>,
  db: Db,
  comment: { id: number; account_id: number | null; html: string },
  html: string,
): Promise<string | null> {
  // What was there before is not made worse.
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

/** What has to be known before writing: that one has to wait, and how many links a newcomer's comment has. */
export async function limitNotes(
  deps: Deps,
  writer: Writer | null,
  articleId: number,
  slow: number | null,
): Promise<string[]> {
  const wait = writer === null ? null : await waitOf(deps, deps.db, writer, articleId, slow)
  const standing =
    writer === null ? 0 : isGuest(writer) ? await countLiveOfGuest(deps.db, writer.key) : writer.commentCount
  const staff = writer !== null && !isGuest(writer) && atLeast(writer, 'moderator')
  return [
    ...(wait === null ? [] : [wait.sentence]),
    ...(standing >= newcomers.comments || staff
      ? []
      : [`Your first comments have at most ${newcomers.links} links each.`]),
  ]
}
