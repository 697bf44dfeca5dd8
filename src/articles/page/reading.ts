// Gathers what an article's page shows: the story, related stories and the thread.

import { readCommentForm } from '../../comments/posting/form-reading.ts'
import type { CommentFormModel } from '../../comments/posting/pages.ts'
import { commentTally } from '../../comments/posting/pages.ts'
import { type DoneAct, withFlash } from '../../comments/thread/flash-pages.ts'
import { unreadCounts } from '../../comments/thread/news-reading.ts'
import { readThread } from '../../comments/thread/reading.ts'
import { nextThreadChange, type ThreadSettings, type ThreadState } from '../../comments/thread/rules.ts'
import type { Thread } from '../../comments/thread/thread-pages.ts'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { asSentence } from '../../format.ts'
import { type FollowButtons, followButtons } from '../../inbox/pages.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { mutedArticles } from '../../mutes/reading.ts'
import { hasNoMutes } from '../../mutes/rules.ts'
import { may } from '../../permissions.ts'
import { saveOf } from '../../saves/queries.ts'
import type { ThreadView } from '../../thread-view.ts'
import { addDays, momentOf, nextMidnight } from '../../time.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import type { Head } from '../../web/head.ts'
import type { Reader } from '../../web/reader.ts'
import { addressKey, hostKey } from '../address-key.ts'
import * as queries from '../queries.ts'
import { articleMetadata } from './pages.ts'
import { type SeenRow, seenBefore, seenReasons } from './seen-queries.ts'
import {
  type RelatedStory,
  relatedStory,
  type SeenStory,
  type StoryFields,
  seenStory,
  storyFields,
} from './story-pages.ts'

export type ArticlePage = StoryFields & {
  also: RelatedStory[]
  seen: SeenStory[]
  before: RelatedStory | null
  after: RelatedStory | null
  thread: Thread
  marking: ReadMarkForm
  following: FollowButtons
  /** The address of a member's note on the article, and whether they have saved it; null for others. */
  saving: { action: string; saved: boolean } | null
  form: CommentFormModel | null
  tally: CommentFormModel['tally']
  /** What editors read above an article that was unpublished; empty for others. */
  unpublished: string
  /** Where editors decide about the article; empty for others. */
  edit: string
  /** Links for moderators. */
  close: { href: string; text: string } | null
  manage: string
  /** The form in which editors change it; empty for others. */
  revise: string
  /** The form of a correction. */
  correct: string
  /** The moderators' notice above the thread, and their summary of a closed one. */
  notice: SafeHtml | null
  summary: string
}

/** The form for read marks: mark the thread as unread, or let a browser without an account remember what is new. */
export type ReadMarkForm = { kind: 'unread' | 'remember' | 'none'; action: string }

export type CacheableArticle = {
  page: ArticlePage
  head: Omit<Head, 'canonical'>
  state: ThreadState
  /** Unix milliseconds. */
  expires: number
  /** Topics that the page shows: the article, related articles, targets of moved branches, and the usual wait of guests. */
  topics: string[]
}

type RelatedRows = {
  before: { id: number; slug: string; headline: string } | undefined
  after: { id: number; slug: string; headline: string } | undefined
  also: Awaited<ReturnType<typeof queries.alsoInSection>>
  seen: SeenRow[]
}

/** Other articles of the section, and articles seen before, that the page shows; and those that are read if some are muted. */
const RELATED_ARTICLES = 3
const SEEN_ARTICLES = 5
const READ_WITH_MUTES = 20

/** The previous and next article of the edition, others of the section, and those seen before, muted ones left out. */
async function readRelated(
  deps: Deps,
  row: queries.ArticleRow,
  tags: readonly string[],
  { mutes }: Reader,
): Promise<RelatedRows> {
  const { db, config } = deps
  const limit = (shown: number): number => (hasNoMutes(mutes) ? shown : READ_WITH_MUTES)
  const { before, after } = await queries.adjacentArticles(db, row)
  const endOfDay = momentOf(addDays(row.day, 1), '00:00', deps.settings().timeZone)
  const also = await queries.alsoInSection(db, row, endOfDay, limit(RELATED_ARTICLES))
  const source = row.source_url === null ? null : addressKey(row.source_url)
  const seen = await seenBefore(
    db,
    {
      id: row.id,
      published_at: row.published_at,
      sourceKey: source === null || source.isFront ? null : source.key,
      host: hostKey(new URL(config.baseUrl)),
      tags,
    },
    limit(SEEN_ARTICLES + RELATED_ARTICLES),
  )
  const muted = await mutedArticles(
    db,
    mutes,
    [before, after, ...also, ...seen].flatMap((other) => other?.id ?? []),
  )
  const unmuted = <R extends { id: number }>(rows: readonly R[], shown: number): R[] =>
    rows.filter((other) => !muted.has(other.id)).slice(0, shown)
  const others = unmuted(also, RELATED_ARTICLES)
  const listed = new Set(others.map(({ id }) => id))
  return {
    before: before && muted.has(before.id) ? undefined : before,
    after: after && muted.has(after.id) ? undefined : after,
    also: others,
    // An article that the page lists already is listed again only for a better reason than its tags.
    seen: unmuted(
      seen.filter(({ id, reason }) => !listed.has(id) || seenReasons[reason] !== 'tags'),
      SEEN_ARTICLES,
    ),
  }
}

