// Turns stored rows into rows of an export: times in words of ISO 8601, addresses of what they name. Pure.
import { urls } from '../../urls.ts'
import type { Part } from './account-parts.ts'

export type Row = Record<string, string | number | null>
/** A row with its keyset, and the article that it names if readers see it. */
export type PartRow = { key: (string | number)[]; row: Row; headline: string | null; slug: string | null }

export type ExportedValue = string | number | null | { headline: string; address: string } | ExportedRow[]
export type ExportedRow = { [column: string]: ExportedValue }

const isTime = (column: string): boolean => column.endsWith('_at') || column === 'since' || column === 'new_since'

const asExported = (column: string, value: string | number | null): ExportedValue =>
  isTime(column) && typeof value === 'number' ? new Date(value).toISOString() : value

const exportedColumns = (row: Row): ExportedRow =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asExported(column, value)]))

/** @param nested rows that belong to this one, by the key of their part */
export function exportedRow(
  part: Part,
  { row, headline, slug }: PartRow,
  nested: Readonly<Record<string, readonly Row[]>>,
  base: string,
): ExportedRow {
  const found = exportedColumns(row)
  const comment = part.table === 'comments' ? row['id'] : row['comment_id']
  if (headline !== null && slug !== null)
    found['article'] = { headline, address: base + urls.article({ id: Number(row['article_id']), slug }) }
  if (typeof comment === 'number') found['address'] = base + urls.comment(comment)
  if (part.key === 'articles') found['address'] = base + urls.articleById(Number(row['id']))
  if (part.key === 'pictures') found['file'] = pictureFile(String(row['name']))
  for (const [key, rows] of Object.entries(nested)) found[key] = rows.map(exportedColumns)
  return found
}

/** Where a picture lies in the archive. */
export const pictureFile = (name: string): string => `pictures/${name}`
