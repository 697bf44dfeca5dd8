// Gathers what stands below a thread for whoever wrote it: their own comments there that nobody else sees, and why.

import type { Deps } from '../../deps.ts'
import { type Moment, moment } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { decisionWords } from '../appeals/pages.ts'
import { ownHiddenComments } from '../appeals/queries.ts'
import { usualWords } from '../holds/reading.ts'

/** A comment that its writer alone sees, with what they can do about it. */
export type Waiting = { id: number; time: Moment; text: string; says: string; links: { href: string; text: string }[] }

/** As many as a page shows, and characters of each. */
const [MOST, SAID] = [10, 300]

/** A reader's own comments in a thread that wait or were taken for spam. A guest changes and takes back by the receipt. */
export async function readWaiting(deps: Deps, articleId: number, { viewer, guest, dates }: Reader): Promise<Waiting[]> {
  if (viewer === null && guest === null) return []
  const rows = await ownHiddenComments(
    deps.db,
    articleId,
    viewer !== null ? { account: viewer.id } : { guest: guest!.key },
    MOST,
  )
  const usual = rows.length === 0 ? '' : await usualWords(deps)
  return rows.map((row) => ({
    id: row.comment_id,
    time: moment(row.posted_at, deps.clock(), dates),
    text: excerpt(row.html, SAID),
    says: decisionWords(row, usual, dates),
    links: [
      ...(viewer !== null && row.state === 'held' ? [{ href: urls.edits(row.comment_id), text: 'Change it' }] : []),
      ...(viewer !== null ? [{ href: urls.withdrawals(row.comment_id), text: 'Take it back' }] : []),
      { href: urls.appeals(row.comment_id), text: 'Appeal' },
    ],
  }))
}