const readMarkForm = ({ marks, viewer }: Reader, articleId: number, href: string): ReadMarkForm =>
  marks !== null
    ? { kind: 'unread', action: urls.unreads(articleId) }
    : viewer === null
      ? { kind: 'remember', action: href }
      : { kind: 'none', action: '' }

/** What editors can do about the article, and moderators about its thread, as links. */
const staffLinks = (
  { viewer }: Reader,
  articleId: number,
  closed: boolean,
): Pick<ArticlePage, 'close' | 'manage' | 'revise'> => ({
  revise: may.edit(viewer) !== null ? '' : urls.revisions(articleId),
  manage: may.manage(viewer) !== null ? '' : urls.thread(articleId),
  close:
    may.close(viewer) !== null
      ? null
      : closed
        ? { href: urls.reopenings(articleId), text: 'Reopen this thread' }
        : { href: urls.closures(articleId), text: 'Close this thread' },
})

/** The button that saves an article; null for guests, and where it is not published. */
async function saveButton(
  db: Db,
  { id, state }: queries.ArticleRow,
  { viewer }: Reader,
): Promise<ArticlePage['saving']> {
  if (viewer === null || state !== 'published') return null
  const row = await saveOf(db, viewer.id, { kind: 'article', id })
  return { action: urls.articleSaves(id), saved: row !== undefined && row.removed_at === null }
}

async function unpublishedSentence(db: Db, id: number): Promise<string> {
  const absence = await queries.articleAbsence(db, id)
  return `Unpublished by ${absence?.by ?? 'an editor'}. ${absence?.reason ? `Reason: ${asSentence(absence.reason)} ` : ''}Only editors can read this page.`
}

/** When the page expires: at the next midnight, or earlier when the thread closes or reopens, or a hold ends. */
const expiryOf = (thread: ThreadState & ThreadSettings, now: number, zone: string): number =>
  Math.min(nextMidnight(now, zone), nextThreadChange(thread) ?? Infinity)

/**
 * The page of an article; null when the thread has no such page.
 * @param act what a moderator has just done about a comment
 */
export async function readArticle(
  deps: Deps,
  row: queries.ArticleRow,
  reader: Reader,
  view: ThreadView,
  pageNumber: number,
  act: DoneAct | null = null,
): Promise<CacheableArticle | null> {
  const { db, config } = deps
  const { viewer } = reader
  const { siteName, timeZone } = deps.settings()
  const read = await readThread(deps, row, reader, view, pageNumber)
  if (read === null) return null
  const { thread, state } = read
  const tags = await queries.tagsOf(db, row.id)
  const related = await readRelated(deps, row, tags, reader)
  const shown = [...related.also, ...related.seen]
  const fresh = await unreadCounts(deps, reader, shown)
  const permission = may.comment(viewer, state, deps.settings())
  const merged = row.has_merged === 0 ? [] : await queries.mergedWriters(db, row.id)
  const story = storyFields(row, tags, merged, reader.dates, config.baseUrl)
  const facts = {
    ...story,
    tags,
    publishedAt: row.published_at,
    revisedAt: row.revised_at,
    commentCount: row.comment_count,
    comments: thread.comments,
  }
  return {
    head: articleMetadata(facts, { name: siteName, base: config.baseUrl }),
    state,
    expires: expiryOf(state, deps.clock(), timeZone),
    topics: [
      topic.waits,
      topic.edition(row.day),
      topic.section(row.section_id),
      ...[row.id, ...shown.map(({ id }) => id), ...read.names].map(topic.article),
    ],
    page: {
      ...story,
      also: related.also.map((other) => relatedStory(other, fresh)),
      seen: related.seen.map((other) => seenStory(other, fresh)),
      before: related.before ? relatedStory(related.before, fresh) : null,
      after: related.after ? relatedStory(related.after, fresh) : null,
      thread: { ...thread, ...withFlash(thread.comments, act) },
      marking: readMarkForm(reader, row.id, story.permalink),
      following: viewer === null ? null : followButtons(row.id, read.follow),
      saving: await saveButton(db, row, reader),
      form:
        permission === 'threadClosed' || permission === 'staffThread' || row.state !== 'published'
          ? null
          : await readCommentForm(deps, reader, { article: row, afterClosing: state.closed, settings: state }),
      tally: viewer === null || permission === null ? null : commentTally(viewer.commentCount, siteName),
      correct: urls.correct(row.id),
      ...staffLinks(reader, row.id, state.closed),
      unpublished: row.state === 'published' ? '' : await unpublishedSentence(db, row.id),
      edit: may.edit(viewer) === null ? urls.deskItem(row.id) : '',
      notice: row.notice_html === null ? null : storedHtml(row.notice_html),
      summary: state.closed ? (row.close_summary ?? '') : '',
    },
  }
}
