// What the page of the queue says: how much waits and for how long, the cases by sections, who is on duty, what was decided. Pure.

import { count, type Dates, type Moment, moment, number, spelled } from '../../format.ts'
import { cannedReasons } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { decisionDoneMessage } from '../decisions/pages.ts'
import { dutyDoneMessage, dutyLine } from '../duty/pages.ts'
import { type QueueItem, waited } from './item-pages.ts'
import { type Block, type Queue, totalTally } from './reading.ts'

/** A case with where the page goes on once it is decided. */
type Placed = QueueItem & { next: string; back: string }

export type QueuePage = {
  intro: string
  done: string
  /** What was just done, for a press that undoes it; empty where nothing was. */
  undo: string
  /** Where an undo leads: to what it brings back. */
  undone: string
  duty: { sentence: string; button: string; action: 'begin' | 'end' }
  note: { text: string; by: string; time: Moment } | null
  blocks: { id: string; title: string; cases: Placed[]; more: string }[]
  /** What is said where nothing waits. */
  nothing: string
  figures: { n: string; text: string }[]
  by: { nic: string; today: string; week: string }[]
  next: string
  first: string
  maxReason: number
  reasons: readonly string[]
}

/** What was just done, as the address says it. */
export type FlashMessage = {
  done: string
  batch: number | null
  /** The comment it was about. */
  comment: number | null
  /** Who was looking at it besides. */
  claimedBy: string
  /** What had been done about it by then: a second moderator learns of the first's decision. */
  meanwhile: string
}

/** Each case with the one that has the focus when it is decided, which is the next, or the one before the last. */
function placed(blocks: readonly Block[], after: number | null): QueuePage['blocks'] {
  const keys = blocks.flatMap(({ cases }) => cases.map(({ key }) => key))
  const place = (one: QueueItem): Placed => {
    const at = keys.indexOf(one.key)
    const next = keys[at + 1] ?? keys[at - 1]
    return {
      ...one,
      next: next === undefined ? urls.queue : urls.queueItem(next, after),
      back: urls.queueItem(one.key, after),
    }
  }
  return blocks.map(({ id, title, cases, more }) => ({
    id,
    title,
    cases: cases.map(place),
    more:
      more === 0
        ? ''
        : `${count(more, 'more', 'more')} ${more === 1 ? 'waits' : 'wait'}, and ${more === 1 ? 'comes' : 'come'} up as these are decided.`,
  }))
}

const doneWords = (did: FlashMessage): string =>
  did.meanwhile !== ''
    ? `${did.meanwhile} Nothing was done.`
    : `${decisionDoneMessage(did.done) || dutyDoneMessage(did.done)}${did.claimedBy === '' ? '' : ` ${did.claimedBy} was looking at it.`}`

/** @param after the held comment that the page goes on after; null on the first page */
export function queuePage(
  queue: Queue,
  viewer: number,
  after: number | null,
  did: FlashMessage,
  now: number,
  dates: Dates,
): QueuePage {
  const { n, since } = totalTally(queue.tallies)
  const { usual, decided } = queue
  const today = decided.reduce((sum, one) => sum + one.lately, 0)
  const week = decided.reduce((sum, one) => sum + one.n, 0)
  return {
    intro:
      n === 0
        ? 'Nothing waits.'
        : `${n === 1 ? 'One item waits' : `${spelled(n)} items wait`}. The oldest has waited ${waited(now - since!)}.${usual === null ? '' : ` Half of the last decisions took less than ${waited(usual)}.`}`,
    done: doneWords(did),
    undo: did.batch === null || did.done === 'already' ? '' : String(did.batch),
    undone: did.comment === null ? urls.queue : urls.queueItem(String(did.comment)),
    duty: dutyLine(queue.duties, viewer, dates),
    note:
      queue.note === null
        ? null
        : { text: queue.note.body, by: queue.note.nic, time: moment(queue.note.created_at, now, dates) },
    blocks: placed(queue.blocks, after),
    nothing: `${queue.last === null ? '' : `The last item was settled ${moment(queue.last, now, dates).text}. `}Go and read the paper.`,
    figures: [
      ...(since === null ? [] : [{ n: waited(now - since), text: 'the oldest waits' }]),
      ...(usual === null ? [] : [{ n: waited(usual), text: 'median time to a decision' }]),
      { n: number(today), text: 'decided today' },
      { n: number(week), text: 'this week' },
    ],
    by: decided.map((one) => ({ nic: one.actor, today: number(one.lately), week: number(one.n) })),
    next: queue.after === null ? '' : `${urls.queue}?after=${queue.after}`,
    first: after === null ? '' : urls.queue,
    maxReason: limits.reason,
    reasons: cannedReasons,
  }
}
