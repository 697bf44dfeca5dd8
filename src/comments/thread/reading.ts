// Gathers what a page of a thread shows its reader.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { plainView, type ThreadView } from '../../thread-view.ts'
import type { Reader } from '../../web/reader.ts'
import { placeComments, readBaseContext, readMissingParents, type ThreadBase } from './base-reading.ts'
import { type Choices, choicesIn, noChoices } from './choice-queries.ts'
import type { ThreadContext } from './context-pages.ts'
import { foldsOf, withoutLow } from './fold-rules.ts'
import { readNews } from './news-reading.ts'
import type { News } from './news-rules.ts'
import { noOwnHidden, type OwnHidden, readOwnHidden } from './own-hidden-reading.ts'
import { placedComment } from './pages.ts'
import type { CommentRow } from './queries.ts'
import { joinedComments, type Thread, threadPage } from './thread-pages.ts'

/** What a reader has of their own in a thread. */
export type OwnFacts = { choices: Choices; news: News | null; waiting: OwnHidden['notes'] }

/** Adds what is a reader's own to the facts of a page. @param rows of the page */
export const ownContext = (
  base: ThreadContext,
  { viewer, mutes }: Pick<Reader, 'viewer' | 'mutes'>,
  { choices, news, waiting }: OwnFacts,
  rows: readonly CommentRow[],
): ThreadContext => {
  const isRead = news?.isRead ?? base.isRead
  return {
    ...base,
    ...choices,
    viewer,
    mutes,
    waiting,
    news: news?.ids ?? base.news,
    isRead,
    folds: foldsOf(rows, base.view, { viewer, isRead, ...choices }),
  }
}

const readChoices = ({ db }: Deps, { viewer }: Reader, articleId: number): Promise<Choices> =>
  viewer === null ? Promise.resolve(noChoices) : choicesIn(db, viewer.id, articleId)

/** The facts of comments that are not a whole page of a thread. */
export async function readContext(
  deps: Deps,
  article: ArticleRow,
  reader: Reader,
  rows: readonly CommentRow[],
  view: ThreadView = plainView('threaded'),
  news: News | null = null,
): Promise<ThreadContext> {
  const base = await readBaseContext(deps, article, reader, rows, view)
  const choices = await readChoices(deps, reader, article.id)
  return ownContext(base, reader, { choices, news, waiting: new Map() }, rows)
}

/** Reads what a reader has of their own in a thread, and lays its page out for them. */
export async function readOwnThread(
  deps: Deps,
  base: ThreadBase,
  article: ArticleRow,
  reader: Reader,
): Promise<{ thread: Thread; follow: Choices['follow'] }> {
  const { view } = base
  const news = await readNews(deps, reader, article, base.shown)
  const own = view.featured ? noOwnHidden : await readOwnHidden(deps, article.id, reader)
  const choices = await readChoices(deps, reader, article.id)
  const viewerId = reader.viewer?.id ?? null
  const { rows, hidden } = withoutLow(base.rows, view, viewerId)
  const tops = base.tops === null ? null : withoutLow(base.tops, view, viewerId).rows
  const all = [...rows, ...own.rows]
  const context = ownContext(base.context, reader, { choices, news, waiting: own.notes }, all)
  if (own.rows.length > 0) context.parents = await readMissingParents(deps, all)
  const models = placeComments({ rows, tops }, own.rows, view).map((placed) => placedComment(placed, context))
  const bars = base.bars.length === 0 ? base.bars : rows
  return {
    follow: choices.follow,
    thread: threadPage({ ...base, bars }, article, joinedComments(models, { context, news }), {
      context,
      news,
      hidden,
    }),
  }
}

/** Articles that pointers on the page name. */
export const namesOf = ({ found }: Pick<ThreadBase, 'found'>): number[] =>
  found.rows.flatMap(({ pointer }) => (pointer === undefined ? [] : [pointer.to_article_id, pointer.now_id]))
