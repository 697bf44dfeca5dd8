// What is known of the queue: how much waits in each section, the cases of a page, and who is doing what about them.

import type { FastifyRequest } from 'fastify'
import { flaggedComments, flaggedTally, openFlags } from '../../comments/flags/queries.ts'
import type { Tally } from '../../comments/holds/queries.ts'
import { heldTally, lastWaits, waitingComments } from '../../comments/holds/queries.ts'
import { usualWait, youngSince } from '../../comments/holds/rules.ts'
import type { Deps } from '../../deps.ts'
import { lettersTally, storiesTally, waitingLetters, waitingStories } from '../../desk/queries.ts'
import { classifyAll } from '../../filters/classifier-actions.ts'
import type { Dates } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { addDays, dayOf, momentOf, weekday } from '../../time.ts'
import { appealsTally } from '../appeals/queries.ts'
import { handoverInForce, onDuty } from '../duty/queries.ts'
import { claimsOn } from './claim-queries.ts'
import {
  flaggedCase,
  heldCase,
  letterCase,
  newcomerCase,
  type QueueContext,
  type QueueItem,
  storyCase,
} from './item-pages.ts'
import { decisionsBy, guestRecords, lastDecision, lastEntries, memberRecords } from './item-queries.ts'
import { newcomersComments, newcomersTally } from './newcomer-queries.ts'

/** The sections of the queue, in the order of the page. */
export const sections = ['held', 'flagged', 'newcomers', 'appeals', 'submissions'] as const
export type Section = (typeof sections)[number]

export type Tallies = Record<Section, Tally>

const both = (a: Tally, b: Tally): Tally => ({
  n: a.n + b.n,
  since: a.since === null || b.since === null ? (a.since ?? b.since) : Math.min(a.since, b.since),
})

/** How much waits in each section, and since when. */
const readTallies = async ({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<Tallies> => ({
  held: await heldTally(db),
  flagged: await flaggedTally(db),
  newcomers: await newcomersTally(db, youngSince(clock())),
  appeals: await appealsTally(db, clock()),
  submissions: both(await storiesTally(db), await lettersTally(db)),
})

const asked = new WeakMap<FastifyRequest, Promise<Tallies>>()

/** The same for a request: its masthead, its tabs and its page say one number, which is asked for once. */
export function talliesFor(deps: Pick<Deps, 'db' | 'clock'>, request: FastifyRequest): Promise<Tallies> {
  const found = asked.get(request) ?? readTallies(deps)
  asked.set(request, found)
  return found
}

/** How much waits, and since when the oldest does. */
export const totalTally = (tallies: Tallies): Tally => Object.values(tallies).reduce(both)

/** Cases of a section on a page. */
export const CASES = 25

/** Decisions by which it is said how long one takes. */
const LOOKED_AT = 100

export type Block = {
  id: Section
  title: string
  cases: QueueItem[] /** How many more wait than are shown. */
  more: number
}

export type Queue = {
  tallies: Tallies
  /** What waits, by sections: the part of appeals is put in where it is made. */
  blocks: Block[]
  /** The hold to go on after; null on the last page. */
  after: number | null
  /** Half of the last decisions took so long, in milliseconds; null while there are too few. */
  usual: number | null
  duties: Awaited<ReturnType<typeof onDuty>>
  note: NonNullable<Awaited<ReturnType<typeof handoverInForce>>> | null
  decided: Awaited<ReturnType<typeof decisionsBy>>
  last: number | null
}

/** The first moments of today and of this week, by a zone's calendar. */
function beginnings(now: number, zone: string): { today: number; week: number } {
  const day = dayOf(now, zone)
  return { today: momentOf(day, '00:00', zone), week: momentOf(addDays(day, -weekday(day)), '00:00', zone) }
}

/**
 * Everything that the page of the queue shows, the oldest of each section first.
 * @param after the held comment that the page goes on after, or null for the first page, which has the other sections too
 */
export async function readQueue(
  deps: Deps,
  viewer: Viewer,
  tallies: Tallies,
  after: { created_at: number; id: number } | null,
  dates: Dates,
): Promise<Queue> {
  const { db } = deps
  const now = deps.clock()
  const first = after === null
  const held = await waitingComments(db, after, CASES + 1)
  const shown = held.slice(0, CASES)
  const flagged = first ? await flaggedComments(db, CASES) : []
  const fresh = first ? await newcomersComments(db, youngSince(now), CASES) : []
  const stories = first ? await waitingStories(db, CASES) : []
  const letters = first ? await waitingLetters(db, CASES) : []
  const flags = await openFlags(
    db,
    flagged.map(({ id }) => id),
  )

  const comments = [...shown, ...flagged, ...fresh]
  const ids = (of: readonly { account_id: number | null }[]): number[] => [
    ...new Set(of.flatMap((row) => row.account_id ?? [])),
  ]
  const members = await memberRecords(db, ids([...comments, ...stories, ...letters]))
  const guests = await guestRecords(
    db,
    comments.filter((row) => row.account_id === null).map(({ id }) => id),
  )
  const known: QueueContext = {
    viewer: viewer.id,
    now,
    dates,
    claims: await claimsOn(
      db,
      comments.map(({ id }) => id),
      now,
    ),
    said: await lastEntries(
      db,
      comments.map(({ id }) => id),
    ),
    members: new Map(members.map((row) => [row.id, row])),
    guests: new Map(guests.map((row) => [row.id, row])),
    looks: await classifyAll(db, shown),
  }
  const submitted = [
    ...stories.map((row) => ({ at: row.created_at, one: storyCase(row, known) })),
    ...letters.map((row) => ({ at: row.created_at, one: letterCase(row, known) })),
  ].sort((a, b) => a.at - b.at)
  const block = (id: Section, title: string, cases: QueueItem[]): Block => ({
    id,
    title,
    cases,
    more: Math.max(0, tallies[id].n - cases.length),
  })
  const blocks = [
    {
      ...block(
        'held',
        'Held comments',
        shown.map((row) => heldCase(row, known)),
      ),
      more: 0,
    },
    block(
      'flagged',
      'Flags',
      flagged.map((row) => flaggedCase(row, flags, known)),
    ),
    block(
      'newcomers',
      'Newcomers',
      fresh.map((row) => newcomerCase(row, known)),
    ),
    block(
      'submissions',
      'Submissions',
      submitted.map(({ one }) => one),
    ),
  ]
  const { today, week } = beginnings(now, typeof dates === 'string' ? dates : dates.zone)
  return {
    tallies,
    blocks: blocks.filter(({ cases }) => cases.length > 0),
    after: held.length > CASES ? shown.at(-1)!.hold_id : null,
    usual: usualWait(await lastWaits(db, LOOKED_AT)),
    duties: await onDuty(db, now),
    note: (await handoverInForce(db)) ?? null,
    decided: await decisionsBy(db, Math.min(today, week), today),
    last: await lastDecision(db),
  }
}
