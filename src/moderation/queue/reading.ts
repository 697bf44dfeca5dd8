// Gathers the page of the queue: the size of each section, the items of a page, claims, duty and figures.

import type { FastifyRequest } from 'fastify'
import { flaggedComments, openFlags } from '../../comments/flags/queries.ts'
import { heldQueueItems, queueCommentsTally, recentDecisionTimes } from '../../comments/holds/queries.ts'
import type { Tally } from '../../comments/holds/rules.ts'
import { newcomersSince, usualWait } from '../../comments/holds/rules.ts'
import { reportsTally } from '../../comments/reports/queries.ts'
import { keptUntilChange } from '../../db/until-change.ts'
import type { Deps } from '../../deps.ts'
import { lettersTally, waitingLetters } from '../../desk/letters/queries.ts'
import { storiesTally, waitingStories } from '../../desk/queue/queries.ts'
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
import { addTallies, mergeByTime, type QueuePlace } from './rules.ts'
import { letterItem, submissionItem } from './submission-pages.ts'

/** The sections of the queue, in the order of the page. */
const sections = ['held', 'flagged', 'newcomers', 'appeals', 'reports', 'submissions'] as const
export type Section = (typeof sections)[number]

export type Tallies = Record<Section, Tally>

/** The number of items in each section, and the age of its oldest. */
const readTallies = keptUntilChange(
  async ({ db, clock }: Pick<Deps, 'db' | 'clock' | 'store'>): Promise<Tallies> => ({
    held: await queueCommentsTally(db, 'held'),
    flagged: await queueCommentsTally(db, 'flagged'),
    newcomers: await newcomerTally(db, newcomersSince(clock())),
    appeals: await appealsTally(db, clock()),
    reports: await reportsTally(db),
    submissions: addTallies(await storiesTally(db), await lettersTally(db)),
  }),
)

const talliesOfRequest = new WeakMap<FastifyRequest, Promise<Tallies>>()

/** The tallies of a request, read once: masthead, tabs and page show the same numbers. */
export function talliesFor(deps: Pick<Deps, 'db' | 'clock' | 'store'>, request: FastifyRequest): Promise<Tallies> {
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
  items: QueueItem[]
  /** Where the next page of the section starts; null on its last. Held comments have theirs at the foot of the page. */
  next: QueuePlace | null
  /** How many items are on further pages; null where that is not counted. */
  more: number | null
}

