// Reads which article or comment somebody names by its number or address. Pure.
import { rowId } from './faults.ts'

/** Reads an article's number, or the address of an article or comment; null for anything else. @param base scheme and host of this site */
export function parsePlace(text: string, base: string): { noun: 'article' | 'comment'; id: number } | null {
  const typed = text.trim()
  const id = rowId(typed)
  if (id !== null) return { noun: 'article', id }
  const path = typed.startsWith('/') ? typed : typed.startsWith(`${base}/`) ? typed.slice(base.length) : null
  const [, folder, digits] = /^\/(articles|comments)\/(\d+)(?:[-/?#].*)?$/u.exec(path ?? '') ?? []
  const found = rowId(digits)
  return found === null ? null : { noun: folder === 'comments' ? 'comment' : 'article', id: found }
}
