// What the form of a flag says, and what its member sees afterwards: the answer to one flag, and the list of all. Pure.
import { type Dates, type Moment, moment } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { DecisionPage } from '../holds/decision-pages.ts'
import type { flagsOfAccount } from './queries.ts'
import { type FlagRecord, flagRecordSentences } from './rules.ts'

const flagOutcomes: Record<string, string> = {
  upheld: 'A moderator upheld your flag.',
  dismissed: 'A moderator dismissed your flag.',
}

/** What came of a flag, in a sentence. */
const flagOutcome = ({ ended_at, end_reason }: { ended_at: number | null; end_reason: string | null }): string =>
  ended_at === null ? 'No moderator has decided yet.' : (flagOutcomes[end_reason ?? ''] ?? '')

const yourFlags = { href: urls.ownFlags, text: 'Your flags' }

/**
 * @param flag this member's flag of the comment, or null
 * @param record moderators' decisions about their flags
 */
export function flagPage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string },
  flag: { ended_at: number | null; end_reason: string | null } | null,
  typed: { reason: string; fault: string },
  record: FlagRecord,
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
    already: flag === null ? '' : `You have flagged this comment. ${flagOutcome(flag)}`.trim(),
    notice:
      record.upheld + record.dismissed === 0
        ? null
        : { kind: '', sentence: flagRecordSentences(record).join(' '), link: yourFlags },
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    needsReason: true,
    chips: null,
    plan: null,
  }
}

export type FlagsPage = {
  record: string[]
  flags: {
    id: number
    /** Where the comment is, or empty while readers do not see it. */
    href: string
    nic: string
    article: { href: string; headline: string } | null
    headline: string
    reason: string
    time: Moment
    outcome: string
    decided: Moment | null
  }[]
  older: string
  newest: string
}

export const FLAGS_PAGE_SIZE = 30

/** @param rows one more than a page where there are older ones */
export function flagsPage(
  rows: Awaited<ReturnType<typeof flagsOfAccount>>,
  record: FlagRecord,
  before: number | null,
  now: number,
  dates: Dates,
): FlagsPage {
  const shown = rows.slice(0, FLAGS_PAGE_SIZE)
  return {
    record: flagRecordSentences(record),
    flags: shown.map((row) => {
      const isOpen = row.article_state === 'published'
      return {
        id: row.id,
        href: isOpen && row.state === 'live' ? urls.comment(row.comment_id) : '',
        nic: row.nic,
        article: isOpen ? { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline } : null,
        headline: row.headline,
        reason: row.reason,
        time: moment(row.created_at, now, dates),
        outcome: flagOutcome(row),
        decided: row.ended_at === null ? null : moment(row.ended_at, now, dates),
      }
    }),
    older: rows.length > FLAGS_PAGE_SIZE ? urls.below(urls.ownFlags, shown.at(-1)!.id) : '',
    newest: before === null ? '' : urls.ownFlags,
  }
}
