// Gathers what an article's page shows its reader.
import { readCommentForm } from '../../comments/posting/form-reading.ts'
import { type DoneAct, withFlash } from '../../comments/thread/flash-pages.ts'
import { unreadCounts } from '../../comments/thread/news-reading.ts'
import { readOwnThread } from '../../comments/thread/reading.ts'
import type { Deps } from '../../deps.ts'
import { hasNoMutes } from '../../mutes/rules.ts'
import { saveOf } from '../../saves/queries.ts'
import type { ThreadView } from '../../thread-view.ts'
import type { Head } from '../../web/head.ts'
import type { Reader } from '../../web/reader.ts'
import type { ArticleRow } from '../queries.ts'
import { type ArticlePage, articlePage, hasForm, relatedStories } from './article-pages.ts'
import { type ArticleBase, readArticleBase, readRelated, shownBeside } from './base-reading.ts'
import { articleMetadata } from './pages.ts'

export type CacheableArticle = {
  page: ArticlePage
  head: Omit<Head, 'canonical'>
  /** Unix milliseconds. */
  expires: number
  topics: string[]
}

/**
 * The page of an article; null when the thread has no such page.
 * @param act what a moderator has just done about a comment
 */
export async function readArticle(
  deps: Deps,
  row: ArticleRow,
  reader: Reader,
  view: ThreadView,
  pageNumber: number,
  act: DoneAct | null = null,
): Promise<CacheableArticle | null> {
  const base = await readArticleBase(deps, row, reader, view, pageNumber)
  if (base === null) return null
  const { thread, follow } = await readOwnThread(deps, base.thread, row, reader)
  const related = hasNoMutes(reader.mutes) ? base.related : await readRelated(deps, row, base.tags, reader)
  const fresh = await unreadCounts(
    deps,
    reader,
    shownBeside(related).map((id) => ({ id })),
  )
  const page = articlePage(base, reader, {
    ...relatedStories(related, fresh),
    thread: { ...thread, ...withFlash(thread.comments, act) },
    form: await readForm(deps, base, reader),
    follow,
    saved: await isSaved(deps, reader, row.id),
  })
  return { page, head: headOf(deps, base, page), expires: base.expires, topics: base.topics }
}

/** The form for a comment below the article; null where its reader cannot write. */
export const readForm = (deps: Deps, base: ArticleBase, reader: Reader): Promise<ArticlePage['form']> =>
  hasForm(base, reader)
    ? readCommentForm(deps, reader, {
        article: base.row,
        afterClosing: base.thread.state.closed,
        settings: base.thread.state,
      })
    : Promise.resolve(null)

async function isSaved({ db }: Deps, { viewer }: Reader, id: number): Promise<boolean> {
  const row = viewer === null ? undefined : await saveOf(db, viewer.id, { kind: 'article', id })
  return row !== undefined && row.removed_at === null
}

export const headOf = ({ config }: Deps, base: ArticleBase, page: ArticlePage): Omit<Head, 'canonical'> =>
  articleMetadata(
    {
      ...base.story,
      tags: base.tags,
      publishedAt: base.row.published_at,
      revisedAt: base.row.revised_at,
      commentCount: base.row.comment_count,
      comments: page.thread.comments,
    },
    { name: base.siteName, base: config.baseUrl },
  )
