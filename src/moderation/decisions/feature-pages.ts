// What the forms show that feature a comment or blank an earlier version. Pure.

import type { DecisionPage } from '../../comments/holds/decision-pages.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** The form that features a comment, or ceases to when it is featured. */
export function featurePage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string },
  featured: boolean,
  typed: { reason: string; fault: string },
): DecisionPage {
  return {
    heading: featured ? 'Feature it no longer' : 'Feature this comment',
    intro: featured
      ? `The comment by ${comment.nic} stays where it is, without the mark, and is no longer quoted above the thread.`
      : `The comment by ${comment.nic} is marked, quoted above the thread, and among those that readers can ask for alone. The reason stands in the public log, with your nic.`,
    action: '/moderation/features',
    submit: featured ? 'Feature it no longer' : 'Feature the comment',
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
    reasons: [],
    plan: null,
  }
}

/** The form that blanks an earlier version of a comment. @param blanked whether somebody has done so already */
export function blankingPage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string },
  version: number,
  blanked: boolean,
  typed: { reason: string; fault: string },
): DecisionPage {
  return {
    heading: `Blank version ${version} of this comment`,
    intro: `What ${comment.nic} wrote then is shown to moderators alone, in the history and in the comparison with other versions. Who blanked it, when and why stands in its place and in the public log. The comment itself stays as it is.`,
    action: '/moderation/blankings',
    submit: 'Blank this version',
    danger: ' danger',
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'comment', id: comment.id },
    wanted: '',
    version: String(version),
    back: urls.history(comment.id),
    backText: 'Back to the history',
    already: blanked ? 'This version is blanked already.' : '',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    reasons: [],
    plan: null,
  }
}
