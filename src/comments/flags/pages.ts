// What the form of a flag says, and what its member sees afterwards. Pure.
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { DecisionPage } from '../holds/decision-pages.ts'

const flagOutcomes: Record<string, string> = {
  upheld: 'A moderator upheld your flag.',
  dismissed: 'A moderator dismissed your flag.',
}

/** @param flag this member's flag of the comment, or null */
export function flagPage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string },
  flag: { ended_at: number | null; end_reason: string | null } | null,
  typed: { reason: string; fault: string },
): DecisionPage {
  return {
    heading: 'Flag this comment',
    intro: `You are flagging the comment by ${comment.nic}. Moderators see your flag and your name; nobody else does.`,
    action: urls.flags(comment.id),
    submit: 'Send flag',
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
        : `You have flagged this comment. ${flag.ended_at === null ? 'No moderator has decided yet.' : (flagOutcomes[flag.end_reason ?? ''] ?? '')}`.trim(),
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    needsReason: true,
    chips: null,
    plan: null,
  }
}
