// Gathers what an article's page shows: the story, its neighbours and its argument.

import type { CommentFormModel } from '../../comments/posting/pages.ts'
import { commentForm, tally } from '../../comments/posting/pages.ts'
import { unreadCounts } from '../../comments/thread/news-reading.ts'
import { readThread, type Thread } from '../../comments/thread/reading.ts'
import type { ThreadState } from '../../comments/thread/rules.ts'
import type { Deps } from '../../deps.ts'
import { type Picture, pictureOf, type Story } from '../../editions/pages.ts'
import { commentCount, count, longDay, type Moment, momentOn } from '../../format.ts'
import { type FollowButtons, followButtons } from '../../inbox/pages.ts'
import { followingOf } from '../../inbox/queries.ts'
import { newCommentsLink } from '../../marks/pages.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { readingMinutes } from '../../markup/text.ts'
import { mutedArticles } from '../../mutes/reading.ts'
import { hasNoMutes } from '../../mutes/rules.ts'
import { may } from '../../permissions.ts'
import type { ThreadView } from '../../thread-view.ts'
import { addDays, momentOf, nextMidnight } from '../../time.ts'
import { urls } from '../../urls.ts'
import { topic } from '../../web/cache.ts'
import type { Head } from '../../web/head.ts'
import type { Reader } from '../../web/reader.ts'
import * as queries from '../queries.ts'
import { visibleLede } from '../rules.ts'
import { articleMetadata } from './pages.ts'

export type RelatedStory = Pick<Story, 'href' | 'headline' | 'count' | 'countHref' | 'news'>

export type ArticlePage = {
  id: number
  section: string
  sectionHref: string
  day: string
  dayText: string
  dayHref: string
  headline: string
  lede: string
  by: string
  byHref: string
  byMark: string
  time: Moment
  revised: string
  source: { href: string; name: string; host: string; hostHref: string } | null
  read: string
  length: string
  tags: { href: string; text: string }[]
  commentsText: string
  permalink: string
  /** The same in full and as short as it gets, to be handed on, read out or typed off paper. */
  short: { host: string; path: string }
  mailto: string
  picture: Picture | null
  text: SafeHtml
  /** ` drop` when the body opens with a paragraph long enough for an initial. */
  drop: string
  also: RelatedStory[]
  before: RelatedStory | null
  after: RelatedStory | null
  thread: Thread
  marking: ReadMarkForm
  following: FollowButtons
  form: CommentFormModel | null
  tally: CommentFormModel['tally']
  /** Forms for moderators under the thread. */
  close: { href: string; text: string } | null
  manage: string
  /** What moderators say above the thread, and what came of it once it has closed. */
  notice: SafeHtml | null
  summary: string
}

/** A first paragraph shorter than this many characters bears no initial. */
const DROP_CAP_CHARACTERS = 200

const hasLongOpening = (html: string): boolean => {
  const first = /^<p>(?=[^\s<])/.test(html) ? html.slice(3, html.indexOf('</p>')) : ''
  return first.replace(/<[^>]*>/g, '').length >= DROP_CAP_CHARACTERS
}

type RelatedRow = { id: number; slug: string; headline: string; comment_count?: number }

const relatedStory = (row: RelatedRow | undefined, fresh: ReadonlyMap<number, number>): RelatedStory | null => {
  if (!row) return null
  const href = urls.article(row)
  return {
    href,
    headline: row.headline,
    count: commentCount(row.comment_count ?? 0),
    countHref: `${href}#comments`,
    news: newCommentsLink(row, href, fresh),
  }
}

/** What a reader can do about marks: undo this visit, or let a browser without an account remember. */
export type ReadMarkForm = { kind: 'unread' | 'remember' | 'none'; action: string }

export type CacheableArticle = {
  page: ArticlePage
  head: Omit<Head, 'canonical'>
  state: ThreadState
  expires: number /** What the page shows: the article, those whose comments it counts, those that branches were moved to, and how long guests wait. */
  topics: string[]
}