export type Queue = {
  /** The reasons that are offered for a decision. */
  reasons: readonly string[]
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
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
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
    reasons: settings().commentReasons,
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

/** The sections that have items on a page. @param tallies null on the pages of one section */
function toBlocks(
  rows: QueueRows,
  pages: Pages,
  flags: Awaited<ReturnType<typeof openFlags>>,
  tallies: Tallies | null,
  context: QueueContext,
): QueueBlock[] {
  const block = (id: Section, title: string, items: QueueItem[], next: QueuePlace | null = null): QueueBlock => ({
    id,
    title,
    items,
    next,
    more: next === null || tallies === null ? null : Math.max(1, tallies[id].n - items.length),
  })
  return [
    block(
      'held',
      'Held comments',
      rows.held.map((row) => heldItem(row, flags, context)),
    ),
    block(
      'flagged',
      'Flags',
      rows.flagged.map((row) => flaggedItem(row, flags, context)),
      pages.flagged,
    ),
    block(
      'newcomers',
      'Newcomers',
      rows.newcomers.map((row) => newcomerItem(row, context)),
      pages.newcomers,
    ),
    block(
      'submissions',
      'Submissions',
      mergeByTime(rows.stories, rows.letters).map((one) =>
        one.of === 'first' ? submissionItem(one.row, context) : letterItem(one.row, context),
      ),
      pages.submissions,
    ),
  ].filter(({ items }) => items.length > 0)
}

/** Where the next page of each section starts. */
type Pages = Record<QueuePlace['section'], QueuePlace | null>

/** The rows of a page. The first page has all sections, later ones the section of their place alone. */
async function readRows(
  { db }: Pick<Deps, 'db'>,
  place: QueuePlace | HeldPlace | null,
  now: number,
): Promise<{ rows: QueueRows; pages: Pages; heldAfter: number | null }> {
  const limit = ITEMS_PER_SECTION + 1
  const has = (section: Section): boolean => place === null || place.section === section
  const [after = 0] = place === null ? [] : place.after
  const held = has('held') ? await heldQueueItems(db, { id: after }, limit) : []
  const flagged = has('flagged') ? await flaggedComments(db, after, limit) : []
  const newcomers = has('newcomers') ? await newcomerComments(db, newcomersSince(now), after, limit) : []
  const submissions = await readSubmissions(db, has('submissions'), place?.section === 'submissions' ? place : null)
  const shown = <T>(rows: readonly T[]): T[] => rows.slice(0, ITEMS_PER_SECTION)
  const lastOf = <T>(rows: readonly T[]): T | null => (rows.length < limit ? null : rows[ITEMS_PER_SECTION - 1]!)
  const [lastFlag, lastNewcomer] = [lastOf(flagged)?.flag_id, lastOf(newcomers)?.id]
  return {
    rows: { held: shown(held), flagged: shown(flagged), newcomers: shown(newcomers), ...submissions.rows },
    pages: {
      flagged: lastFlag === undefined ? null : { section: 'flagged', after: [lastFlag] },
      newcomers: lastNewcomer === undefined ? null : { section: 'newcomers', after: [lastNewcomer] },
      submissions: submissions.next,
    },
    heldAfter: lastOf(held)?.hold_id ?? null,
  }
}

/** Stories and letters of a page, by time. @param place null for the first page */
async function readSubmissions(
  db: Deps['db'],
  wanted: boolean,
  place: (QueuePlace & { section: 'submissions' }) | null,
): Promise<{ rows: Pick<QueueRows, 'stories' | 'letters'>; next: QueuePlace | null }> {
  if (!wanted) return { rows: { stories: [], letters: [] }, next: null }
  const limit = ITEMS_PER_SECTION + 1
  const [storyAt, storyId, letterId] = place?.after ?? [0, 0, 0]
  const waiting = mergeByTime(
    await waitingStories(db, { at: storyAt, id: storyId }, limit),
    await waitingLetters(db, letterId, limit),
  )
  const shown = waiting.slice(0, ITEMS_PER_SECTION)
  const stories = shown.flatMap((one) => (one.of === 'first' ? [one.row] : []))
  const letters = shown.flatMap((one) => (one.of === 'second' ? [one.row] : []))
  const [story, letter] = [stories.at(-1), letters.at(-1)]
  const after = [story?.created_at ?? storyAt, story?.id ?? storyId, letter?.id ?? letterId] as const
  return { rows: { stories, letters }, next: waiting.length < limit ? null : { section: 'submissions', after } }
}

/** Where a page of held comments starts: behind this hold. */
export type HeldPlace = { section: 'held'; after: readonly [hold: number] }

/**
 * Gathers a page of the queue, the oldest items of each section first.
 * @param place where the page of one section starts; null for the first page, which has all
 */
export async function readQueue(
  deps: Deps,
  viewer: Viewer,
  tallies: Tallies,
  place: QueuePlace | HeldPlace | null,
  dates: Dates,
): Promise<Queue> {
  const { db } = deps
  const now = deps.clock()
  const { rows, pages, heldAfter } = await readRows(deps, place, now)
  const flags = await openFlags(
    db,
    [...rows.held.filter(({ rule }) => rule === 'flags'), ...rows.flagged].map(({ id }) => id),
  )
  const context = await readContext(deps, viewer, rows, now, dates)
  const { today, week } = periodStarts(now, zoneOf(dates))
  return {
    reasons: deps.settings().commentReasons,
    tallies,
    blocks: toBlocks(rows, pages, flags, place === null ? tallies : null, context),
    after: heldAfter,
    medianWait: usualWait(await recentDecisionTimes(db, WAITS_MEASURED)),
    duties: await onDuty(db, now),
    note: (await handoverInForce(db)) ?? null,
    decisions: await decisionCounts(db, Math.min(today, week), today),
    lastDecision: await lastDecision(db),
  }
}
