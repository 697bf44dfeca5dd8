// Finds the article that an address or a field names.

import type { Deps } from '../deps.ts'
import { gone, missing } from '../errors.ts'
import { rowId } from '../faults.ts'
import * as queries from './queries.ts'

/**
 * The published article whose id a field or a query names.
 * @throws AppError `missing` when there is none, `gone` when there was one
 */
export async function requireArticle(deps: Deps, id: string | undefined): Promise<queries.ArticleRow> {
  const found = rowId(id)
  const article = found === null ? undefined : await queries.publishedArticle(deps.db, found)
  if (article) return article
  throw found !== null && (await queries.wasPublished(deps.db, found)) ? gone() : missing()
}
