// The items of the queue: a comment or submission, why it is in the queue, its author's record, and a button for each decision. Pure.

import type { flaggedComments, openFlags } from '../../comments/flags/queries.ts'
import { flagWeight, weightText } from '../../comments/flags/rules.ts'
import type { heldQueueItems } from '../../comments/holds/queries.ts'
import { type HoldRule, holdRules, versionToken } from '../../comments/holds/rules.ts'
import { type Byline, bylineOf } from '../../comments/thread/byline-pages.ts'
import { moderationAddress } from '../../comments/thread/person-pages.ts'
import { TEXT_DELETED } from '../../comments/thread/removed-pages.ts'
import { parseSigns, signWords } from '../../filters/signs.ts'
import { clockTime, count, type Dates, type Moment, moment, waitDuration } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { excerpt } from '../../markup/text.ts'
import { type ReasonChips, reasonChips } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import type { claimsOnComments } from './claim-queries.ts'
import type { GuestRecord, MemberRecord } from './item-queries.ts'
import { guestLine, memberLine, plainLine, type ReasonLine } from './writer-pages.ts'

/** `of` is the rest of its name for screen readers; `key` its keyboard shortcut; `needs` whether it requires a reason. */
type DecisionButton = {
  text: string
  of: string
  style: '' | ' primary' | ' danger'
  action: string
  key: string
  needs: boolean
}

export type QueueItem = {
  /** The id of the row; a letter before it says that it is not a comment. */
  key: string
  tag: { text: string; style: '' | ' red' | ' blue' }
  waited: string
  section: string
  time: Moment
  by: Byline | null
  about: { href: string; text: string }
  /** The comment that it answers. `state` is `(removed)` if it was removed. */
  above: { href: string; nic: string; state: string; text: string } | null
  /** The rendered text of a comment. */
  html: SafeHtml | null
  /** The text of anything else, as typed. */
  text: string
  lede: string
  why: ReasonLine[]
  /** `by` is who reviews it, for its line; empty for nobody. */
  claim: { by: string; text: string; button: string; action: 'claim' | 'release' } | null
  /** The beginning of its text, for its line. */
  words: string
  /** Its version token, by which it can be decided together with others; empty where it cannot. */
  token: string
  form: {
    action: string
    fields: { name: string; value: string }[]
    chips: ReasonChips | null
    buttons: DecisionButton[]
  } | null
  /** Links to related pages. */
  links: { href: string; text: string }[]
  /** The item in a few words, for screen readers. */
  of: string
}

/** `Looks like spam: 93 of 100.`; empty without a score. */
const scoreSentences = (score: number | undefined): string[] =>
  score === undefined
    ? []
    : [
        `${score >= 70 ? 'Looks like spam' : score <= 30 ? 'Looks like what is approved' : 'Could be either'}: ${score} of 100.`,
      ]

/** What the items of a page share. */
export type QueueContext = {
  /** The reasons that are offered. */
  reasons: readonly string[]
  viewer: number
  claims: Awaited<ReturnType<typeof claimsOnComments>>
  /** The id of the newest log entry, by comment. */
  lastEntries: ReadonlyMap<number, number>
  members: ReadonlyMap<number, MemberRecord>
  guests: ReadonlyMap<number, GuestRecord>
  /** The classifier's scores, by comment. */
  scores: ReadonlyMap<number, number>
  now: number
  dates: Dates
}

type Row = Omit<Awaited<ReturnType<typeof flaggedComments>>[number], 'waits_since' | 'flag_id'>

const removeButton = (of: string): DecisionButton => ({
  text: 'Remove',
  of: ` ${of}`,
  style: ' danger',
  action: '/moderation/removals',
  key: 'r',
  needs: true,
})
const spamButton = (of: string): DecisionButton => ({
  text: 'Spam',
  of: `: ${of}`,
  style: ' danger',
  action: '/moderation/spam',
  key: 's',
  needs: false,
})
const holdButton = (of: string): DecisionButton => ({
  text: 'Hold',
  of: ` ${of}`,
  style: '',
  action: '/moderation/holds',
  key: 'h',
  needs: true,
})
const approveButton = (text: string, of: string): DecisionButton => ({
  text,
  of: ` ${of}`,
  style: ' primary',
  action: '/moderation/approvals',
  key: 'a',
  needs: false,
})

function claimLine(row: Row, { claims, viewer, dates }: QueueContext): QueueItem['claim'] {
  if (row.account_id === viewer) return null
  const found = claims.find((one) => one.comment_id === row.id)
  if (found === undefined) return { by: '', text: '', button: 'I’m reviewing it', action: 'claim' }
  const since = clockTime(found.created_at, dates)
  return found.account_id === viewer
    ? { by: 'You', text: `You have been reviewing it since ${since}.`, button: 'Stop reviewing', action: 'release' }
    : { by: found.nic, text: `${found.nic} has been reviewing it since ${since}.`, button: '', action: 'claim' }
}

