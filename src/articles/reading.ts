// Finds the article that an address or a form field names.

import type { Deps } from '../deps.ts'
import { type AppError, gone, missing, unpublished } from '../errors.ts'
import { rowId } from '../faults.ts'
import { may, type Viewer } from '../permissions.ts'
import * as queries from './queries.ts'

/**
 * The published article with an id, as an address or a form field gives it.
 * @throws AppError `missing` if there is none, `gone` if it is no longer published
 */
export async function requireArticle(deps: Deps, id: string | undefined): Promise<queries.ArticleRow> {
  const rowNumber = rowId(id)
  const article = rowNumber === null ? undefined : await queries.publishedArticle(deps.db, rowNumber)
  if (article) return article
  throw await absence(deps, rowNumber)
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

/** The error page of an article that readers cannot see. */
async function absence(deps: Deps, id: number | null): Promise<AppError> {
  const row = id === null ? undefined : await queries.articleAbsence(deps.db, id)
  if (row === undefined) return missing()
  return row.reason === null ? gone() : unpublished(row.by ?? 'an editor', row.reason)
}
