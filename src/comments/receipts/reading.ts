// Gathers what the page of a receipt shows.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import type { Dates } from '../../format.ts'
import { subscriptionOf } from '../../notices/subscription-queries.ts'
import { readAppeals } from '../appeals/reading.ts'
import { isAnswered, type WrittenComment, withdrawalOf } from '../edits/queries.ts'
import { decisionNote, holdInForce, removalInForce } from '../holds/queries.ts'
import { readUsualWait } from '../holds/reading.ts'
import type { Receipt } from './actions.ts'
import type { ReceiptContext } from './pages.ts'

export const readReceipt = async (
  deps: Deps,
  article: ArticleRow,
  comment: WrittenComment,
  receipt: Receipt,
  token: string,
  dates: Dates,
): Promise<ReceiptContext> => ({
  article,
  comment,
  answered: await isAnswered(deps.db, comment),
  hold: (await holdInForce(deps.db, comment.id)) ?? null,
  usual: await readUsualWait(deps),
  removed: comment.state === 'removed' ? await removalInForce(deps.db, comment.id) : undefined,
  note: await decisionNote(deps.db, comment.id),
  withdrawal: (await withdrawalOf(deps.db, comment.id)) ?? null,
  claimedBy: receipt.claimed_nic,
  subscription: (await subscriptionOf(deps.db, comment.id)) ?? null,
  appeal: (await readAppeals(deps, comment, token, {}, dates)).view,
})
