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
  /** Set if it says that a thread has closed. */
  reminder_id: number | null
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
  'hold-flagged': 'Your comment is waiting for a moderator',
  spam: 'Your comment was marked as spam',
  feature: 'Your comment is featured',
  unfeature: 'Your comment is no longer featured',
  move: 'Your comment was moved',
  warn: 'A moderator has warned you',
  silence: 'You have been silenced',
  'hold-person': 'Moderators read what you write before it appears',
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

/** Act of the log → what was done, before the name of the person who did it. */
const decisionVerbs: Partial<Record<Act, string>> = {
  remove: 'Removed',
  restore: 'Restored',
  approve: 'Approved',
  'edit-approve': 'Edited and approved',
  read: 'Read and approved',
  hold: 'Held',
  spam: 'Marked as spam',
  feature: 'Featured',
  unfeature: 'No longer featured, decided',
  move: 'Moved',
  'schedule-article': 'Your article was scheduled',
  warn: 'You were warned',
  pardon: 'A sanction against you was ended',
  trust: 'You were made a trusted member',
  'end-trust': 'You are no longer a trusted member, decided',
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
  notice.reminder_id !== null
    ? { nic: '', did: 'Comments are closed' }
    : notice.kind === 'decision'
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

/** Such as `Removed by Bittern.` */
export function decisionSentence(notice: NoticeFacts): string {
  const act = actOf(notice.act ?? '')
  const verb =
    act === 'undo'
      ? notice.article_id === 0
        ? 'A sanction against you was undone'
        : `A decision about your ${isAboutSubmission(notice) ? 'article' : 'comment'} was undone`
      : act === null
        ? 'Decided'
        : (decisionVerbs[act] ?? decisionSentences[act] ?? 'Decided')
  return asSentence(notice.actor === null ? verb : `${verb} by ${notice.actor}`)
}

/** Acts whose entry says how, and not why. */
const withoutReason: ReadonlySet<string> = new Set<Act>(['publish', 'schedule-article', 'move-article', 'undo'])

/** The reason of a decision, such as `Reason: Off topic`; for what editors do with an article how it was done. */
export function decisionReason(notice: NoticeFacts, dates: Dates): string {
  const text = decisionText(notice, dates)
  return text === '' || withoutReason.has(notice.act ?? '') ? text : `Reason: ${text}`
}

/** Acts on a comment that do not replace each other: featuring and moving stand beside its state. */
const besideState: Partial<Record<Act, string>> = { feature: 'feature', unfeature: 'feature', move: 'place' }

/** What a decision is about: a later one about the same supersedes it. Null for what stands for itself, such as a warning. */
export function decidedMatter(notice: NoticeFacts): string | null {
  const act = actOf(notice.act ?? '')
  if (notice.kind !== 'decision' || act === null) return null
  if (notice.comment_id !== null) return `${besideState[act] ?? 'state'} of comment ${notice.comment_id}`
  if (isAboutSubmission(notice)) return `article ${notice.article_id}`
  return act === 'close' || act === 'reopen' ? `thread ${notice.article_id}` : null
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
export const appealHref = (notice: NoticeFacts): string =>
  decisionHref(notice, ['remove', 'spam', 'hold', 'hold-flagged'])

/** The text of a decision: its reason as in the log, and for a scheduled article its time. */
export const decisionText = (notice: NoticeFacts, dates: Dates): string =>
  notice.act === 'schedule-article' && notice.article_state === 'scheduled' && notice.scheduled_at !== null
    ? asSentence(`It appears on ${dateAndTime(notice.scheduled_at, dates)}`)
    : (notice.reason ?? '')

/** A submission leads to the article while that is published, else to its writer's page about it. */
const submissionHref = ({ article_id, slug, article_state }: NoticeFacts): string =>
  article_state === 'published' && slug !== null ? urls.article({ id: article_id, slug }) : urls.submission(article_id)

/** What the address of a decision is called; empty where it is only the log entry. */
export function decisionLinkText(notice: NoticeFacts): string {
  const href = noticeHref(notice)
  if (notice.log_entry_id !== null && href === urls.logEntry(notice.log_entry_id)) return ''
  if (href === urls.acknowledgements) return 'Confirm that you have read this'
  if (isAboutSubmission(notice)) return 'Your article'
  if (notice.act === 'accept-correction') return 'What was corrected'
  return notice.comment_id !== null && href === urls.appeals(notice.comment_id) ? 'The decision' : 'In the thread'
}

/** Address of the article that a notice is about; empty if readers cannot open it. */
export const noticeArticleHref = (notice: NoticeFacts): string =>
  isAboutSubmission(notice)
    ? submissionHref(notice)
    : notice.article_state !== 'published' || notice.slug === null
      ? ''
      : urls.article({ id: notice.article_id, slug: notice.slug })

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
