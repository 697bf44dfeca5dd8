// /moderation and /moderation/claims: the queue, and which moderator reviews which item.

import type { FastifyInstance } from 'fastify'
import { firstBatchEntry } from '../../batches/queries.ts'
import { writtenComment } from '../../comments/edits/queries.ts'
import { holdById } from '../../comments/holds/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { moment } from '../../format.ts'
import { actSentence } from '../../log-acts.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { APPEAL_LISTS } from '../appeals/pages.ts'
import { readAppealList } from '../appeals/reading.ts'
import { claimItem, releaseItem } from './claim-actions.ts'
import { claimById } from './claim-queries.ts'
import { claimForm } from './form.ts'
import { lastEntryOf } from './item-queries.ts'
import { type FlashMessage, queuePage } from './pages.ts'
import { type HeldPlace, readQueue, talliesFor } from './reading.ts'
import { parsePlace, placeAddress, type QueuePlace } from './rules.ts'
import { tabOfSections, withTabs } from './tab-reading.ts'

const moderators = { config: { access: 'moderator' } } as const

type QueueQuery = {
  section?: unknown
  after?: unknown
  done?: unknown
  batch?: unknown
  comment?: unknown
  since?: unknown
  claim?: unknown
}

type Site = { app: FastifyInstance; deps: Deps }

/**
 * Says what somebody else did to a comment before a moderator's decision arrived.
 * @param since the newest log entry that the moderator had seen; 0 for none, null for unknown
 */
async function conflictSentence(
  site: Site,
  id: number,
  since: number | null,
  dates: ReturnType<typeof datesOf>,
): Promise<string> {
  const { deps } = site
  const comment = await writtenComment(deps.db, id)
  if (comment === undefined) return ''
  if (comment.state === 'withdrawn') return 'Its author has withdrawn it.'
  const entry = await lastEntryOf(deps.db, id)
  const again = comment.state === 'held' ? ' Read it again.' : ''
  // Without the seen entry, a held comment counts as edited by its author unless a moderator or its flags held it.
  const changed =
    since === null
      ? (comment.edited_at ?? 0) > (entry?.created_at ?? 0) ||
        (comment.state === 'held' && entry?.act !== 'hold' && entry?.act !== 'hold-flagged')
      : entry === undefined || entry.id <= since
  // A sweep removes many comments with one log entry, which is not about this one.
  if (changed && comment.state !== 'live' && comment.state !== 'held') return ''
  if (changed) return `Its author has edited it.${again}`
  return entry === undefined
    ? ''
    : `${entry.actor} ${actSentence(entry.act)}, ${moment(entry.created_at, deps.clock(), dates).text}.${again}`
}

async function readFlash(
  site: Site,
  query: QueueQuery,
  viewer: number,
  dates: ReturnType<typeof datesOf>,
): Promise<FlashMessage> {
  const { deps } = site
  const id = (value: unknown): number | null => rowId(queryValue(value))
  const [done, batch, about, claimed] = [
    queryValue(query.done) ?? '',
    id(query.batch),
    id(query.comment),
    id(query.claim),
  ]
  // 0 says that the comment had no log entry.
  const since = queryValue(query.since) === '0' ? 0 : id(query.since)
  const entry = batch === null ? undefined : await firstBatchEntry(deps.db, batch)
  const claim = claimed === null ? undefined : await claimById(deps.db, claimed)
  return {
    done,
    batch,
    comment: entry?.subject === 'comment' ? entry.subject_id : null,
    claimedBy: claim === undefined || claim.account_id === viewer ? '' : claim.nic,
    conflict: done === 'already' && about !== null ? await conflictSentence(site, about, since, dates) : '',
  }
}

/**
 * The page that an address names, and its address without what was done.
 * @throws AppError `missing` for a page that does not exist
 */
async function placeOfAddress(
  deps: Deps,
  { section, after }: QueueQuery,
): Promise<{ place: QueuePlace | HeldPlace | null; address: string }> {
  if (section === undefined && after === undefined) return { place: null, address: urls.queue }
  if (section !== undefined) {
    const place = parsePlace(queryValue(section), queryValue(after))
    if (place === null) throw missing()
    return { place, address: placeAddress(place) }
  }
  const hold = await holdById(deps.db, rowId(queryValue(after)) ?? 0)
  if (hold === undefined) throw missing()
  return { place: { section: 'held', after: [hold.id] }, address: urls.heldAfter(hold.id) }
}

export function queueRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  app.get<{ Querystring: QueueQuery }>('/moderation', moderators, async (request, reply) => {
    const { query } = request
    const viewer = request.viewer!
    const { place, address } = await placeOfAddress(deps, query)
    const dates = datesOf(deps, request)
    const queue = await readQueue(deps, viewer, await talliesFor(deps, request), place, dates)
    const flash = await readFlash(site, query, viewer.id, dates)
    const page = queuePage(queue, viewer.id, address, flash, deps.clock(), dates)
    const appeals = place === null ? await readAppealList(deps, viewer, null, APPEAL_LISTS.queue, dates) : null
    const chrome = await withTabs(
      deps,
      request,
      unlisted(await chromeFor(deps, request, urls.queue)),
      tabOfSections([...page.blocks.map((block) => block.id), ...(appeals?.items.length ? ['appeals'] : [])]),
    )
    return sendPage(app, request, reply, 'moderation/queue/queue', {
      chrome,
      title: 'Queue',
      description: page.intro,
      ...page,
      appeals,
    })
  })

  app.post('/moderation/claims', moderators, async (request, reply) => {
    const { value, faults } = readForm(claimForm, request.body)
    if (faults.comment !== undefined) throw missing()
    if (value === null) throw notAButton()
    const done = await (value.action === 'release' ? releaseItem : claimItem)(deps, request.viewer, value.comment)
    return reply.redirect(withQuery(inside(value.next, urls.queueItem(String(value.comment))), `done=${done}`), 303)
  })
}