/** Null when the thread has no such page. */
export async function readArticle(
  deps: Deps,
  row: queries.ArticleRow,
  reader: Reader,
  view: ThreadView,
  pageNumber: number,
): Promise<CacheableArticle | null> {
  const { db, config } = deps
  const { viewer } = reader
  const { siteName } = deps.settings()
  const found = await readThread(deps, row, reader, view, pageNumber)
  if (found === null) return null
  const now = deps.clock()
  const zone = deps.settings().timeZone
  const beside = await queries.adjacentArticles(db, row)
  const others = await queries.alsoInSection(
    db,
    row,
    momentOf(addDays(row.day, 1), '00:00', zone),
    hasNoMutes(reader.mutes) ? 3 : 20,
  )
  const muted = await mutedArticles(
    db,
    reader.mutes,
    [beside.before, beside.after, ...others].flatMap((other) => other?.id ?? []),
  )
  const [before, after] = [beside.before, beside.after].map((other) =>
    other && muted.has(other.id) ? undefined : other,
  )
  const also = others.filter((other) => !muted.has(other.id)).slice(0, 3)
  const fresh = await unreadCounts(deps, reader, also)
  const href = urls.article(row)
  const writes = may.comment(viewer, found.state, deps.settings())
  const closesAt = found.state.closed ? null : found.state.closesAt
  const tags = await queries.tagsOf(db, row.id)
  const byHref = row.account_nic === null ? '' : urls.person(row.account_nic)
  const picture = pictureOf(row)
  const facts = {
    id: row.id,
    headline: row.headline,
    by: row.nic,
    byHref,
    section: row.section,
    tags,
    picture,
    permalink: href,
    publishedAt: row.published_at,
    revisedAt: row.revised_at,
    commentCount: row.comment_count,
    comments: found.thread.comments,
  }
  return {
    head: articleMetadata(facts, { name: siteName, base: config.baseUrl }),
    state: found.state,
    expires: Math.min(
      nextMidnight(now, zone),
      closesAt ?? Infinity,
      found.state.closed ? (row.closed_until ?? Infinity) : Infinity,
    ),
    topics: [topic.waits, ...[row.id, ...also.map(({ id }) => id), ...found.names].map(topic.article)],
    page: {
      id: row.id,
      section: row.section,
      sectionHref: urls.section(row.section_slug),
      day: row.day,
      dayText: longDay(row.day),
      dayHref: urls.edition(row.day),
      headline: row.headline,
      lede: visibleLede(row),
      by: row.nic,
      byHref,
      byMark:
        row.account_nic === null
          ? 'guest'
          : row.account_role === 'moderator' || row.account_role === 'admin'
            ? 'reg mod'
            : 'reg',
      time: momentOn(row.day, row.published_at, reader.dates),
      revised: row.revised_at === null ? '' : `, edited ${momentOn(row.day, row.revised_at, reader.dates).text}`,
      source:
        row.source_url === null
          ? null
          : {
              href: row.source_url,
              name: row.source_name ?? row.source_host ?? row.source_url,
              host: row.source_host ?? '',
              hostHref: row.source_host === null ? '' : urls.source(row.source_host),
            },
      read: row.view_count === 0 ? 'not yet' : row.view_count === 1 ? 'once' : `${count(row.view_count, 'time')}`,
      length: row.word_count > 0 ? `${count(readingMinutes(row.word_count), 'minute')}` : '',
      tags: tags.map((text) => ({ href: urls.tag(text), text })),
      commentsText: commentCount(row.comment_count),
      permalink: href,
      short: { host: config.baseUrl, path: urls.articleById(row.id) },
      mailto: `mailto:?subject=${encodeURIComponent(row.headline)}&body=${encodeURIComponent(`${config.baseUrl}${href}`)}`,
      picture,
      text: storedHtml(row.body_html),
      drop: hasLongOpening(row.body_html) ? ' drop' : '',
      also: also.flatMap((other) => relatedStory(other, fresh) ?? []),
      before: relatedStory(before, fresh),
      after: relatedStory(after, fresh),
      thread: found.thread,
      marking:
        reader.marks !== null
          ? { kind: 'unread', action: urls.unreads(row.id) }
          : viewer === null
            ? { kind: 'remember', action: href }
            : { kind: 'none', action: '' },
      following: viewer === null ? null : followButtons(row.id, await followingOf(db, viewer.id, row.id)),
      form:
        writes === 'threadClosed' || writes === 'staffThread'
          ? null
          : await commentForm(deps, reader, { article: row, afterClosing: found.state.closed, ways: found.state }),
      tally: viewer === null || writes === null ? null : tally(viewer.commentCount, siteName),
      manage: may.manage(viewer) !== null ? '' : urls.thread(row.id),
      notice: row.notice_html === null ? null : storedHtml(row.notice_html),
      summary: found.state.closed ? (row.close_summary ?? '') : '',
      close:
        may.close(viewer) !== null
          ? null
          : found.state.closed
            ? { href: urls.reopenings(row.id), text: 'Reopen this thread' }
            : { href: urls.closures(row.id), text: 'Close this thread' },
    },
  }
}
