// What the form says that flags a comment, and what it says afterwards. Pure.

import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { DecisionPage } from '../holds/decision-pages.ts'

/** What became of a flag, by how it ended. */
const became: Record<string, string> = {
  upheld: 'A moderator agreed, and acted.',
  dismissed: 'A moderator has looked at it, and left it where it is.',
}

/** @param flag what this member has said of the comment before, if anything */
export function flagPage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string },
  flag: { ended_at: number | null; end_reason: string | null } | null,
  typed: { reason: string; fault: string },
): DecisionPage {
  return {
    heading: 'Ask a moderator to look at this comment',
    intro: `Tell in a sentence what is wrong with the comment by ${comment.nic}. Moderators see it with your nic; nobody else does. You can do so once for each comment.`,
    action: urls.flags(comment.id),
    submit: 'Send it to the moderators',
    danger: '',
    article: { href: urls.article(article), headline: article.headline },
    about: null,
    wanted: '',
    version: '',
    back: urls.comment(comment.id),
    backText: 'Back to the thread',
    already:
      flag === null
        ? ''
        : `You have asked a moderator to look at this comment. ${flag.ended_at === null ? 'Nobody has decided yet.' : (became[flag.end_reason ?? ''] ?? '')}`.trim(),
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    reasons: [],
    plan: null,
  }
}
