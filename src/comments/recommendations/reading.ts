// Gathers the page on which the writer of a comment sees who recommends it.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { fillPage } from '../../mutes/reading.ts'
import { commentMuteReason } from '../../mutes/rules.ts'
import type { Reader } from '../../web/reader.ts'
import type { CommentRow } from '../thread/queries.ts'
import { type RecommendersPage, recommendersPage } from './pages.ts'
import { type RecommenderRow, recommendersOf } from './queries.ts'
import type { parseRecommendationKey } from './rules.ts'

const RECOMMENDERS_PER_PAGE = 50

/** @param before the key of the row above the page; null for the first page */
export async function readRecommenders(
  deps: Deps,
  article: ArticleRow,
  comment: CommentRow,
  reader: Reader,
  before: Exclude<ReturnType<typeof parseRecommendationKey>, undefined>,
): Promise<RecommendersPage> {
  let hides = false
  const found = await fillPage<RecommenderRow>(
    RECOMMENDERS_PER_PAGE,
    (row, limit) =>
      recommendersOf(deps.db, comment.id, row === null ? before : { at: row.created_at, id: row.id }, limit),
    async (rows) => {
      const kept = rows.filter((row) => commentMuteReason(reader.mutes, row) === null)
      hides ||= kept.length < rows.length
      return kept
    },
  )
  return recommendersPage(article, comment, found, { before, hides, now: deps.clock(), dates: reader.dates })
}
