// What is said of a notice, on the page and in a mail alike. Pure.

import { type Act, actOf, actSentence } from '../log-acts.ts'
import { type Passage, passages } from '../markup/passages.ts'
import { shorten } from '../markup/words.ts'
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
  comment_state: string | null
  act: string | null
  actor: string | null
}

/** What became of one's own words, by the act of the log; an act that is not listed is said as the log says it. */
const decisionSentences: Partial<Record<Act, string>> = {
  remove: 'Your comment was removed',
  restore: 'Your comment is back',
  approve: 'Your comment was approved',
  hold: 'Your comment is held',
  spam: 'Your comment was taken for spam',
  feature: 'Your comment is featured',
  unfeature: 'Your comment is no longer featured',
  move: 'Your comment was moved',
  warn: 'A moderator has warned you',
  silence: 'You have been silenced',
  ban: 'You were banned',
  'ban-email': 'You were banned',
  pardon: 'What held against you has ended',
  sweep: 'Comments of yours were taken away',
  'grant-appeal': 'Your appeal was granted',
  'deny-appeal': 'Your appeal was answered, and the decision stands',
  close: 'The thread of your story was closed',
  reopen: 'The thread of your story is open again',
}

const verbs = { reply: 'replied', mention: 'mentioned you', follow: 'wrote in a thread you follow' } as const

/** Who did what: a name, which may be anybody's, apart from our words. */
export const noticeActor = (notice: NoticeFacts): { nic: string; did: string } =>
  notice.kind === 'decision'
    ? { nic: notice.actor ?? '', did: 'decided' }
    : { nic: notice.nic ?? '', did: verbs[notice.kind] }

/** What it is about, as the text of a link. */
export function noticeSubject(notice: NoticeFacts): string {
  const headline = notice.headline ?? 'a story that is not here any more'
  if (notice.kind !== 'decision') return `on ${headline}`
  // Of a warning, a ban or a sweep there is nothing else to say.
  const act = actOf(notice.act ?? '')
  const sentence = act === null ? undefined : decisionSentences[act]
  if (notice.article_id === 0 && sentence !== undefined) return sentence
  return `${sentence ?? `A moderator ${act === null ? 'decided' : actSentence(act)}`}: ${headline}`
}

/** Where whoever wrote a comment reads what was decided about it, as long as it is kept from its readers; else empty. */
const decisionHref = (notice: NoticeFacts, acts: readonly Act[]): string =>
  notice.kind !== 'decision' ||
  notice.comment_id === null ||
  notice.article_state !== 'published' ||
  !acts.some((act) => act === actOf(notice.act ?? '')) ||
  !['held', 'removed', 'spam'].includes(notice.comment_state ?? '')
    ? ''
    : urls.appeals(notice.comment_id)

/** Where its reader appeals against what they are told; empty where that cannot be. */
export const appealHref = (notice: NoticeFacts): string => decisionHref(notice, ['remove', 'spam', 'hold'])

/** Where the link leads: to what was decided about one's comment as long as it holds, to the comment where readers see it, else to its story, else to the log. */
export function noticeHref(notice: NoticeFacts): string {
  const decision = decisionHref(notice, ['remove', 'spam', 'hold', 'deny-appeal'])
  if (decision !== '') return decision
  if (notice.act === 'warn') return urls.acknowledgements
  const seen = notice.comment_state === 'live' || notice.comment_state === 'removed'
  if (notice.article_state === 'published' && notice.comment_id !== null && seen) return urls.comment(notice.comment_id)
  if (notice.article_state === 'published' && notice.slug !== null)
    return `${urls.article({ id: notice.article_id, slug: notice.slug })}#comments`
  return notice.log_entry_id === null ? urls.inbox : urls.logEntry(notice.log_entry_id)
}

/** Characters of a quotation in a mail: whoever quotes is to be heard too. */
const QUOTED = 280

/** What rendered HTML says for a mail, quotations as such, cut after a word. @param max characters, about */
export function mailedPassages(html: string, max: number): Passage[] {
  const said: Passage[] = []
  let room = max
  for (const { text, depth } of passages(html)) {
    const letters = [...(depth === 0 ? text : shorten(text, QUOTED))]
    if (letters.length > room) {
      const cut = letters.slice(0, room).join('')
      said.push({ text: `${cut.slice(0, Math.max(cut.lastIndexOf(' '), cut.length - 60))} …`.trimStart(), depth })
      break
    }
    room -= letters.length
    said.push({ text: letters.join(''), depth })
  }
  return said
}
