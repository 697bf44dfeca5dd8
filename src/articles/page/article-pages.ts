// View model of an article's page: the story, related stories and the thread. Pure.
import type { CommentFormModel } from '../../comments/posting/pages.ts'
import { commentTally } from '../../comments/posting/pages.ts'
import type { Choices } from '../../comments/thread/choice-queries.ts'
import type { Thread } from '../../comments/thread/thread-pages.ts'
import { type FollowButtons, followButtons } from '../../inbox/pages.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { may } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import type { ArticleBase, RelatedRows } from './base-reading.ts'
import { type RelatedStory, relatedStory, type SeenStory, type StoryFields, seenStory } from './story-pages.ts'

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

const readMarkForm = (
  { marks, viewer }: Pick<Reader, 'marks' | 'viewer'>,
  articleId: number,
  href: string,
): ReadMarkForm =>
  marks !== null
    ? { kind: 'unread', action: urls.unreads(articleId) }
    : viewer === null
      ? { kind: 'remember', action: href }
      : { kind: 'none', action: '' }

/** What editors can do about the article, and moderators about its thread, as links. */
const staffLinks = (
  { viewer }: Pick<Reader, 'viewer'>,
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

/** The other stories of the page. @param fresh number of comments that are new to the reader, by article id */
export const relatedStories = (
  { also, seen, before, after }: RelatedRows,
  fresh: ReadonlyMap<number, number>,
): Pick<ArticlePage, 'also' | 'seen' | 'before' | 'after'> => ({
  also: also.map((other) => relatedStory(other, fresh)),
  seen: seen.map((other) => seenStory(other, fresh)),
  before: before ? relatedStory(before, fresh) : null,
  after: after ? relatedStory(after, fresh) : null,
})

/** The button that saves an article; null for guests, and where it is not published. */
export const saveButton = (
  { row }: Pick<ArticleBase, 'row'>,
  { viewer }: Pick<Reader, 'viewer'>,
  saved: boolean,
): ArticlePage['saving'] =>
  viewer === null || row.state !== 'published' ? null : { action: urls.articleSaves(row.id), saved }

/** Whether the reader may write in the thread; moderators also in a closed one. */
const verdictOf = (
  { thread, guests }: ArticleBase,
  { viewer }: Pick<Reader, 'viewer'>,
): ReturnType<typeof may.comment> => may.comment(viewer, thread.state, { guests })

/** Whether the page has a form for a comment. */
export function hasForm(base: ArticleBase, reader: Pick<Reader, 'viewer'>): boolean {
  const verdict = verdictOf(base, reader)
  return verdict !== 'threadClosed' && verdict !== 'staffThread' && base.row.state === 'published'
}

/** How often a member who cannot write here has written elsewhere; null where there is a form. */
export const closedTally = (base: ArticleBase, { viewer }: Pick<Reader, 'viewer'>): ArticlePage['tally'] =>
  viewer === null || verdictOf(base, { viewer }) === null ? null : commentTally(viewer.commentCount, base.siteName)

type OwnParts = Pick<ArticlePage, 'also' | 'seen' | 'before' | 'after' | 'thread' | 'form'> & {
  follow: Choices['follow']
  saved: boolean
}

/** @param own what is the reader's own, and the thread as they see it */
export function articlePage(
  base: ArticleBase,
  reader: Pick<Reader, 'viewer' | 'marks'>,
  { follow, saved, ...own }: OwnParts,
): ArticlePage {
  const { row, story, thread } = base
  const { viewer } = reader
  return {
    ...story,
    ...own,
    marking: readMarkForm(reader, row.id, story.permalink),
    following: viewer === null ? null : followButtons(row.id, follow),
    saving: saveButton(base, reader, saved),
    tally: closedTally(base, reader),
    correct: urls.correct(row.id),
    ...staffLinks(reader, row.id, thread.state.closed),
    unpublished: base.unpublished,
    edit: may.edit(viewer) === null ? urls.deskItem(row.id) : '',
    notice: row.notice_html === null ? null : storedHtml(row.notice_html),
    summary: thread.state.closed ? (row.close_summary ?? '') : '',
  }
}
