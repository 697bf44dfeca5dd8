// What the queue says: comments that wait, each with what it answers and why it waits. Pure.
import { judgedAt } from '../comments/person-pages.ts'
import { signed, type Signed } from '../comments/pages.ts'
import { storedHtml, type SafeHtml } from '../markup/safe-html.ts'
import { excerpt } from '../markup/text.ts'
import { limits } from '../settings.ts'
import { HOUR, MINUTE } from '../time.ts'
import { count, moment, spelled, type Dates, type Moment } from '../web/format.ts'
import { urls } from '../web/urls.ts'
import { saidOf } from './decision-pages.ts'
import type { flaggedComments, openFlags } from './flag-queries.ts'
import type { waitingComments } from './hold-queries.ts'
import { cannedReasons } from './reasons.ts'
import { holdRules, seenOf, type HoldRule } from './rules.ts'

export type QueuePage = {
  intro: string
  done: string
  /** What was just done, for a press that undoes it; empty where nothing was. */
  undo: string
  blocks: { id: string; title: string; cases: Case[] }[]
  next: string
  first: string
  maxReason: number
  reasons: readonly string[]
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
  /** Why it is here: what caught it, who flagged it and for what. */
  why: string[]
  /** What of it was seen: a decision is about this, and about nothing that it has become since. */
  seen: string
  /** What lets it stand is called. */
  approve: string
  /** Where else one may go from it: to the form that changes its words, to who wrote it or what is like it. */
  ways: { href: string; text: string }[]
}

/** Cases of a page. */
export const CASES = 25

export const waited = (ms: number): string => (ms < HOUR ? `${Math.max(1, Math.trunc(ms / MINUTE))} min` : ms < 48 * HOUR ? `${Math.trunc(ms / HOUR)} h` : count(Math.trunc(ms / (24 * HOUR)), 'day'))

/** `Looks like spam: 93 of 100.`; empty where nothing is known. */
export const looksWords = (score: number | undefined): string[] =>
  score === undefined ? [] : [`${score >= 70 ? 'Looks like spam' : score <= 30 ? 'Looks like what is let through' : 'Could be either'}: ${score} of 100.`]

type Shown = Omit<Awaited<ReturnType<typeof flaggedComments>>[number], 'waits_since' | 'account_id'>

const caseOf = (row: Shown, since: number, label: string, why: string[], now: number, dates: Dates): Omit<Case, 'approve' | 'ways'> => ({
  id: row.id,
  label,
  waited: waited(now - since),
  time: moment(row.created_at, now, dates),
  by: signed({ nic: row.nic, voice: row.voice, role: row.role }),
  article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
  above: row.above_id === null || row.above_state !== 'live' ? null : { href: urls.comment(row.above_id), nic: row.above_nic!, text: excerpt(row.above_html!, 200) },
  text: storedHtml(row.html),
  why,
  seen: seenOf(row),
})

const personWay = (row: Shown): Case['ways'][number] => ({ href: judgedAt(row), text: row.account_nic === null ? 'What is like it' : 'Who wrote it' })

/** How much the flags of a member have been worth so far; empty where nobody can tell. */
const worth = ({ upheld, dismissed }: { upheld: number; dismissed: number }): string => (upheld + dismissed < 3 ? '' : ` (of ${upheld + dismissed} flags before, ${dismissed} dismissed)`)

export type Queue = {
  /** Held comments, one more than a page where there are more. */
  rows: Awaited<ReturnType<typeof waitingComments>>
  flagged: Awaited<ReturnType<typeof flaggedComments>>
  flags: Awaited<ReturnType<typeof openFlags>>
  total: number
  /** What the classifier says, by comment. */
  looks: ReadonlyMap<number, number>
}

/** @param first whether this is the beginning of the queue */
export function queuePage({ rows, flagged, flags, total, looks }: Queue, usual: string, first: boolean, did: { done: string; batch: number | null }, now: number, dates: Dates): QueuePage {
  const shown = rows.slice(0, CASES)
  const oldest = first ? Math.min(...shown.slice(0, 1).map((row) => row.held_at), ...flagged.slice(0, 1).map((row) => row.waits_since)) : Infinity
  const held = shown.map((row): Case => ({
    ...caseOf(row, row.held_at, holdRules[row.rule as HoldRule]?.label ?? row.rule, [...(row.words === '' ? [] : [`Caught: ${row.words}`]), ...(row.reason === '' ? [] : [`Reason: ${row.reason}`]), ...looksWords(looks.get(row.id)), `${row.email === null ? 'No e-mail given.' : 'Gave an e-mail address.'}${row.website === null ? '' : ` Website: ${row.website}`}`], now, dates),
    approve: 'Approve',
    ways: [{ href: urls.heldEdit(row.id), text: 'Change it first' }, personWay(row)],
  }))
  const raised = flagged.map((row): Case => ({
    ...caseOf(row, row.waits_since, 'Flagged', flags.filter((flag) => flag.comment_id === row.id).map((flag) => `${flag.nic}${worth(flag)}: ${flag.reason}`), now, dates),
    approve: 'Leave it',
    ways: [personWay(row)],
  }))
  return {
    intro: `${total === 0 ? '' : `${total === 1 ? 'One comment waits' : `${spelled(total)} comments wait`}.${oldest === Infinity ? '' : ` The oldest has waited ${waited(now - oldest)}.`}${usual === '' ? '' : ` A decision ${usual.slice(2).replace('usually', 'usually takes')}.`} `}Everything you decide, and why, stands in the public log.`,
    done: saidOf(did.done),
    undo: did.batch === null || did.done === 'already' ? '' : String(did.batch),
    blocks: [{ id: 'held', title: 'Held comments', cases: held }, { id: 'flagged', title: 'Flagged comments', cases: raised }].filter(({ cases }) => cases.length > 0),
    next: rows.length > CASES ? `${urls.queue}?after=${shown.at(-1)!.hold_id}` : '',
    first: first ? '' : urls.queue,
    maxReason: limits.reason,
    reasons: cannedReasons,
  }
}
