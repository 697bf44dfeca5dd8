// Gathers a reader's own held and spam comments in a thread, which nobody else sees.
import type { Deps } from '../../deps.ts'
import { type Moment, moment } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { writerDecisionText } from '../appeals/pages.ts'
import { ownHiddenComments } from '../appeals/queries.ts'
import { readUsualWait } from '../holds/reading.ts'

export type OwnHiddenComment = {
  id: number
  time: Moment
  text: string
  reason: string
  links: { href: string; text: string }[]
}

const MAX_COMMENTS = 10
const EXCERPT_CHARACTERS = 300

/** Guests edit and withdraw by the receipt, so they only get the link to appeal. */
export async function readOwnHidden(
  deps: Deps,
  articleId: number,
  { viewer, guest, dates }: Reader,
): Promise<OwnHiddenComment[]> {
  if (viewer === null && guest === null) return []
  const rows = await ownHiddenComments(
    deps.db,
    articleId,
    viewer !== null ? { account: viewer.id } : { guest: guest!.key },
    MAX_COMMENTS,
  )
  const usual = rows.length === 0 ? '' : await readUsualWait(deps)
  return rows.map((row) => ({
    id: row.comment_id,
    time: moment(row.posted_at, deps.clock(), dates),
    text: excerpt(row.html, EXCERPT_CHARACTERS),
    reason: writerDecisionText(row, usual, dates),
    links: [
      ...(viewer !== null && row.state === 'held' ? [{ href: urls.edits(row.comment_id), text: 'Edit' }] : []),
      ...(viewer !== null ? [{ href: urls.withdrawals(row.comment_id), text: 'Withdraw' }] : []),
      { href: urls.appeals(row.comment_id), text: 'Appeal' },
    ],
  }))
}
