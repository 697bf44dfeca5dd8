// What the queue says: comments that wait, each with what it answers and why it waits. Pure.
import { signed, type Signed } from '../comments/pages.ts'
import { storedHtml, type SafeHtml } from '../markup/safe-html.ts'
import { excerpt } from '../markup/text.ts'
import { limits } from '../settings.ts'
import { HOUR, MINUTE } from '../time.ts'
import { count, moment, spelled, type Dates, type Moment } from '../web/format.ts'
import { urls } from '../web/urls.ts'
import type { waitingComments } from './hold-queries.ts'
import { holdRules, type HoldRule } from './rules.ts'

export type QueuePage = {
  intro: string
  done: string
  /** What was just done, for a press that undoes it; empty where nothing was. */
  undo: string
  cases: Case[]
  next: string
  first: string
  maxReason: number
}

export type Case = {
  id: number
  label: string
  waited: string
  time: Moment
  by: Signed
  article: { href: string; headline: string }
  above: { href: string; nic: string; text: string } | null
  text: SafeHtml
  /** The very words that caught it, with the name of the filter; empty where none did. */
  caught: string
  /** What the classifier says of it; empty while it has learnt too little. */
  looks: string
  why: string
  reason: string
  fault: string
}

/** Cases of a page. */
export const CASES = 25

const waited = (ms: number): string => (ms < HOUR ? `${Math.max(1, Math.trunc(ms / MINUTE))} min` : ms < 48 * HOUR ? `${Math.trunc(ms / HOUR)} h` : count(Math.trunc(ms / (24 * HOUR)), 'day'))

/** `looks like spam: 93 of 100`; empty where nothing is known. */
export const looksWords = (score: number | undefined): string =>
  score === undefined ? '' : `${score >= 70 ? 'Looks like spam' : score <= 30 ? 'Looks like what is let through' : 'Could be either'}: ${score} of 100`

const said: Record<string, string> = { approved: 'The comment stands in its thread now.', removed: 'The comment was removed.', already: 'Somebody else had decided about it already. Nothing was changed.' }

/** What a press that has to be put right brings back, beside the case it is about. */
export type Typed = { comment: number; reason: string; fault: string }

/**
 * @param rows one more than a page where there are more
 * @param looks scores of the classifier by comment
 * @param first whether this is the beginning of the queue
 */
export function queuePage(rows: Awaited<ReturnType<typeof waitingComments>>, total: number, usual: string, first: boolean, looks: ReadonlyMap<number, number>, did: { done: string; batch: number | null }, typed: Typed | null, now: number, dates: Dates): QueuePage {
  const shown = rows.slice(0, CASES)
  const oldest = first ? shown[0] : undefined
  return {
    intro: total === 0 ? 'Everything you decide, and why, stands in the public log.'
      : `${total === 1 ? 'One comment waits' : `${spelled(total)} comments wait`}.${oldest ? ` The oldest has waited ${waited(now - oldest.held_at)}.` : ''}${usual === '' ? '' : ` A decision takes${usual.slice(1)}.`} Everything you decide, and why, stands in the public log.`,
    done: said[did.done] ?? '',
    undo: did.batch === null || did.done === 'already' ? '' : String(did.batch),
    cases: shown.map((row) => ({
      id: row.id,
      label: holdRules[row.rule as HoldRule]?.label ?? row.rule,
      waited: waited(now - row.held_at),
      time: moment(row.created_at, now, dates),
      by: signed({ nic: row.nic, voice: row.voice, role: row.role }),
      article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
      above: row.above_id === null || row.above_state !== 'live' ? null : { href: urls.comment(row.above_id), nic: row.above_nic!, text: excerpt(row.above_html!, 200) },
      text: storedHtml(row.html),
      caught: row.words,
      looks: looksWords(looks.get(row.id)),
      why: `${row.email === null ? 'No e-mail given.' : 'Gave an e-mail address.'}${row.website === null ? '' : ` Website: ${row.website}`}`,
      reason: typed?.comment === row.id ? typed.reason : '',
      fault: typed?.comment === row.id ? typed.fault : '',
    })),
    next: rows.length > CASES ? `${urls.queue}?after=${shown.at(-1)!.hold_id}` : '',
    first: first ? '' : urls.queue,
    maxReason: limits.reason,
  }
}
