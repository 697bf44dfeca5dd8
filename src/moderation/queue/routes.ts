// /moderation and /moderation/claims: the queue, and which moderator reviews which item.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { firstBatchEntry } from '../../batches/queries.ts'
import { writtenComment } from '../../comments/edits/queries.ts'
import { holdById } from '../../comments/holds/queries.ts'
import { parseVersionToken } from '../../comments/holds/rules.ts'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { count, moment } from '../../format.ts'
import { actSentence } from '../../log-acts.ts'
import { readReasonedForm } from '../../reasons.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { APPEAL_LISTS } from '../appeals/pages.ts'
import { readAppealList } from '../appeals/reading.ts'
import { decisions } from '../decisions/pages.ts'
import { decideSeveral } from '../decisions/several-actions.ts'
import { claimItem, releaseItem } from './claim-actions.ts'
import { claimById } from './claim-queries.ts'
import { claimForm, MAX_TICKED, severalForm, severalRemovalForm, splitTicked } from './form.ts'
import { lastEntryOf } from './item-queries.ts'
import { type FlashMessage, queuePage, type TypedSeveral } from './pages.ts'
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
  n?: unknown
  left?: unknown
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

/** The most comments of those left alone that are told one by one. */
const LEFT_TOLD = 5

/** `5.34-9.0`: the ids of comments, each with the newest log entry that the moderator had seen. */
const leftOf = (text: string): { id: number; since: number }[] =>
  text.split('-').flatMap((part) => {
    const [, id, since] = /^(\d+)\.(\d{1,15})$/.exec(part) ?? []
    const comment = rowId(id)
    return comment === null ? [] : [{ id: comment, since: Number(since) }]
  })

/** Says of each comment that was left alone what somebody else had done to it. */
async function leftSentences(site: Site, text: string, dates: ReturnType<typeof datesOf>): Promise<string[]> {
  const left = leftOf(text)
  const sentences: string[] = []
  for (const { id, since } of left.slice(0, LEFT_TOLD)) {
    const comment = await writtenComment(site.deps.db, id)
    if (comment === undefined) continue
    const what = await conflictSentence(site, id, since, dates)
    sentences.push(`The comment by ${comment.nic} was left as it is. ${what || 'Somebody has decided about it.'}`)
  }
  const more = left.length - sentences.length
  return more > 0 ? [...sentences, `${count(more, 'more comment')} left as they are.`] : sentences
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
    nic: entry?.subject === 'comment' ? ((await writtenComment(deps.db, entry.subject_id))?.nic ?? '') : '',
    n: id(query.n) ?? 1,
    left: await leftSentences(site, queryValue(query.left) ?? '', dates),
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
  /** @param sent the form about several items that comes back with a fault, or null */
  async function sendQueue(
    request: FastifyRequest,
    reply: FastifyReply,
    query: QueueQuery,
    sent: TypedSeveral | null,
  ): Promise<FastifyReply> {
    const viewer = request.viewer!
    const { place, address } = await placeOfAddress(deps, query)
    const dates = datesOf(deps, request)
    const queue = await readQueue(deps, viewer, await talliesFor(deps, request), place, dates)
    const flash = await readFlash(site, query, viewer.id, dates)
    const page = queuePage(queue, viewer.id, address, flash, deps.clock(), dates, sent)
    const appeals = place === null ? await readAppealList(deps, viewer, null, APPEAL_LISTS.queue, dates) : null
    const chrome = await withTabs(
      deps,
      request,
      unlisted(await chromeFor(deps, request, urls.queue)),
      tabOfSections([...page.blocks.map((block) => block.id), ...(appeals?.items.length ? ['appeals'] : [])]),
    )
    const model = { chrome, title: 'Queue', description: page.intro, ...page, appeals }
    return sendPage(app, request, reply, 'moderation/queue/queue', model, sent === null ? 200 : 422)
  }

  app.get<{ Querystring: QueueQuery }>('/moderation', moderators, (request, reply) =>
    sendQueue(request, reply, request.query, null),
  )

  app.post('/moderation/decisions', moderators, async (request, reply) => {
    const { fields, items } = splitTicked(request.body)
    const reasons = deps.settings().commentReasons
    const schema = fields['action'] === 'removals' ? severalRemovalForm : severalForm
    const { typed, value, faults } = readReasonedForm(schema, fields, reasons)
    if (faults.action !== undefined) throw notAButton('Nothing was decided.')
    const next = inside(typed.next, urls.queue)
    const fault =
      items.length === 0
        ? 'Tick at least one comment.'
        : items.length > MAX_TICKED
          ? `Tick up to ${MAX_TICKED} comments at once.`
          : (faults.reason ?? '')
    if (value === null || fault !== '') {
      if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { reason: fault } })
      const ticked = new Set(items.map(({ id }) => String(id)))
      const place = Object.fromEntries(new URL(next, 'http://inside.invalid').searchParams)
      return sendQueue(request, reply, place, { chip: typed.chip, reason: typed.reason, fault, ticked })
    }
    const outcome = await decideSeveral(deps, request.viewer, value.action, items, value.reason)
    const left = outcome.kind === 'already' ? items.map(({ id }) => id) : outcome.value.left
    const since = new Map(items.map(({ id, seen }) => [id, parseVersionToken(seen) ?? 0]))
    const told = left.length === 0 ? '' : `&left=${left.map((id) => `${id}.${since.get(id)}`).join('-')}`
    const done = outcome.kind === 'already' ? 'none' : `${decisions[value.action].done}&batch=${outcome.batch}`
    return reply.redirect(withQuery(next, `done=${done}&n=${items.length - left.length}${told}`), 303)
  })

  app.post('/moderation/claims', moderators, async (request, reply) => {
    const { value, faults } = readForm(claimForm, request.body)
    if (faults.comment !== undefined) throw missing()
    if (value === null) throw notAButton()
    const done = await (value.action === 'release' ? releaseItem : claimItem)(deps, request.viewer, value.comment)
    return reply.redirect(withQuery(inside(value.next, urls.queueItem(String(value.comment))), `done=${done}`), 303)
  })
}
