// The sentences of a notice, for page and e-mail. Pure.

import { asSentence, type Dates, dateAndTime } from '../format.ts'
import { type Act, actOf, actSentence } from '../log-acts.ts'
import type { NoticeKind } from '../notices/rules.ts'
import { urls } from '../urls.ts'

export type NoticeFacts = {
  kind: NoticeKind
  nic: string | null
  comment_id: number | null
  article_id: number
  log_entry_id: number | null
  headline: string | null
  slug: string | null
  article_state: string | null
  /** When a scheduled article is published. */
  scheduled_at: number | null
  comment_state: string | null
  act: string | null
  actor: string | null
  reason: string | null
}

/** Act of the log → sentence to the author; other acts read as in the log. */
const decisionSentences: Partial<Record<Act, string>> = {
  remove: 'Your comment was removed',
  restore: 'Your comment was restored',
  approve: 'Your comment was approved',
  hold: 'Your comment is waiting for a moderator',
  spam: 'Your comment was marked as spam',
  feature: 'Your comment is featured',
  unfeature: 'Your comment is no longer featured',
  move: 'Your comment was moved',
  warn: 'A moderator has warned you',
  silence: 'You have been silenced',
  ban: 'You were banned',
  'ban-email': 'You were banned',
  pardon: 'A sanction against you has ended',
  sweep: 'Some of your comments were removed',
  'grant-appeal': 'Your appeal was granted',
  'deny-appeal': 'Your appeal was denied',
  'accept-correction': 'Your correction was accepted',
  'decline-correction': 'Your correction was declined',
  close: 'The thread of your article was closed',
  reopen: 'The thread of your article was reopened',
  publish: 'Your article was published',
  republish: 'Your article was published again',
  'schedule-article': 'Your article is scheduled',
  return: 'Your article was sent back to you',
  reject: 'Your article was rejected',
  merge: 'Your article was merged into another',
  'move-article': 'Your article was moved to another edition',
  unpublish: 'Your article was unpublished',
  'edit-article': 'Your article was edited',
  trust: 'An editor trusts you now',
  'end-trust': 'You are no longer a trusted member',
}

/** What editors decide about an article, which its writer follows on a page of their own. */
const articleActs: ReadonlySet<string> = new Set<Act>([
  'publish',
  'republish',
  'schedule-article',
  'return',
  'reject',
  'merge',
  'move-article',
  'unpublish',
  'edit-article',
  'undo',
])

/** Whether a notice is about what somebody has sent in, and not about a comment or a thread. */
export const isAboutSubmission = ({ kind, comment_id, article_id, act }: NoticeFacts): boolean =>
  kind === 'decision' && comment_id === null && article_id !== 0 && articleActs.has(act ?? '')

const verbs = { reply: 'replied', mention: 'mentioned you', follow: 'wrote in a thread you follow' } as const

/** Actor and verb, apart from each other because the name is not ours. */
export const noticeActor = (notice: NoticeFacts): { nic: string; did: string } =>
  notice.kind === 'decision'
    ? { nic: notice.actor ?? '', did: 'decided' }
    : { nic: notice.nic ?? '', did: verbs[notice.kind] }

/** The text of the link: what the notice is about. */
export function noticeSubject(notice: NoticeFacts): string {
  const headline = notice.headline ?? 'a removed article'
  if (notice.kind !== 'decision') return `on ${headline}`
  // A warning, a ban or a sweep has no article.
  const act = actOf(notice.act ?? '')
  // Of undos only those of sanctions have no article.
  if (act === 'undo' && notice.article_id === 0) return 'A sanction against you was undone'
  if (act === 'undo' && isAboutSubmission(notice)) return `A decision about your article was undone: ${headline}`
  const sentence = act === null ? undefined : decisionSentences[act]
  if (notice.article_id === 0 && sentence !== undefined) return sentence
  return `${sentence ?? `A moderator ${act === null ? 'decided' : actSentence(act)}`}: ${headline}`
}

/** Address of the page about a decision on the reader's comment while readers cannot see it; else empty. */
const decisionHref = (notice: NoticeFacts, acts: readonly Act[]): string =>
  notice.kind !== 'decision' ||
  notice.comment_id === null ||
  notice.article_state !== 'published' ||
  !acts.some((act) => act === actOf(notice.act ?? '')) ||
  !['held', 'removed', 'spam'].includes(notice.comment_state ?? '')
    ? ''
    : urls.appeals(notice.comment_id)

/** Address of the appeal against a decision; empty if none is possible. */
export const appealHref = (notice: NoticeFacts): string => decisionHref(notice, ['remove', 'spam', 'hold'])

/** The text of a decision: its reason as in the log, and for a scheduled article its time. */
export const decisionText = (notice: NoticeFacts, dates: Dates): string =>
  notice.act === 'schedule-article' && notice.article_state === 'scheduled' && notice.scheduled_at !== null
    ? asSentence(`It appears on ${dateAndTime(notice.scheduled_at, dates)}`)
    : (notice.reason ?? '')

/** A submission leads to the article while that is published, else to its writer's page about it. */
const submissionHref = ({ article_id, slug, article_state }: NoticeFacts): string =>
  article_state === 'published' && slug !== null ? urls.article({ id: article_id, slug }) : urls.submission(article_id)

/** Target of the link: the decision while it is in force, else the comment if it is shown, else its article, else the log. */
export function noticeHref(notice: NoticeFacts): string {
  const decision = decisionHref(notice, ['remove', 'spam', 'hold', 'deny-appeal'])
  if (decision !== '') return decision
  if (notice.act === 'warn') return urls.acknowledgements
  if (notice.act === 'accept-correction' && notice.article_state === 'published')
    return urls.articleHistory(notice.article_id)
  if (isAboutSubmission(notice)) return submissionHref(notice)
  const shown = notice.comment_state === 'live' || notice.comment_state === 'removed'
  if (notice.article_state === 'published' && notice.comment_id !== null && shown)
    return urls.comment(notice.comment_id)
  if (notice.article_state === 'published' && notice.slug !== null)
    return `${urls.article({ id: notice.article_id, slug: notice.slug })}#comments`
  return notice.log_entry_id === null ? urls.inbox : urls.logEntry(notice.log_entry_id)
}
