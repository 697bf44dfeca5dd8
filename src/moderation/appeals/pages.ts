// The pages of appeals: the author's page, and the items and outcomes that moderators see. Pure.

import type { AppealView, Link } from '../../comments/appeals/pages.ts'
import { decisionLabels, decisionSentence, writerDecisionText } from '../../comments/appeals/pages.ts'
import type { AppealNoun, AppealRow, DecisionRow } from '../../comments/appeals/queries.ts'
import { type HoldRule, holdRules, versionToken } from '../../comments/holds/rules.ts'
import { type Byline, bylineOf } from '../../comments/thread/byline-pages.ts'
import { moderationAddress } from '../../comments/thread/person-pages.ts'
import { parseSigns, signWords } from '../../filters/signs.ts'
import { asSentence, type Dates, type Moment, moment, number, waitDuration } from '../../format.ts'
import { masked } from '../../ip-ranges.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { refusals, type Verdict } from '../../permissions.ts'
import { untilPhrase } from '../../sanctions/rules.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { WaitingAppeal } from './queries.ts'

export type AppealPage = {
  article: { href: string; headline: string }
  posted: Moment
  text: SafeHtml
  /** The state of the comment. */
  state: { kind: '' | ' ok' | ' warn' | ' bad'; sentence: string }
  links: Link[]
  appeal: AppealView
  /** The text of an appeal that was not accepted, and why. */
  kept: string
  refused: string
}

const nothingToAppealSentences: Partial<Record<string, { kind: '' | ' ok'; sentence: string }>> = {
  live: { kind: ' ok', sentence: 'Your comment is published: there is nothing to appeal.' },
  withdrawn: { kind: '', sentence: 'You withdrew this comment: there is nothing to appeal.' },
}

/** The answer to a second, different appeal against the same decision. */
export const ALREADY_APPEALED =
  'This was not sent; your text is below. You have already appealed against this decision, and each decision can be appealed once.'

/** The page on which a comment's author appeals. @param links other pages to go to */
export const appealPage = (
  article: { id: number; slug: string; headline: string },
  comment: { id: number; created_at: number; html: string; state: string },
  decision: DecisionRow | undefined,
  usual: string,
  links: Link[],
  appeal: AppealView,
  unsent: { kept: string; refused: string },
  now: number,
  dates: Dates,
): AppealPage => ({
  article: { href: urls.article(article), headline: article.headline },
  posted: moment(comment.created_at, now, dates),
  text: storedHtml(comment.html),
  state:
    decision === undefined
      ? comment.html === ''
        ? { kind: '', sentence: 'The text of this comment has been deleted, so there is nothing to appeal.' }
        : (nothingToAppealSentences[comment.state] ?? {
            kind: '',
            sentence: 'There is no decision that you could appeal.',
          })
      : { kind: decision.noun === 'holds' ? ' warn' : ' bad', sentence: writerDecisionText(decision, usual, dates) },
  links,
  appeal,
  ...unsent,
})

/** The page for appeals against a ban. `sentence` describes the ban. */
export type BanAppealPage = {
  kind: '' | ' ok' | ' bad'
  sentence: string
  signIn: string
  address: string
  appeal: AppealView /** The text of an appeal that was not accepted, and why. */
  kept: string
  refused: string
}

export type AppealItem = {
  id: number
  label: string
  waited: string
  time: Moment
  /** The author of the comment, or who is banned. */
  by: Byline
  judged: string
  article: { href: string; headline: string } | null
  text: SafeHtml | null
  decision: string
  entry: Link | null
  mine: string
  words: string
  seen: string
  /** The texts of the buttons; empty when the viewer may not. */
  grant: string
  deny: string
  /** Why the viewer may not. */
  fence: string
  typed: string
  fault: string
}

/** What granting and denying an appeal do. */
const answerButtons: Record<AppealNoun, { grant: string; deny: string }> = {
  holds: { grant: 'Grant: approve the comment', deny: 'Deny: keep it held' },
  removals: { grant: 'Grant: restore the comment', deny: 'Deny: keep it removed' },
  spam_marks: { grant: 'Grant: restore the comment', deny: 'Deny: keep it as spam' },
  bans: { grant: 'Grant: end the ban', deny: 'Deny: keep the ban' },
}

const bannedName = (row: WaitingAppeal): string =>
  row.person_nic ??
  row.email ??
  (row.address_from === null ? 'somebody' : `Guests from ${masked({ from: row.address_from, to: row.address_to! })}`)

