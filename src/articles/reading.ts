// Finds the article that an address or a form field names.

import type { Deps } from '../deps.ts'
import { gone, missing } from '../errors.ts'
import { rowId } from '../faults.ts'
import * as queries from './queries.ts'

/**
 * The published article with an id, as an address or a form field gives it.
 * @throws AppError `missing` if there is none, `gone` if it is no longer published
 */
export async function requireArticle(deps: Deps, id: string | undefined): Promise<queries.ArticleRow> {
  const rowNumber = rowId(id)
  const article = rowNumber === null ? undefined : await queries.publishedArticle(deps.db, rowNumber)
  if (article) return article
  throw rowNumber !== null && (await queries.wasPublished(deps.db, rowNumber)) ? gone() : missing()
}
