// What the forms show that feature a comment or blank an earlier version. Pure.

import type { DecisionPage } from '../../comments/holds/decision-pages.ts'
import { reasonChips, type TypedReason } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** The form that features a comment, or unfeatures a featured one. */
export function featurePage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string },
  featured: boolean,
  typed: { reason: string; fault: string },
): DecisionPage {
  return {
    heading: featured ? 'Unfeature this comment' : 'Feature this comment',
    intro: featured
      ? `The comment by ${comment.nic} stays in the thread, but loses its mark and is no longer quoted above it.`
      : `The comment by ${comment.nic} is marked, quoted above the thread, and listed among the featured comments. Your nic is shown in the public log, and your reason if you give one.`,
    action: '/moderation/features',
    submit: featured ? 'Unfeature comment' : 'Feature comment',
    danger: '',
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'comment', id: comment.id },
    wanted: featured ? 'unfeature' : 'feature',
    version: '',
    back: urls.comment(comment.id),
    backText: 'Back to the thread',
    already: '',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    needsReason: false,
    chips: null,
    plan: null,
  }
}

/** The form that blanks an earlier version of a comment. @param blanked whether it is blanked already */
export function blankingPage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string },
  version: number,
  blanked: boolean,
  typed: TypedReason & { reason: string; fault: string },
  reasons: readonly string[],
): DecisionPage {
  return {
    heading: `Blank version ${version} of this comment`,
    intro: `Only moderators will see what ${comment.nic} wrote in this version. In its place, the history shows who blanked it, when and why, and so does the public log. The comment itself does not change.`,
    action: '/moderation/blankings',
    submit: 'Blank this version',
    danger: ' danger',
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'comment', id: comment.id },
    wanted: '',
    version: String(version),
    back: urls.history(comment.id),
    backText: 'Back to the history',
    already: blanked ? 'This version is already blanked.' : '',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    needsReason: true,
    chips: reasonChips(reasons, { typed, fault: typed.fault, field: 'area' }),
    plan: null,
  }
}
