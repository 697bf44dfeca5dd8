// What the form shows that deletes a picture of a comment. Pure.

import type { DecisionPage } from '../../comments/holds/decision-pages.ts'
import { storedHtml } from '../../markup/safe-html.ts'
import { reasonChips, type TypedReason } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** @param deleted whether it is deleted already */
export function pictureDeletionPage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string; state: string; html: string },
  picture: { hash: string; deleted: boolean },
  typed: TypedReason & { reason: string; fault: string },
  reasons: readonly string[],
): DecisionPage {
  const inThread = comment.state === 'live' || comment.state === 'removed'
  return {
    heading: 'Delete the picture',
    intro: `The picture ${picture.hash.slice(0, 8)}… in the comment by ${comment.nic} is deleted from every comment that shows it, and nobody can send it again. This can’t be undone. Your reason and nic are shown in the public log. The text of the comment does not change.`,
    action: '/moderation/pictures',
    submit: 'Delete the picture',
    danger: ' danger',
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'comment', id: comment.id },
    quoted:
      comment.state === 'withdrawn'
        ? null
        : { nic: comment.nic, html: storedHtml(comment.html), deleted: '', history: urls.history(comment.id) },
    wanted: '',
    version: '',
    back: inThread ? urls.comment(comment.id) : `${urls.article(article)}#comments`,
    backText: 'Back to the thread',
    already: picture.deleted ? 'This picture is already deleted.' : '',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    needsReason: true,
    chips: reasonChips(reasons, { typed, fault: typed.fault, field: 'area' }),
    plan: null,
    brought: [{ name: 'picture', value: picture.hash }],
  }
}
