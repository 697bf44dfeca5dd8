// The cases of the queue: what waits, with what it answers, why it is here, whose it is, and a press for each decision. Pure.

import type { flaggedComments, openFlags } from '../../comments/flags/queries.ts'
import type { waitingComments } from '../../comments/holds/queries.ts'
import { type HoldRule, holdRules, versionToken } from '../../comments/holds/rules.ts'
import { type Signed, signed } from '../../comments/thread/pages.ts'
import { judgedAt } from '../../comments/thread/person-pages.ts'
import type { waitingLetters, waitingStories } from '../../desk/queries.ts'
import { clockTime, count, type Dates, type Moment, moment } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { excerpt } from '../../markup/text.ts'
import { HOUR, MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import type { claimsOn } from './claim-queries.ts'
import type { GuestRecord, MemberRecord } from './item-queries.ts'
import { guestWords, memberWords, plainly, storyWords, type Why } from './writer-pages.ts'

/** `key` is the single key that presses it; `needs` where it does nothing without a reason. */
type Press = {
  text: string
  of: string
  style: '' | ' primary' | ' danger'
  action: string
  key: string
  needs: boolean
}

export type QueueItem = {
  /** Names the element: digits for a comment, with a letter before for anything else. */
  key: string
  tag: { text: string; style: '' | ' red' | ' blue' }
  waited: string
  section: string
  time: Moment
  by: Signed | null
  about: { href: string; text: string }
  above: { href: string; nic: string; text: string } | null
  /** A comment as it is shown. */
  html: SafeHtml | null
  /** Anything else, as it was typed. */
  text: string
  lede: string
  why: Why[]
  claim: { said: string; press: string; action: 'claim' | 'release' } | null
  form: { action: string; fields: { name: string; value: string }[]; reason: boolean; presses: Press[] } | null
  /** Where else one may go from it. */
  ways: { href: string; text: string }[]
  /** Whose it is, for those who hear one press after another. */
  of: string
}

/** `48 min`, `3 h`, `2 days`. */
export const waited = (ms: number): string =>
  ms < HOUR
    ? `${Math.max(1, Math.trunc(ms / MINUTE))} min`
    : ms < 48 * HOUR
      ? `${Math.trunc(ms / HOUR)} h`
      : count(Math.trunc(ms / (24 * HOUR)), 'day')

/** `Looks like spam: 93 of 100.`; empty where nothing is known. */
export const looksWords = (score: number | undefined): string[] =>
  score === undefined
    ? []
    : [
        `${score >= 70 ? 'Looks like spam' : score <= 30 ? 'Looks like what is let through' : 'Could be either'}: ${score} of 100.`,
      ]

/** What the cases of a page are made from, besides their own rows. */
export type QueueContext = {
  viewer: number
  claims: Awaited<ReturnType<typeof claimsOn>>
  /** The newest entry of the log about a comment: what has been decided by now. */
  said: ReadonlyMap<number, number>
  members: ReadonlyMap<number, MemberRecord>
  guests: ReadonlyMap<number, GuestRecord>
  /** What the classifier says, by comment. */
  looks: ReadonlyMap<number, number>
  now: number
  dates: Dates
}

type Row = Omit<Awaited<ReturnType<typeof flaggedComments>>[number], 'waits_since'>

const remove = (of: string): Press => ({
  text: 'Remove',
  of: ` ${of}`,
  style: ' danger',
  action: '/moderation/removals',
  key: 'r',
  needs: true,
})
const spam = (of: string): Press => ({
  text: 'Spam',
  of: `: ${of}`,
  style: ' danger',
  action: '/moderation/spam',
  key: 's',
  needs: true,
})
const hold = (of: string): Press => ({
  text: 'Hold',
  of: ` ${of}`,
  style: '',
  action: '/moderation/holds',
  key: 'h',
  needs: true,
})
const approve = (text: string, of: string): Press => ({
  text,
  of: ` ${of}`,
  style: ' primary',
  action: '/moderation/approvals',
  key: 'a',
  needs: false,
})

function claimOf(row: Row, { claims, viewer, dates }: QueueContext): QueueItem['claim'] {
  if (row.account_id === viewer) return null
  const found = claims.find((one) => one.comment_id === row.id)
  if (found === undefined) return { said: '', press: 'I’m looking at it', action: 'claim' }
  const since = clockTime(found.created_at, dates)
  return found.account_id === viewer
    ? { said: `You have been looking at it since ${since}.`, press: 'Release it', action: 'release' }
    : { said: `${found.nic} has been looking at it since ${since}.`, press: '', action: 'claim' }
}

function caseOf(
  row: Row,
  since: number,
  tag: QueueItem['tag'],
  why: Why[],
  presses: (of: string) => Press[],
  known: QueueContext,
): QueueItem {
  const { members, guests, said, now, dates } = known
  const of = `the comment by ${row.nic}`
  const record = row.account_id === null ? undefined : members.get(row.account_id)
  return {
    key: String(row.id),
    tag,
    waited: `has waited ${waited(now - since)}`,
    section: '',
    time: moment(row.created_at, now, dates),
    by: signed({ nic: row.nic, name_kind: row.name_kind, role: row.role }),
    about: { href: urls.article({ id: row.article_id, slug: row.slug }), text: row.headline },
    above:
      row.above_id === null || row.above_state !== 'live'
        ? null
        : { href: urls.comment(row.above_id), nic: row.above_nic!, text: excerpt(row.above_html!, 200) },
    html: storedHtml(row.html),
    text: '',
    lede: '',
    why: [...why, record === undefined ? guestWords(guests.get(row.id), row) : memberWords(record, dates)],
    claim: claimOf(row, known),
    form: {
      action: '/moderation/approvals',
      fields: [
        { name: 'comment', value: String(row.id) },
        { name: 'seen', value: versionToken(row, said.get(row.id)) },
      ],
      reason: true,
      presses: presses(of),
    },
    ways: [{ href: judgedAt(row), text: row.account_nic === null ? 'What is like it' : 'Who wrote it' }],
    of,
  }
}

/** Rules that something was caught by, and not only somebody's first word. */
const caught: readonly string[] = ['filter', 'classifier', 'moderator']

export const heldCase = (row: Awaited<ReturnType<typeof waitingComments>>[number], known: QueueContext): QueueItem => {
  const why = [
    ...(row.matched_text === '' ? [] : [{ before: 'Caught: ', strong: row.matched_text, after: '' }]),
    ...(row.reason === '' ? [] : [plainly(`Reason: ${row.reason}`)]),
    ...looksWords(known.looks.get(row.id)).map(plainly),
  ]
  const one = caseOf(
    row,
    row.held_at,
    { text: holdRules[row.rule as HoldRule]?.label ?? row.rule, style: caught.includes(row.rule) ? ' red' : '' },
    why,
    (of) => [approve('Approve', of), remove(of), spam(of)],
    known,
  )
  return { ...one, ways: [{ href: urls.heldEdit(row.id), text: 'Change it first' }, ...one.ways] }
}

type Flag = Awaited<ReturnType<typeof openFlags>>[number]

/** How much the flags of a member have been worth so far; empty where nobody can tell. */
const worth = ({ upheld, dismissed }: Flag): string =>
  upheld + dismissed < 3 ? '' : ` (of ${upheld + dismissed} flags before, ${dismissed} dismissed)`

export const flaggedCase = (
  row: Awaited<ReturnType<typeof flaggedComments>>[number],
  flags: readonly Flag[],
  known: QueueContext,
): QueueItem => {
  const own = flags.filter((flag) => flag.comment_id === row.id)
  const one = caseOf(
    row,
    row.waits_since,
    { text: count(own.length, 'flag'), style: ' red' },
    own.map((flag) => ({ before: '', strong: `${flag.nic}${worth(flag)}:`, after: ` ${flag.reason}` })),
    (of) => [approve('Leave it', of), remove(of), spam(of)],
    known,
  )
  return {
    ...one,
    ways: [
      { href: urls.closures(row.article_id), text: 'Close the thread' },
      { href: urls.move(row.id), text: 'Move it' },
      ...one.ways,
    ],
  }
}

export const newcomerCase = (row: Row, known: QueueContext): QueueItem =>
  caseOf(
    row,
    row.created_at,
    { text: 'First comment', style: '' },
    [],
    (of) => [approve('Leave it', of), remove(of), spam(of), hold(of)],
    known,
  )

/** What waits for the editors is no comment: no claim, no reason. */
const submitted = { above: null, html: null, claim: null, by: null } as const

export const storyCase = (
  row: Awaited<ReturnType<typeof waitingStories>>[number],
  { members, now, dates }: QueueContext,
): QueueItem => {
  const record = row.account_id === null ? undefined : members.get(row.account_id)
  const by = row.account_nic ?? row.nic
  return {
    ...submitted,
    key: `a${row.id}`,
    tag: { text: 'Story', style: ' blue' },
    waited: `has waited ${waited(now - row.created_at)}`,
    section: row.section,
    time: moment(row.created_at, now, dates),
    about: { href: '', text: row.headline },
    text: '',
    lede: row.lede,
    why: [
      { before: 'By ', strong: by, after: row.source_host === null ? '.' : `. From ${row.source_host}.` },
      ...(record === undefined ? [] : [storyWords(record, dates)]),
      plainly('The editors decide about it.'),
    ],
    form: null,
    ways: [],
    of: `the story by ${by}`,
  }
}

export const letterCase = (
  row: Awaited<ReturnType<typeof waitingLetters>>[number],
  { members, now, dates }: QueueContext,
): QueueItem => {
  const record = row.account_id === null ? undefined : members.get(row.account_id)
  const of = `the letter by ${row.nic === '' ? 'somebody without a name' : row.nic}`
  return {
    ...submitted,
    key: `l${row.id}`,
    tag: { text: 'Letter', style: ' blue' },
    waited: `has waited ${waited(now - row.created_at)}`,
    section: '',
    time: moment(row.created_at, now, dates),
    about: { href: urls.article({ id: row.article_id, slug: row.slug }), text: row.headline },
    text: row.body,
    lede: '',
    by: signed({
      nic: row.nic === '' ? 'Somebody without a name' : row.nic,
      name_kind: row.account_nic === null ? 'guest' : 'member',
      role: null,
    }),
    why: [
      record === undefined
        ? plainly(row.email === '' ? 'A guest. No e-mail given.' : `A guest. E-mail: ${row.email}`)
        : memberWords(record, dates),
    ],
    form: {
      action: '/desk/letters/reads',
      fields: [{ name: 'letter', value: String(row.id) }],
      reason: false,
      presses: [
        { text: 'Mark as read', of: `: ${of}`, style: '', action: '/desk/letters/reads', key: 'a', needs: false },
      ],
    },
    ways: [{ href: urls.letters, text: 'All letters' }],
    of,
  }
}
