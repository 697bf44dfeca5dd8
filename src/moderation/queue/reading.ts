// Gathers the page of the queue: the size of each section, the items of a page, claims, duty and figures.

import type { FastifyRequest } from 'fastify'
import { flaggedComments, flaggedTally, openFlags } from '../../comments/flags/queries.ts'
import type { Tally } from '../../comments/holds/queries.ts'
import { heldQueueItems, heldTally, recentDecisionTimes } from '../../comments/holds/queries.ts'
import { newcomersSince, usualWait } from '../../comments/holds/rules.ts'
import type { Deps } from '../../deps.ts'
import { lettersTally, storiesTally, waitingLetters, waitingStories } from '../../desk/queries.ts'
import { classifyAll } from '../../filters/classifier-actions.ts'
import { type Dates, zoneOf } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { addDays, dayOf, momentOf, weekday } from '../../time.ts'
import { appealsTally } from '../appeals/queries.ts'
import { handoverInForce, onDuty } from '../duty/queries.ts'
import { claimsOnComments } from './claim-queries.ts'
import { flaggedItem, heldItem, newcomerItem, type QueueContext, type QueueItem } from './item-pages.ts'
import { decisionCounts, guestRecords, lastDecision, lastEntries, memberRecords } from './item-queries.ts'
import { newcomerComments, newcomerTally } from './newcomer-queries.ts'
import { letterItem, submissionItem } from './submission-pages.ts'

/** The sections of the queue, in the order of the page. */
const sections = ['held', 'flagged', 'newcomers', 'appeals', 'submissions'] as const
export type Section = (typeof sections)[number]

export type Tallies = Record<Section, Tally>

const addTallies = (a: Tally, b: Tally): Tally => ({
  n: a.n + b.n,
  since: a.since === null || b.since === null ? (a.since ?? b.since) : Math.min(a.since, b.since),
})

