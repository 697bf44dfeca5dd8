// What appeals say: to whoever makes one, where it stands; to moderators, what they are to answer. Pure.
import type { AppealView, Link } from '../../comments/appeals/pages.ts'
import { byWhom, decidedWords, decisionWords } from '../../comments/appeals/pages.ts'
import type { AppealNoun, AppealRow, Decision } from '../../comments/appeals/queries.ts'

import { type HoldRule, holdRules, versionToken } from '../../comments/holds/rules.ts'
import { type Signed, signed } from '../../comments/thread/pages.ts'
import { judgedAt } from '../../comments/thread/person-pages.ts'
import { characters } from '../../faults.ts'
import { asSentence, type Dates, type Moment, moment, number } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { refusals, type Verdict } from '../../permissions.ts'
import { masked } from '../../sanctions/ip-ranges.ts'
import { untilWords } from '../../sanctions/rules.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { waited } from '../queue/item-pages.ts'
import type { CaseRow } from './queries.ts'

/** What is wrong with the words of an appeal, in a sentence, or null. */
export const appealFault = (body: string): string | null =>
  body.trim() === ''
    ? 'Say why you think that it is wrong.'
    : characters(body) > limits.appeal
      ? `An appeal has at most ${number(limits.appeal)} characters; this one has ${number(characters(body))}.`
      : null

/** What is wrong with an answer, in a sentence, or null. @param answer trimmed */
export const answerFault = (answer: string): string | null =>
  answer === ''
    ? 'An answer is needed: it is what whoever appealed is told.'
    : characters(answer) > limits.reason
      ? `An answer has at most ${limits.reason} characters.`
      : null

export type AppealPage = {
  article: { href: string; headline: string }
  posted: Moment
  text: SafeHtml
  /** Where the comment stands now. */
  standing: { kind: '' | ' ok' | ' warn' | ' bad'; says: string }
  ways: Link[]
  appeal: AppealView
  /** The words of an appeal that could not be made, and why where that is not said above. */
  kept: string
  refused: string
}

const nothingToAppeal: Partial<Record<string, { kind: '' | ' ok'; says: string }>> = {
  live: { kind: ' ok', says: 'Everybody can read it: there is nothing to appeal against.' },
  withdrawn: { kind: '', says: 'You took it back: there is nothing to appeal against.' },
}

/** Said of an appeal in other words where there is one against the same decision already. */
export const APPEALED =
  'You have appealed against this already, and against one decision one appeals once. This was not sent; what you wrote is below.'

/** The page of a comment's own writer on which they appeal. @param ways where else they may go */
export const appealPage = (
  article: { id: number; slug: string; headline: string },
  comment: { id: number; created_at: number; html: string; state: string },
  decision: Decision | undefined,
  usual: string,
  ways: Link[],
  appeal: AppealView,
  unsent: { kept: string; refused: string },
  now: number,
  dates: Dates,
): AppealPage => ({
  article: { href: urls.article(article), headline: article.headline },
  posted: moment(comment.created_at, now, dates),
  text: storedHtml(comment.html),
  standing:
    decision === undefined
      ? comment.html === ''
        ? { kind: '', says: 'What it said is not kept any more, so there is nothing to appeal against.' }
        : (nothingToAppeal[comment.state] ?? {
            kind: '',
            says: 'Nobody has decided anything that you could appeal against.',
          })
      : { kind: decision.noun === 'holds' ? ' warn' : ' bad', says: decisionWords(decision, usual, dates) },
  ways,
  appeal,
  ...unsent,
})

/** The page on which whoever is banned appeals. `says` is the ban, or that none holds. */
export type BanAppealPage = {
  kind: '' | ' ok' | ' bad'
  says: string
  signIn: string
  address: string
  appeal: AppealView /** The words of an appeal that could not be made, and why where that is not said above. */
  kept: string
  refused: string
}

export type AppealCase = {
  id: number
  label: string
  waited: string
  time: Moment
  /** Whose comment it is, or who is banned. */
  by: Signed
  judged: string
  article: { href: string; headline: string } | null
  text: SafeHtml | null
  decision: string
  entry: Link | null
  mine: string
  words: string
  seen: string
  /** What the buttons say; empty where the viewer may not. */
  grant: string
  stand: string
  /** Why the viewer may not. */
  fence: string
  typed: string
  fault: string
}

/** What a granted and a refused appeal do. */
const buttons: Record<AppealNoun, { grant: string; stand: string }> = {
  holds: { grant: 'Grant: let it through', stand: 'Refuse: it goes on waiting' },
  removals: { grant: 'Grant: put it back', stand: 'Refuse: it stays removed' },
  spam_marks: { grant: 'Grant: put it back', stand: 'Refuse: it stays spam' },
  bans: { grant: 'Grant: end the ban', stand: 'Refuse: the ban stands' },
}