function commentItem(
  row: Row,
  since: number,
  tag: QueueItem['tag'],
  why: ReasonLine[],
  buttons: (of: string) => DecisionButton[],
  context: QueueContext,
): QueueItem {
  const { members, guests, lastEntries, now, dates } = context
  const of = `the comment by ${row.nic}`
  const token = versionToken(row, lastEntries.get(row.id))
  const record = row.account_id === null ? undefined : members.get(row.account_id)
  return {
    key: String(row.id),
    tag,
    waited: waitDuration(now - since),
    section: '',
    time: moment(row.created_at, now, dates),
    by: bylineOf({ nic: row.nic, name_kind: row.name_kind, role: row.role }),
    about: { href: urls.article({ id: row.article_id, slug: row.slug }), text: row.headline },
    above:
      row.above_id === null || (row.above_state !== 'live' && row.above_state !== 'removed')
        ? null
        : {
            href: urls.comment(row.above_id),
            nic: row.above_nic!,
            state: row.above_state === 'removed' ? ' (removed)' : '',
            text: row.above_html === '' ? TEXT_DELETED : excerpt(row.above_html!, 200),
          },
    html: storedHtml(row.html),
    text: '',
    lede: '',
    why: [...why, record === undefined ? guestLine(guests.get(row.id), row) : memberLine(record, dates)],
    claim: claimLine(row, context),
    words: excerpt(row.html, 160),
    // Nobody decides about their own comment, alone or together with others.
    token: row.account_id === context.viewer ? '' : token,
    form: {
      action: '/moderation/approvals',
      fields: [
        { name: 'comment', value: String(row.id) },
        { name: 'seen', value: token },
      ],
      chips: reasonChips(context.reasons, { prefix: `k${row.id}-`, legend: 'Reason, needed to remove' }),
      buttons: buttons(of),
    },
    links: [{ href: moderationAddress(row), text: row.account_nic === null ? 'Find similar' : 'About the writer' }],
    of,
  }
}

type Flag = Awaited<ReturnType<typeof openFlags>>[number]

/** How many of a member's earlier flags were dismissed, and what one counts if not in full; empty for fewer than three. */
function flaggerRecord(flag: Flag): string {
  const decided = flag.upheld + flag.dismissed
  if (decided < 3) return ''
  const weight = flagWeight(flag) === 1 ? '' : `, counts ${weightText(flag)}`
  return ` (${flag.dismissed} of ${decided} earlier flags dismissed${weight})`
}

const flagLine = (flag: Flag): ReasonLine => ({
  before: '',
  strong: `${flag.nic}${flaggerRecord(flag)}:`,
  after: ` ${flag.reason}`,
})

/** The signs of a robot in the form of a held comment. */
const signLine = (signs: string): ReasonLine[] =>
  signs === '' ? [] : [{ before: 'Form: ', strong: signWords(parseSigns(signs)), after: '' }]

/** Hold rules that suspect the text itself. */
const suspicionRules: readonly string[] = ['filter', 'classifier', 'robot', 'moderator', 'flags']

export const heldItem = (
  row: Awaited<ReturnType<typeof heldQueueItems>>[number],
  flags: readonly Flag[],
  context: QueueContext,
): QueueItem => {
  const why = [
    ...flags.filter((flag) => flag.comment_id === row.id).map(flagLine),
    ...(row.matched_text === '' ? [] : [{ before: 'Caught: ', strong: row.matched_text, after: '' }]),
    ...signLine(row.form_signs),
    ...(row.reason === '' ? [] : [plainLine(`Reason: ${row.reason}`)]),
    ...scoreSentences(context.scores.get(row.id)).map(plainLine),
  ]
  const item = commentItem(
    row,
    row.held_at,
    {
      text: holdRules[row.rule as HoldRule]?.label ?? row.rule,
      style: suspicionRules.includes(row.rule) ? ' red' : '',
    },
    why,
    (of) => [approveButton('Approve', of), removeButton(of), spamButton(of)],
    context,
  )
  return { ...item, links: [{ href: urls.heldEdit(row.id), text: 'Edit and approve' }, ...item.links] }
}

export const flaggedItem = (
  row: Awaited<ReturnType<typeof flaggedComments>>[number],
  flags: readonly Flag[],
  context: QueueContext,
): QueueItem => {
  const own = flags.filter((flag) => flag.comment_id === row.id)
  const item = commentItem(
    row,
    row.waits_since,
    { text: count(own.length, 'flag'), style: ' red' },
    own.map(flagLine),
    (of) => [approveButton('Dismiss flag', of), removeButton(of), spamButton(of)],
    context,
  )
  return {
    ...item,
    links: [
      { href: urls.closures(row.article_id), text: 'Close thread' },
      { href: urls.move(row.id), text: 'Move comment' },
      ...item.links,
    ],
  }
}

export const newcomerItem = (row: Row, context: QueueContext): QueueItem =>
  commentItem(
    row,
    row.created_at,
    { text: 'First comment', style: '' },
    [],
    (of) => [approveButton('Approve', of), removeButton(of), spamButton(of), holdButton(of)],
    context,
  )