/** The number of items in each section, and the age of its oldest. */
const readTallies = async ({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<Tallies> => ({
  held: await heldTally(db),
  flagged: await flaggedTally(db),
  newcomers: await newcomerTally(db, newcomersSince(clock())),
  appeals: await appealsTally(db, clock()),
  submissions: addTallies(await storiesTally(db), await lettersTally(db)),
})

const talliesOfRequest = new WeakMap<FastifyRequest, Promise<Tallies>>()

/** The tallies of a request, read once: masthead, tabs and page show the same numbers. */
export function talliesFor(deps: Pick<Deps, 'db' | 'clock'>, request: FastifyRequest): Promise<Tallies> {
  const found = talliesOfRequest.get(request) ?? readTallies(deps)
  talliesOfRequest.set(request, found)
  return found
}

/** The tally of the whole queue. */
export const totalTally = (tallies: Tallies): Tally => Object.values(tallies).reduce(addTallies)

/** Items of a section on a page. */
export const ITEMS_PER_SECTION = 25

/** The number of last decisions whose median wait is shown. */
const WAITS_MEASURED = 100

export type QueueBlock = {
  id: Section
  title: string
  items: QueueItem[] /** How many items are not on the page. */
  more: number
}

export type Queue = {
  tallies: Tallies
  /** All sections but appeals, which `appeals/reading.ts` gathers. */
  blocks: QueueBlock[]
  /** The hold to go on after; null on the last page. */
  after: number | null
  /** The median wait of the last decisions in milliseconds; null for too few. */
  medianWait: number | null
  duties: Awaited<ReturnType<typeof onDuty>>
  note: NonNullable<Awaited<ReturnType<typeof handoverInForce>>> | null
  decisions: Awaited<ReturnType<typeof decisionCounts>>
  /** When a moderator last made a decision. */
  lastDecision: number | null
}

/** The first moments of today and of this week in a time zone. */
function periodStarts(now: number, zone: string): { today: number; week: number } {
  const day = dayOf(now, zone)
  return { today: momentOf(day, '00:00', zone), week: momentOf(addDays(day, -weekday(day)), '00:00', zone) }
}

type QueueRows = {
  held: Awaited<ReturnType<typeof heldQueueItems>>
  flagged: Awaited<ReturnType<typeof flaggedComments>>
  newcomers: Awaited<ReturnType<typeof newcomerComments>>
  stories: Awaited<ReturnType<typeof waitingStories>>
  letters: Awaited<ReturnType<typeof waitingLetters>>
}

/** The records, claims, log entries and scores of the items of a page. */
async function readContext(
  { db }: Pick<Deps, 'db'>,
  viewer: Viewer,
  { held, flagged, newcomers, stories, letters }: QueueRows,
  now: number,
  dates: Dates,
): Promise<QueueContext> {
  const comments = [...held, ...flagged, ...newcomers]
  const ids = comments.map(({ id }) => id)
  const accounts = new Set([...comments, ...stories, ...letters].flatMap((row) => row.account_id ?? []))
  const members = await memberRecords(db, [...accounts])
  const guests = await guestRecords(
    db,
    comments.filter((row) => row.account_id === null).map(({ id }) => id),
  )
  return {
    viewer: viewer.id,
    now,
    dates,
    claims: await claimsOnComments(db, ids, now),
    lastEntries: await lastEntries(db, ids),
    members: new Map(members.map((row) => [row.id, row])),
    guests: new Map(guests.map((row) => [row.id, row])),
    scores: await classifyAll(db, held),
  }
}

/** The sections that have items on a page. */
function toBlocks(
  { held, flagged, newcomers, stories, letters }: QueueRows,
  flags: Awaited<ReturnType<typeof openFlags>>,
  tallies: Tallies,
  context: QueueContext,
): QueueBlock[] {
  const submissions = [
    ...stories.map((row) => ({ at: row.created_at, item: submissionItem(row, context) })),
    ...letters.map((row) => ({ at: row.created_at, item: letterItem(row, context) })),
  ].sort((a, b) => a.at - b.at)
  const block = (id: Section, title: string, items: QueueItem[]): QueueBlock => ({
    id,
    title,
    items,
    // Held comments go on on the next page.
    more: id === 'held' ? 0 : Math.max(0, tallies[id].n - items.length),
  })
  return [
    block(
      'held',
      'Held comments',
      held.map((row) => heldItem(row, context)),
    ),
    block(
      'flagged',
      'Flags',
      flagged.map((row) => flaggedItem(row, flags, context)),
    ),
    block(
      'newcomers',
      'Newcomers',
      newcomers.map((row) => newcomerItem(row, context)),
    ),
    block(
      'submissions',
      'Submissions',
      submissions.map(({ item }) => item),
    ),
  ].filter(({ items }) => items.length > 0)
}

/**
 * Gathers a page of the queue, the oldest items of each section first.
 * @param after the hold that the page starts after; null for the first page, which alone has the other sections
 */
export async function readQueue(
  deps: Deps,
  viewer: Viewer,
  tallies: Tallies,
  after: { id: number } | null,
  dates: Dates,
): Promise<Queue> {
  const { db } = deps
  const now = deps.clock()
  const isFirst = after === null
  const held = await heldQueueItems(db, after, ITEMS_PER_SECTION + 1)
  const rows: QueueRows = {
    held: held.slice(0, ITEMS_PER_SECTION),
    flagged: isFirst ? await flaggedComments(db, ITEMS_PER_SECTION) : [],
    newcomers: isFirst ? await newcomerComments(db, newcomersSince(now), ITEMS_PER_SECTION) : [],
    stories: isFirst ? await waitingStories(db, ITEMS_PER_SECTION) : [],
    letters: isFirst ? await waitingLetters(db, ITEMS_PER_SECTION) : [],
  }
  const flags = await openFlags(
    db,
    rows.flagged.map(({ id }) => id),
  )
  const context = await readContext(deps, viewer, rows, now, dates)
  const { today, week } = periodStarts(now, zoneOf(dates))
  return {
    tallies,
    blocks: toBlocks(rows, flags, tallies, context),
    after: held.length > ITEMS_PER_SECTION ? rows.held.at(-1)!.hold_id : null,
    medianWait: usualWait(await recentDecisionTimes(db, WAITS_MEASURED)),
    duties: await onDuty(db, now),
    note: (await handoverInForce(db)) ?? null,
    decisions: await decisionCounts(db, Math.min(today, week), today),
    lastDecision: await lastDecision(db),
  }
}