const whomBanned = (row: CaseRow): string =>
  row.person_nic ??
  row.email ??
  (row.address_from === null ? 'somebody' : `Guests from ${masked({ from: row.address_from, to: row.address_to! })}`)

export function appealCase(
  row: CaseRow,
  verdicts: { mine: boolean; grant: Verdict; stand: Verdict },
  typed: { answer: string; fault: string },
  now: number,
  dates: Dates,
): AppealCase {
  const noun = row.noun as AppealNoun
  const ban = noun === 'bans'
  const rule =
    noun === 'holds' && row.decided_by === null ? (holdRules[row.rule as HoldRule]?.label ?? row.rule ?? '') : ''
  const refusal = verdicts.grant ?? verdicts.stand
  return {
    id: row.id,
    label: decidedWords[noun],
    waited: waited(now - row.created_at),
    time: moment(row.created_at, now, dates),
    by: ban
      ? {
          nic: whomBanned(row),
          href: row.person_nic === null ? '' : urls.memberRecord(row.person_nic),
          mark: row.person_nic === null ? 'guest' : 'reg',
          spoken: '',
          word: '',
        }
      : signed({ nic: row.nic!, name_kind: row.name_kind!, role: row.writer_role }),
    judged: ban || row.comment_id === null ? '' : judgedAt({ id: row.comment_id, account_nic: row.writer_nic }),
    article:
      row.article_id === null || row.slug === null
        ? null
        : { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline! },
    text: row.html === null ? null : storedHtml(row.html),
    decision:
      rule !== ''
        ? `Held by a rule: ${rule}.${row.matched_text ? ` Caught: ${row.matched_text}` : ''}`
        : `${byWhom(noun, row.by_nic, row.decided_at, row.reason, dates)}${ban ? ` It holds ${untilWords(row.until_at, dates)}.` : ''}`,
    entry:
      row.decision_entry === null
        ? null
        : { href: urls.logEntry(row.decision_entry), text: `Public log, entry ${number(row.decision_entry)}` },
    mine: verdicts.mine ? 'You decided this.' : '',
    words: row.body,
    seen: row.html === null ? '' : versionToken({ state: row.state!, html: row.html }),
    grant: verdicts.grant === null ? buttons[noun].grant : '',
    stand: verdicts.stand === null ? buttons[noun].stand : '',
    fence: refusal === null ? '' : refusals[refusal].sentence,
    typed: typed.answer,
    fault: typed.fault,
  }
}

/** Appeals that wait, as the queue and their own page list them. */
export type AppealCases = { heading: string; cases: AppealCase[]; more: Link | null; next: string; maxReason: number }

/** Where appeals are listed: how many at once, under which heading, and where an answer leads. */
export const APPEALS = {
  page: { heading: 'Waiting for an answer', limit: 25, next: urls.answers },
  queue: { heading: 'Appeals', limit: 10, next: urls.queue },
} as const

/** The page of appeals, or of one; `answered` where somebody else was faster, with what was typed. */
export type AnswersPage = {
  done: string
  undo: string
  answered: { says: string; kept: string; entry: Link | null } | null
  empty: boolean
  list: AppealCases
}

/** What is said when a comment is not any more what was answered about. */
export const CHANGED =
  'The comment has been changed since you saw it. Nothing was decided; look at it once more. What you wrote is below.'

const answers = ['grant', 'stand'] as const
export const isAnswer = (action: string): action is (typeof answers)[number] =>
  (answers as readonly string[]).includes(action)

/** @param did what has just been done, and the batch of it for a press that undoes it */
export const answersPage = (list: AppealCases, did: { done: string; batch: number | null }): AnswersPage => ({
  done: did.done,
  undo: did.done === '' || did.batch === null ? '' : String(did.batch),
  answered: null,
  empty: list.cases.length === 0,
  list,
})

/** What has become of an appeal that waits no longer. @param kept the answer of whoever came too late */
export function answeredPage(row: AppealRow, kept: string): AnswersPage {
  const how =
    row.ended_at === null
      ? 'The decision does not hold any more, so there is nothing to answer.'
      : row.end_reason === 'granted'
        ? 'granted it'
        : row.end_reason === 'refused'
          ? 'answered that the decision stands'
          : 'decided something else meanwhile'
  const says =
    row.ended_at === null
      ? how
      : `${row.answered_by ?? 'Somebody else'} has ${how}.${row.answer === '' ? '' : ` The answer: ${asSentence(row.answer)}`}`
  return {
    done: '',
    undo: '',
    answered: {
      says,
      kept,
      entry:
        row.log_entry_id === null
          ? null
          : { href: urls.logEntry(row.log_entry_id), text: `Public log, entry ${number(row.log_entry_id)}` },
    },
    empty: false,
    list: { heading: '', cases: [], more: null, next: '', maxReason: limits.reason },
  }
}
