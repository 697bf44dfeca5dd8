// Finds the article that an address or a form field names.

import type { Deps } from '../deps.ts'
import { rowId } from '../faults.ts'
import { may, type Viewer } from '../permissions.ts'
import { absentArticle } from './absence-checks.ts'
import * as queries from './queries.ts'

/**
 * The published article with an id, as an address or a form field gives it.
 * @throws AppError `missing` if there is none, `gone` if it is no longer published
 */
export async function requireArticle(deps: Deps, id: string | undefined): Promise<queries.ArticleRow> {
  const rowNumber = rowId(id)
  const article = rowNumber === null ? undefined : await queries.publishedArticle(deps.db, rowNumber)
  if (article) return article
  throw await absentArticle(deps, rowNumber)
}

/** The same, or for editors an article that was unpublished. */
export async function requireReadableArticle(
  deps: Deps,
  id: string | undefined,
  viewer: Viewer | null,
): Promise<queries.ArticleRow> {
  const rowNumber = rowId(id)
  if (rowNumber === null || may.edit(viewer) !== null) return requireArticle(deps, id)
  return (await queries.unpublishedArticle(deps.db, rowNumber)) ?? requireArticle(deps, id)
}
