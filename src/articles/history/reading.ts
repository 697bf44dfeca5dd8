// Gathers what the history of an article shows.
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import type { Dates } from '../../format.ts'
import { senderOfCorrection } from '../correction-pages.ts'
import { correctionsOfArticle } from '../correction-queries.ts'
import type { ArticleRow } from '../queries.ts'
import { commentsBefore, publicRevisions, type RevisionRow, revisionTexts } from '../revision-queries.ts'
import { type HistoryPage, historyPage, VERSIONS_PER_PAGE } from './pages.ts'

/** The versions that the page is about: two to compare, or those below one. */
export type HistoryQuery = { from: number | null; to: number | null; before: number | null }

/** @throws AppError `missing` for a version that is not public */
export async function readHistory(
  deps: Deps,
  article: ArticleRow,
  query: HistoryQuery,
  reader: { edits: boolean; dates: Dates },
  done: { text: string; batch: string },
): Promise<HistoryPage> {
  const { db } = deps
  const numbers = (await publicRevisions(db, article.id)).map(({ number }) => number)
  const current = numbers.at(-1) ?? 1
  const context = {
    article,
    numbers,
    current,
    corrections: new Map(
      (await correctionsOfArticle(db, article.id)).map((row) => [row.revision, senderOfCorrection(row)]),
    ),
    commentsBefore: article.revised_at === null ? 0 : await commentsBefore(db, article.id, article.revised_at),
    ...reader,
    done,
    now: deps.clock(),
  }
  if (query.from !== null || query.to !== null)
    return historyPage(context, [], await readCompared(deps, article.id, numbers, query), null)
  if (query.before !== null && !numbers.slice(1).includes(query.before)) throw missing()
  const wanted = numbers.filter((number) => query.before === null || number < query.before).reverse()
  const rows = await revisionTexts(db, article.id, wanted.slice(0, VERSIONS_PER_PAGE + 1))
  return historyPage(context, rows, null, query.before)
}

/** Without `from` the version before `to`, without `to` the current one. */
async function readCompared(
  deps: Deps,
  articleId: number,
  numbers: readonly number[],
  query: HistoryQuery,
): Promise<{ from: RevisionRow; to: RevisionRow }> {
  const to = query.to ?? numbers.at(-1)
  const from = query.from ?? numbers.findLast((number) => to !== undefined && number < to) ?? to
  if (from === undefined || to === undefined || !numbers.includes(from) || !numbers.includes(to)) throw missing()
  const rows = await revisionTexts(deps.db, articleId, [from, to])
  const named = (number: number): RevisionRow => rows.find((row) => row.number === number)!
  return { from: named(from), to: named(to) }
}