export function appealItem(
  row: WaitingAppeal,
  verdicts: { mine: boolean; grant: Verdict; deny: Verdict },
  typed: { answer: string; fault: string },
  now: number,
  dates: Dates,
): AppealItem {
  const noun = row.noun as AppealNoun
  const ban = noun === 'bans'
  const rule =
    noun === 'holds' && row.decided_by === null ? (holdRules[row.rule as HoldRule]?.label ?? row.rule ?? '') : ''
  const refusal = verdicts.grant ?? verdicts.deny
  return {
    id: row.id,
    label: decisionLabels[noun],
    waited: waitDuration(now - row.created_at),
    time: moment(row.created_at, now, dates),
    by: ban
      ? {
          nic: bannedName(row),
          href: row.person_nic === null ? '' : urls.memberRecord(row.person_nic),
          mark: row.person_nic === null ? 'guest' : 'reg',
          spoken: '',
          word: '',
        }
      : bylineOf({ nic: row.nic!, name_kind: row.name_kind!, role: row.writer_role }),
    judged:
      ban || row.comment_id === null ? '' : moderationAddress({ id: row.comment_id, account_nic: row.writer_nic }),
    article:
      row.article_id === null || row.slug === null
        ? null
        : { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline! },
    text: row.html === null ? null : storedHtml(row.html),
    decision:
      rule !== ''
        ? `Held by a rule: ${rule}.${row.matched_text ? ` Caught: ${row.matched_text}.` : ''}${row.form_signs ? ` Form: ${signWords(parseSigns(row.form_signs))}.` : ''}`
        : `${decisionSentence(noun, row.by_nic, row.decided_at, row.reason, dates)}${ban ? ` It lasts ${untilPhrase(row.until_at, dates)}.` : ''}`,
    entry:
      row.decision_entry === null
        ? null
        : { href: urls.logEntry(row.decision_entry), text: `Public log, entry ${number(row.decision_entry)}` },
    mine: verdicts.mine ? 'You decided this.' : '',
    words: row.body,
    seen: row.html === null ? '' : versionToken({ state: row.state!, html: row.html }),
    grant: verdicts.grant === null ? answerButtons[noun].grant : '',
    deny: verdicts.deny === null ? answerButtons[noun].deny : '',
    fence: refusal === null ? '' : refusals[refusal].sentence,
    typed: typed.answer,
    fault: typed.fault,
  }
}

/** A list of open appeals, in the queue or on their own page. */
export type AppealList = { heading: string; items: AppealItem[]; more: Link | null; next: string; maxReason: number }

/** The two lists of appeals: heading, length, and the address after an answer. */
export const APPEAL_LISTS = {
  page: { heading: 'Open appeals', limit: 25, next: urls.answers },
  queue: { heading: 'Appeals', limit: 10, next: urls.queue },
} as const

/** The page of all appeals or of one. `answered` is the outcome of one that is closed, with the text that came too late. */
export type AnswersPage = {
  done: string
  undo: string
  answered: { sentence: string; kept: string; entry: Link | null } | null
  empty: boolean
  list: AppealList
}

/** The answer to a decision about an earlier version of a comment. */
export const COMMENT_CHANGED =
  'Nothing was decided; your text is below. The comment has been edited since you saw it: read it again.'

/** @param did what was just done, and the batch that Undo takes */
export const answersPage = (list: AppealList, did: { done: string; batch: number | null }): AnswersPage => ({
  done: did.done,
  undo: did.done === '' || did.batch === null ? '' : String(did.batch),
  answered: null,
  empty: list.items.length === 0,
  list,
})

/** The outcome of a closed appeal. @param kept the answer of a moderator who came too late */
export function answeredPage(row: AppealRow, kept: string): AnswersPage {
  const how =
    row.ended_at === null
      ? 'The decision is no longer in force, so there is nothing to answer.'
      : row.end_reason === 'granted'
        ? 'granted the appeal'
        : row.end_reason === 'refused'
          ? 'denied the appeal'
          : 'made another decision'
  const sentence =
    row.ended_at === null
      ? how
      : `${row.answered_by ?? 'Somebody else'} has ${how}.${row.answer === '' ? '' : ` The answer: ${asSentence(row.answer)}`}`
  return {
    done: '',
    undo: '',
    answered: {
      sentence,
      kept,
      entry:
        row.log_entry_id === null
          ? null
          : { href: urls.logEntry(row.log_entry_id), text: `Public log, entry ${number(row.log_entry_id)}` },
    },
    empty: false,
    list: { heading: '', items: [], more: null, next: '', maxReason: limits.reason },
  }
}
