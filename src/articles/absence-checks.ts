// Says why readers cannot see an article.
import type { Deps } from '../deps.ts'
import { type AppError, gone, missing, unpublished } from '../errors.ts'
import { articleAbsence } from './queries.ts'

/** The error page of an article that readers cannot see. */
export async function absentArticle(deps: Pick<Deps, 'db'>, id: number | null): Promise<AppError> {
  const row = id === null ? undefined : await articleAbsence(deps.db, id)
  if (row === undefined) return missing()
  return row.reason === null ? gone() : unpublished(row.by ?? 'an editor', row.reason)
}
