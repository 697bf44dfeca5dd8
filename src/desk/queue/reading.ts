// Gathers the page of the desk: what waits, the open item with all that helps to decide it, and what is scheduled.
import type { Deps } from '../../deps.ts'
import type { Dates } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { type DeskForm, type DeskFormContext, deskForm } from '../decisions/pages.ts'
import { type ArticleState, type DeskDecision, isPossible } from '../decisions/rules.ts'
import { articleClaims } from './claim-queries.ts'
import { readEarlier } from './earlier-reading.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'

/** Submissions on a page, and scheduled articles below them. */
const ITEMS_PER_PAGE = 50
const MAX_SCHEDULED = 100
/** Log entries in the history of an item. */
const MAX_ENTRIES = 30

export type DeskQuery = {
  filter: queries.ItemFilter
  /** The submission that the page begins after; null for the oldest. */
  after: number | null
  /** The item that is open; null for none. */
  open: number | null
}

export const formContext = (deps: Deps): DeskFormContext => ({
  zone: deps.settings().timeZone,
  reasons: deps.settings().rejectionReasons,
  siteDays: deps.settings().closeAfterDays,
})

/** The acts of an item, in the order of the page: the decision, its key, its label, and whether it asks for something first. */
const acts: readonly { decision: DeskDecision; key: string; text: string; isFolded: boolean }[] = [
  { decision: 'acceptances', key: 'a', text: 'Publish now', isFolded: false },
  { decision: 'schedulings', key: 's', text: 'Schedule…', isFolded: true },
  { decision: 'returns', key: 'b', text: 'Send back…', isFolded: true },
  { decision: 'rejections', key: 'r', text: 'Reject…', isFolded: true },
  { decision: 'merges', key: 'm', text: 'Merge…', isFolded: true },
  { decision: 'moves', key: 'd', text: 'Move to another day…', isFolded: true },
  { decision: 'unpublishings', key: 'x', text: 'Unpublish…', isFolded: true },
]

const actsOf = (row: queries.OpenItemRow, context: DeskFormContext, next: string): pages.ItemAct[] =>
  acts
    .filter(({ decision }) => isPossible(decision, row.state as ArticleState))
    .map(({ decision, key, text, isFolded }) => {
      const form: DeskForm = deskForm(decision, row, context, next, `${key}-`)
      return { key, text, form: isFolded ? form : { ...form, key }, isFolded, isOpen: false }
    })

/** An item with everything that helps to decide it; null if there is no such article. */
async function readOpenItem(
  deps: Deps,
  viewer: Viewer,
  id: number,
  next: string,
  dates: Dates,
): Promise<pages.OpenItem | null> {
  const { db } = deps
  const now = deps.clock()
  const row = await queries.itemById(db, id)
  if (row === undefined) return null
  const record = row.account_id === null ? undefined : await queries.writerRecord(db, row.account_id)
  const rows = {
    entries: await queries.itemEntries(db, id, MAX_ENTRIES),
    revisions: await queries.itemRevisions(db, id),
    withdrawals: await queries.itemWithdrawals(db, id),
  }
  const claim = pages.claimText(await articleClaims(db, [id], now), id, viewer.id, dates)
  return {
    ...pages.openItemFields(row),
    editor: row.editor ?? (row.account_id === viewer.id || row.state === 'published' ? '' : viewer.nic),
    earlier: await readEarlier(deps, row, dates),
    record: pages.recordText(row, record, dates),
    reason: row.duplicate_reason,
    history: pages.itemHistory({ nic: row.account_nic ?? row.nic, created_at: row.created_at }, rows, now, dates),
    claim: claim.text,
    isOwnClaim: claim.isOwn,
    acts: actsOf(row, formContext(deps), next),
    edit: urls.revisions(id),
  }
}

/** The page of the desk. An open item that does not wait is shown above the list. */
export async function readDesk(
  deps: Deps,
  viewer: Viewer,
  { filter, after, open }: DeskQuery,
  flash: pages.DeskFlash | null,
  dates: Dates,
): Promise<pages.DeskPage> {
  const { db } = deps
  const now = deps.clock()
  const from = after === null ? null : ((await queries.waitingKey(db, after)) ?? null)
  const found = await queries.waitingItems(db, filter, from, ITEMS_PER_PAGE + 1)
  const shown = found.slice(0, ITEMS_PER_PAGE)
  const here = urls.desk(filter)
  const scheduled = await queries.scheduledItems(db, MAX_SCHEDULED)
  const claims = await articleClaims(
    db,
    shown.map(({ id }) => id),
    now,
  )
  const at = shown.findIndex(({ id }) => id === open)
  const following = shown[at + 1] ?? shown[at - 1]
  // After a decision the next item is open.
  const next = at === -1 || following === undefined ? here : urls.deskNext(following.id, here)
  const item = open === null ? null : await readOpenItem(deps, viewer, open, next, dates)
  const other = at === -1 && item !== null ? await queries.itemById(db, item.id) : undefined
  const counts = await queries.waitingCounts(db)
  return {
    intro: pages.deskIntro(counts, deps.settings().deskMinutes, now),
    flash,
    kinds: pages.kindLinks(counts, filter),
    sections: pages.sectionChoices(counts, filter),
    by: filter.by ?? '',
    kind: filter.kind ?? '',
    items: [
      ...(other === undefined ? [] : [pages.deskLine(other, claims, viewer.id, now, here, item)]),
      ...shown.map((row) =>
        row.id === open
          ? pages.deskLine(row, claims, viewer.id, now, here, item)
          : pages.deskLine(row, claims, viewer.id, now, urls.deskItem(row.id, here), null),
      ),
    ],
    nothing:
      after !== null
        ? 'Nothing is left on this page.'
        : here === urls.desk()
          ? 'Nothing is waiting for an editor.'
          : 'Nothing that waits fits this filter.',
    older: found.length > ITEMS_PER_PAGE ? `${here}${here.includes('?') ? '&' : '?'}after=${shown.at(-1)!.id}` : '',
    first: after === null ? '' : here,
    zone: deps.settings().timeZone,
    scheduled: scheduled.map((row) => pages.scheduledLine(row, deps.settings().timeZone)),
  }
}
