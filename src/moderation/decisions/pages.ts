// What the forms of decisions about one comment say. Pure.

import { commentsDecided, type DecisionPage } from '../../comments/holds/decision-pages.ts'
import { TEXT_PURGED } from '../../comments/holds/rules.ts'
import { TEXT_DELETED } from '../../comments/thread/removed-pages.ts'
import { storedHtml } from '../../markup/safe-html.ts'

import type { Button } from '../../markup/table.ts'
import { toolButtons } from '../../markup/toolbar.ts'
import { reasonChips } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** Every decision by the noun of its address: the sentences of its form, the states it applies to, whether it needs a reason. */
export const decisions = {
  approvals: {
    heading: 'Approve this comment',
    submit: 'Approve',
    danger: '',
    done: 'approved',
    from: ['held', 'live'],
    needsReason: false,
    intro: 'It is published, and its flags are dismissed.',
  },
  holds: {
    heading: 'Hold this comment',
    submit: 'Hold comment',
    danger: ' danger',
    done: 'held',
    from: ['live'],
    needsReason: true,
    intro:
      'Hidden until a moderator approves it. It waits in the queue, and its writer gets a notice with your reason.',
  },
  removals: {
    heading: 'Remove this comment',
    submit: 'Remove comment',
    danger: ' danger',
    done: 'removed',
    from: ['live', 'held'],
    needsReason: true,
    intro:
      'The text is hidden. A note with your name and reason takes its place; replies stay. Your reason is shown in the public log.',
  },
  spam: {
    heading: 'Mark this comment as spam',
    submit: 'Mark as spam',
    danger: ' danger',
    done: 'spam',
    from: ['live', 'held'],
    needsReason: false,
    intro: 'It disappears from the thread without a trace. The public log says so, with your reason if you give one.',
  },
  restorations: {
    heading: 'Restore this comment',
    submit: 'Restore comment',
    danger: '',
    done: 'restored',
    from: ['removed', 'spam'],
    needsReason: true,
    intro: 'It is published again. Your reason is shown in the public log.',
  },
} as const

export type Decision = keyof typeof decisions

/** Messages by the `done` of the address. */
const doneMessages = new Map(
  Object.entries({
    approved: 'Comment approved.',
    held: 'Comment held. It waits in the queue.',
    removed: 'Comment removed.',
    spam: 'Comment marked as spam.',
    restored: 'Comment restored.',
    granted: 'Appeal granted. Its author gets your answer.',
    refused: 'Appeal denied. Its author gets your answer.',
    none: 'Nothing was changed.',
    already: 'Nothing was done. Somebody else has already decided about it, or its writer has edited it.',
    undone: 'Undone.',
    partly: 'Undone, except for what somebody has changed since.',
    claimed: 'The other moderators see that you are reviewing it.',
    released: 'You are no longer reviewing it.',
    others: 'Somebody else is reviewing it.',
    over: 'There is nothing left to decide about it.',
    letter: 'Letter marked as read.',
  }),
)

export const decisionDoneMessage = (done: string): string => doneMessages.get(done) ?? ''

/** The message after a decision; the plain one where it is not known about whose comment. @param n how many comments */
export const decidedSentence = (done: string, nic: string, n: number): string =>
  commentsDecided(done, nic, n) || decisionDoneMessage(done)

const NOT_POSSIBLE = 'This is not possible in the comment’s present state. Somebody else may have decided about it.'

/** A decision's form as sent. `seen` is its version token, `next` the address that follows. */
export type TypedDecision = {
  chip?: string
  reason: string
  fault: string
  note?: string
  noteFault?: string
  seen?: string
  next?: string
}

export function decisionPage(
  noun: Decision,
  article: { id: number; slug: string; headline: string },
  /** `purged`: its text has been deleted. */
  comment: { id: number; nic: string; state: string; html: string; purged: boolean },
  typed: TypedDecision,
  /** Hashes of its pictures. */
  pictures: readonly string[],
  reasons: readonly string[],
): DecisionPage {
  const { heading, submit, danger, intro, from, needsReason } = decisions[noun]
  const isPossible = (from as readonly string[]).includes(comment.state)
  const inThread = comment.state === 'live' || comment.state === 'removed'
  return {
    heading,
    intro: `The comment by ${comment.nic}. ${intro}`,
    action: `/moderation/${noun}`,
    submit,
    danger,
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'comment', id: comment.id },
    quoted:
      comment.state === 'withdrawn'
        ? null
        : {
            nic: comment.nic,
            html: comment.purged ? '' : storedHtml(comment.html),
            deleted: comment.purged ? TEXT_DELETED : '',
            history: urls.history(comment.id),
            pictures: inTextOrder(pictures, comment.html).map((hash, i) => ({
              href: urls.pictureDeletion(comment.id, hash),
              text: pictures.length === 1 ? 'Delete the picture' : `Delete picture ${i + 1}`,
            })),
          },
    wanted: '',
    version: '',
    back: inThread ? urls.comment(comment.id) : `${urls.article(article)}#comments`,
    backText: 'Back to the thread',
    already: !isPossible ? NOT_POSSIBLE : comment.purged ? TEXT_PURGED : '',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    needsReason,
    chips: needsReason ? reasonChips(reasons, { typed, fault: typed.fault, field: 'area' }) : null,
    plan: null,
    note: { typed: typed.note ?? '', fault: typed.noteFault ?? '' },
    brought: [
      { name: 'seen', value: typed.seen ?? '' },
      // A moderator who came from the thread goes back there.
      { name: 'next', value: typed.next ?? urls.comment(comment.id) },
    ].filter(({ value }) => value !== ''),
  }
}

/** Pictures of earlier versions come last. */
function inTextOrder(hashes: readonly string[], html: string): string[] {
  const shown = hashes.filter((hash) => html.includes(hash))
  return [
    ...shown.toSorted((a, b) => html.indexOf(a) - html.indexOf(b)),
    ...hashes.filter((one) => !shown.includes(one)),
  ]
}

export type HeldEditPage = {
  heading: string
  article: { href: string; headline: string }
  nic: string
  id: number
  seen: string
  tools: readonly Button[]
  typed: string
  fault: string
  reason: string
  reasonFault: string
  maxReason: number
  back: string
}

/** The form as sent. `seen` is its version token. */
export type TypedEdit = { body?: string; reason: string; fault: string; reasonFault?: string; seen: string }

/** The form in which a moderator edits a held comment and approves it. */
export const heldEditPage = (
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string; state: string; source: string; html: string },
  typed: TypedEdit,
): HeldEditPage => ({
  heading: 'Edit and approve',
  article: { href: urls.article(article), headline: article.headline },
  nic: comment.nic,
  id: comment.id,
  seen: typed.seen,
  tools: toolButtons('comment'),
  typed: typed.body ?? comment.source,
  fault: typed.fault,
  reason: typed.reason,
  reasonFault: typed.reasonFault ?? '',
  maxReason: limits.reason,
  back: urls.queue,
})
