// The fold Moderate of a comment: what a moderator can do about it, in two presses. Pure.
import { may, type Viewer } from '../../permissions.ts'
import { type ReasonChips, reasonChips } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import type { ThreadContext } from './context-pages.ts'
import { moderationAddress } from './person-pages.ts'
import type { CommentRow } from './queries.ts'

export type Moderation = {
  /** Its fields have the number of the comment in their names: one form serves all comments. */
  chips: ReasonChips
  hint: string
  buttons: { action: string; text: string; danger: string }[]
  /** What needs more than a reason has a page of its own. */
  links: { href: string; text: string }[]
}

const decisionTexts = {
  removals: { text: 'Remove', danger: ' danger' },
  holds: { text: 'Hold', danger: '' },
  spam: { text: 'Spam', danger: '' },
  features: { text: 'Feature', danger: '' },
  restorations: { text: 'Restore', danger: '' },
} as const

type DecisionNoun = keyof typeof decisionTexts

const button = (noun: DecisionNoun): Moderation['buttons'][number] => ({
  action: urls.decide(noun),
  ...decisionTexts[noun],
})

/** Links to what moderators know of the writer, and to silencing one whom they outrank. */
function writerLinks(row: CommentRow, viewer: Viewer): Moderation['links'] {
  const href = moderationAddress(row)
  if (row.account_nic === null || row.account_id === null || row.role === null) return [{ href, text: 'Find similar…' }]
  const silences = may.silence(viewer, { id: row.account_id, role: row.role }) === null
  return [
    ...(silences ? [{ href: urls.sanction('silences', row.account_nic), text: 'Silence…' }] : []),
    { href, text: 'Writer…' },
  ]
}

/** Null for everybody but moderators, and for comments that are neither published nor removed. */
export function moderationOf(row: CommentRow, { viewer, featured, reasons }: ThreadContext): Moderation | null {
  if (viewer === null || may.hold(viewer) !== null || (row.state !== 'live' && row.state !== 'removed')) return null
  const isLive = row.state === 'live'
  const isFeatured = featured.has(row.id)
  const nouns: DecisionNoun[] = isLive
    ? ['removals', 'holds', 'spam', ...(isFeatured ? [] : (['features'] as const))]
    : ['restorations']
  return {
    chips: reasonChips(isLive ? reasons.deciding : reasons.restoring, {
      prefix: `m${row.id}-`,
      form: 'moderate',
      field: 'none',
      comment: row.id,
    }),
    hint: isLive ? 'Remove and Hold need a reason.' : 'Restore needs a reason.',
    buttons: nouns.map(button),
    links: [
      { href: urls.move(row.id), text: 'Move…' },
      ...(isLive && isFeatured ? [{ href: urls.features(row.id), text: 'Unfeature…' }] : []),
      ...(isLive ? writerLinks(row, viewer) : []),
    ],
  }
}

/** The links of a removed comment in a run, where each leads to a form of its own. */
export const tombstoneDecisions = (row: CommentRow, { viewer }: ThreadContext): Moderation['links'] =>
  row.state !== 'removed' || may.hold(viewer) !== null
    ? []
    : [
        { href: urls.decision('restorations', row.id), text: 'Restore' },
        { href: urls.move(row.id), text: 'Move' },
      ]
