// Which articles were corrected since a reader last opened them.
import type { Reader } from '../web/reader.ts'

/**
 * The rows whose article the reader had opened before its correction, and not since.
 * @param rows `id` is the article's; asks nothing if none was corrected
 */
export async function correctedSince<R extends { id: number; corrected_at: number | null }>(
  { marks }: Pick<Reader, 'marks'>,
  rows: readonly R[],
): Promise<R[]> {
  const corrected = rows.filter(({ corrected_at }) => corrected_at !== null)
  if (marks === null || corrected.length === 0) return []
  const found = await marks.of([...new Set(corrected.map(({ id }) => id))])
  return corrected.filter(({ id, corrected_at }) => {
    const mark = found.get(id)
    return mark !== undefined && mark.visitedAt < corrected_at!
  })
}
