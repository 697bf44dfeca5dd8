// What the forms of decisions about one comment say. Pure.
import type { DecisionPage } from '../../comments/holds/decision-pages.ts'

import { PURGED } from '../../comments/holds/rules.ts'
import type { Button } from '../../markup/table.ts'
import { toolButtons } from '../../markup/toolbar.ts'
import { cannedReasons } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** Every decision: its address, what its form says, what is said when it is done, in which states it can be made, whether it needs a reason. */
export const decisions = {
  approvals: {
    heading: 'Let this comment stand',
    submit: 'Let it stand',
    danger: '',
    done: 'approved',
    from: ['held', 'live'],
    needsReason: false,
    intro: 'It stands in its thread, and flags against it are dismissed.',
  },
  holds: {
    heading: 'Hold this comment',
    submit: 'Hold the comment',
    danger: ' danger',
    done: 'held',
    from: ['live'],
    needsReason: true,
    intro: 'Readers see it no more until a moderator lets it through. It waits in the queue; its writer is told why.',
  },
  removals: {
    heading: 'Remove this comment',
    submit: 'Remove the comment',
    danger: ' danger',
    done: 'removed',
    from: ['live', 'held'],
    needsReason: true,
    intro:
      'Its words are gone for readers; its place stays, with your nic and the reason, and so do the replies. The reason stands in the public log.',
  },
  spam: {
    heading: 'Mark this comment as spam',
    submit: 'Mark it as spam',
    danger: ' danger',
    done: 'spam',
    from: ['live', 'held'],
    needsReason: true,
    intro: 'Readers see nothing of it, not even its place. The reason stands in the public log.',
  },
  restorations: {
    heading: 'Put this comment back',
    submit: 'Put it back',
    danger: '',
    done: 'restored',
    from: ['removed', 'spam'],
    needsReason: true,
    intro: 'It stands in its thread again. The reason stands in the public log.',
  },
} as const

export type Decision = keyof typeof decisions

/** What is said after a decision, by the word that the address bears then. */
const saidAfter = new Map(
  Object.entries({
    approved: 'The comment stands in its thread now.',
    held: 'The comment waits in the queue now.',
    removed: 'The comment was removed.',
    spam: 'The comment was marked as spam.',
    restored: 'The comment is back in its thread.',
    granted: 'The appeal is granted. Whoever made it is told, in your words.',
    refused: 'The appeal is answered, and the decision stands. Whoever made it is told, in your words.',
    already: 'Somebody else had decided about it already, or its writer has changed it. Nothing was done.',
    undone: 'It is as it was before.',
    partly: 'What nobody has changed since is as it was before.',
    claimed: 'The others see that you are looking at it.',
    released: 'You are not looking at it any more.',
    others: 'Somebody else is looking at it.',
    over: 'There is nothing to decide about it any more.',
    letter: 'The letter is read.',
  }),
)

export const saidOf = (done: string): string => saidAfter.get(done) ?? ''

export function decisionPage(
  noun: Decision,
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string; state: string /** Whether its words are not kept any more. */; purged: boolean },
  typed: { reason: string; fault: string; note?: string; noteFault?: string; seen?: string; next?: string },
): DecisionPage {
  const { heading, submit, danger, intro, from } = decisions[noun]
  const possible = (from as readonly string[]).includes(comment.state)
  const inThread = comment.state === 'live' || comment.state === 'removed'
  return {
    heading,
    intro: `The comment by ${comment.nic}. ${intro}`,
    action: `/moderation/${noun}`,
    submit,
    danger,
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'comment', id: comment.id },
    wanted: '',
    version: '',
    back: inThread ? urls.comment(comment.id) : `${urls.article(article)}#comments`,
    backText: 'Back to the thread',
    already:
      possible && comment.purged
        ? PURGED
        : possible
          ? ''
          : 'This cannot be done to the comment as it stands: somebody else may have decided about it meanwhile.',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    reasons: cannedReasons,
    plan: null,
    note: { typed: typed.note ?? '', fault: typed.noteFault ?? '' },
    brought: [
      { name: 'seen', value: typed.seen ?? '' },
      { name: 'next', value: typed.next ?? '' },
    ].filter(({ value }) => value !== ''),
  }
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

/** The form in which a moderator changes the words of a held comment before it stands. */
export const heldEditPage = (
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string; state: string; source: string; html: string },
  typed: { body?: string; reason: string; fault: string; reasonFault?: string; seen: string },
): HeldEditPage => ({
  heading: 'Change it, and let it stand',
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
