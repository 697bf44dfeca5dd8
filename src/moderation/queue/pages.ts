// The page of the queue: its size and age, the items by section, who is on duty, and how much was decided. Pure.

import { count, type Dates, type Moment, moment, number, spelled, waitDuration } from '../../format.ts'
import { type ReasonChips, reasonChips } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { decidedSentence } from '../decisions/pages.ts'
import { dutyDoneMessage, dutyLine } from '../duty/pages.ts'
import { tickName } from './form.ts'
import type { QueueItem } from './item-pages.ts'
import { type Queue, type QueueBlock, totalTally } from './reading.ts'
import { placeAddress } from './rules.ts'

/** An item with the addresses to go to after its decision (`next`) and after a claim (`back`). */
type PlacedItem = QueueItem & {
  next: string
  back: string
  /** The name of its check box; empty for an item that is decided alone. */
  box: string
  isTicked: boolean
}

export type QueuePage = {
  intro: string
  done: string
  /** What was left alone of several ticked comments, one sentence each. */
  left: string[]
  /** The batch that Undo takes; empty for none. */
  undo: string
  /** The address after an undo: the item that it brings back. */
  undone: string
  duty: { sentence: string; button: string; action: 'begin' | 'end' }
  note: { text: string; by: string; time: Moment } | null
  /** Reports by readers without an account, which have a page of their own; null for none. */
  reports: { href: string; text: string } | null
  blocks: { id: string; title: string; items: PlacedItem[]; more: { href: string; text: string; of: string } | null }[]
  /** The text of an empty queue. */
  nothing: string
  figures: { n: string; text: string }[]
  by: { nic: string; today: string; week: string }[]
  next: string
  first: string
  maxReason: number
  /** The form that decides about all ticked items; null on a page without comments. */
  several: { next: string; chips: ReasonChips; fault: string } | null
}

/** What was just done, as read from the address. */
export type FlashMessage = {
  done: string
  batch: number | null
  /** The comment it was about. */
  comment: number | null
  /** The other moderator who had claimed it; empty for nobody. */
  claimedBy: string
  /** What somebody else had done to it first; empty when the decision was made. */
  conflict: string
  /** The writer's name; empty where it is not known. */
  nic: string
  /** How many comments it was about. */
  n: number
  /** What was left alone of several, one sentence each. */
  left: string[]
}

/** The form about several items as sent, with its fault. */
export type TypedSeveral = { chip: string; reason: string; fault: string; ticked: ReadonlySet<string> }

/** Adds to every item the one that gets the focus after its decision: the next, or the one before the last. */
function placeItems(blocks: readonly QueueBlock[], page: string, ticked: ReadonlySet<string>): QueuePage['blocks'] {
  const keys = blocks.flatMap(({ items }) => items.map(({ key }) => key))
  const place = (one: QueueItem): PlacedItem => {
    const at = keys.indexOf(one.key)
    const next = keys[at + 1] ?? keys[at - 1]
    return {
      ...one,
      next: next === undefined ? urls.queue : urls.queueItem(next, page),
      back: urls.queueItem(one.key, page),
      box: one.token === '' ? '' : tickName(one.key),
      isTicked: ticked.has(one.key),
    }
  }
  return blocks.map(({ id, title, items, next, more }) => ({
    id,
    title,
    items: items.map(place),
    more:
      next === null
        ? null
        : { href: placeAddress(next), text: more === null ? 'Newer' : `${number(more)} more`, of: title.toLowerCase() },
  }))
}

const flashSentence = (did: FlashMessage): string =>
  did.conflict !== ''
    ? `${did.conflict} Nothing was changed.`
    : `${decidedSentence(did.done, did.nic, did.n) || dutyDoneMessage(did.done)}${did.claimedBy === '' ? '' : ` ${did.claimedBy} was reviewing it.`}`

const reportsLink = (n: number): QueuePage['reports'] =>
  n === 0
    ? null
    : {
        href: urls.readerReports,
        text: `${count(n, 'report')} by readers without an account ${n === 1 ? 'waits' : 'wait'}`,
      }

/** The form about several items, on a page that has some to tick. */
const severalOf = (queue: Queue, page: string, sent: TypedSeveral | null): QueuePage['several'] =>
  queue.blocks.some(({ items }) => items.some(({ token }) => token !== ''))
    ? {
        next: page,
        chips: reasonChips(queue.reasons, {
          prefix: 'several-',
          legend: 'Reason, needed to remove',
          ...(sent === null ? {} : { typed: sent, fault: sent.fault }),
        }),
        fault: sent?.fault ?? '',
      }
    : null

/**
 * @param page the address of the page
 * @param sent the form about several items that comes back with a fault, or null
 */
export function queuePage(
  queue: Queue,
  viewer: number,
  page: string,
  did: FlashMessage,
  now: number,
  dates: Dates,
  sent: TypedSeveral | null = null,
): QueuePage {
  const { n, since } = totalTally(queue.tallies)
  const { medianWait, decisions } = queue
  const today = decisions.reduce((sum, one) => sum + one.today, 0)
  const week = decisions.reduce((sum, one) => sum + one.n, 0)
  return {
    intro:
      n === 0
        ? 'The queue is empty.'
        : `${n === 1 ? 'One item' : `${spelled(n)} items`}, oldest ${waitDuration(now - since!)}.${medianWait === null ? '' : ` Half of the last decisions took less than ${waitDuration(medianWait)}.`}`,
    done: flashSentence(did),
    left: did.left,
    undo: did.batch === null || did.done === 'already' ? '' : String(did.batch),
    undone: did.comment === null ? urls.queue : urls.queueItem(String(did.comment)),
    duty: dutyLine(queue.duties, viewer, dates),
    note:
      queue.note === null
        ? null
        : { text: queue.note.body, by: queue.note.nic, time: moment(queue.note.created_at, now, dates) },
    reports: reportsLink(queue.tallies.reports.n),
    blocks: placeItems(queue.blocks, page, sent?.ticked ?? new Set()),
    nothing:
      page !== urls.queue
        ? 'Nothing is left on this page.'
        : `${queue.lastDecision === null ? '' : `The last decision was made ${moment(queue.lastDecision, now, dates).text}. `}Go and read the paper.`,
    figures: [
      ...(since === null ? [] : [{ n: waitDuration(now - since), text: 'age of the oldest item' }]),
      ...(medianWait === null ? [] : [{ n: waitDuration(medianWait), text: 'median time to a decision' }]),
      { n: number(today), text: 'decided today' },
      { n: number(week), text: 'this week' },
    ],
    by: decisions.map((one) => ({ nic: one.actor, today: number(one.today), week: number(one.n) })),
    next: queue.after === null ? '' : urls.heldAfter(queue.after),
    first: page === urls.queue ? '' : urls.queue,
    maxReason: limits.reason,
    several: severalOf(queue, page, sent),
  }
}
