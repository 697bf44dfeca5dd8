// What its writer sees of a submission: where it stands, the text, its history, and what can be done with it. Pure.
import { undoWindow } from '../../comments/thread/rules.ts'
import { asSentence, clockTime, type Dates, dateAndTime, type Moment, momentInSentence } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import type { ArticleState } from '../decisions/rules.ts'
import type { ArticleDraft } from '../drafts/actions.ts'
import type { SubmissionText } from '../queue/pages.ts'
import type { ArticleKind } from '../submissions/form.ts'
import { draftTitle, type SubmitPage } from '../submissions/pages.ts'
import { promisedTime } from '../submissions/rules.ts'
import type { OutcomeRow } from './queries.ts'
import { isAmendable, isOver } from './rules.ts'

type Link = { href: string; text: string }

/** Where a submission stands. `text` is the site's sentence, `word` is the editor's own. */
type Standing = {
  kind: '' | ' ok' | ' warn' | ' bad'
  title: string
  text: string
  word: string
  link: Link | null
}

/** What the sentences need beside the row. */
export type StandingContext = {
  /** Whether an editor is working on it. */
  isRead: boolean
  /** Minutes in which the site promises an answer. */
  minutes: number
  dates: Dates
}

const kindNames: Record<ArticleKind, string> = { link: 'News link', own: 'Own article' }

function mergeStanding(row: OutcomeRow): Standing {
  const published = row.into_state === 'published' && row.into_slug !== null
  return {
    kind: '',
    title: 'An editor merged it into another article.',
    text: published ? 'You are credited there:' : 'You are credited there once that is published.',
    word: row.merge ?? '',
    link: published
      ? { href: urls.article({ id: row.into_id!, slug: row.into_slug! }), text: row.into_headline ?? '' }
      : null,
  }
}

const waitingStanding = ({ isRead, minutes }: StandingContext): Standing =>
  isRead
    ? { kind: '', title: 'An editor is reading it.', text: '', word: '', link: null }
    : {
        kind: '',
        title: 'Waiting for an editor.',
        text: `An editor reads it, usually within ${promisedTime(minutes)}.`,
        word: '',
        link: null,
      }

function standing(row: OutcomeRow, context: StandingContext): Standing {
  const plain = { word: '', link: null }
  switch (row.state) {
    case 'waiting':
      return waitingStanding(context)
    case 'returned':
      return {
        ...plain,
        kind: ' warn',
        title: 'An editor sent it back to you.',
        text: 'Amend it, and it is sent in again.',
        word: row.word ?? '',
      }
    case 'scheduled': {
      const at = row.scheduled_at === null ? '' : ` It appears on ${dateAndTime(row.scheduled_at, context.dates)}.`
      return { ...plain, kind: ' ok', title: `Accepted, and scheduled.${at}`, text: '' }
    }
    case 'published':
      return {
        ...plain,
        kind: ' ok',
        title: 'Published.',
        text: '',
        link: { href: urls.article(row), text: 'Read it on the site' },
      }
    case 'rejected':
      return row.into_id !== null
        ? mergeStanding(row)
        : {
            ...plain,
            kind: ' bad',
            title: 'An editor rejected it.',
            text: row.rejection ? `Reason: ${asSentence(row.rejection)}` : '',
            word: row.rejection_note ?? '',
          }
    case 'withdrawn':
      return { ...plain, kind: '', title: 'You withdrew it.', text: 'No editor sees it among what waits.' }
    case 'unpublished':
      return row.into_id !== null
        ? mergeStanding(row)
        : {
            ...plain,
            kind: ' bad',
            title: 'No longer published.',
            text: row.unpublishing ? `Reason: ${asSentence(row.unpublishing)}` : '',
          }
    case 'draft':
      return { ...plain, kind: '', title: 'Not sent in yet.', text: '' }
  }
}

export type MinePage = {
  drafts: { id: number; title: string; kind: string; changed: Moment; href: string; deletion: string }[]
  items: { id: number; headline: string; href: string; kind: string; sent: Moment; standing: Standing; amend: string }[]
  /** The forms that send in news; empty for a member who may not. */
  posting: Link[]
  /** The page after one that was asked for. */
  isLater: boolean
  older: string
}

export const draftLine = (draft: ArticleDraft, now: number, dates: Dates): MinePage['drafts'][number] => ({
  id: draft.id,
  title: draftTitle(draft),
  kind: kindNames[draft.kind],
  changed: momentInSentence(draft.changed_at, now, dates),
  href: urls.articleDraft(draft.id),
  deletion: urls.articleDraftDeletion(draft.id),
})

export function mineLine(row: OutcomeRow, context: StandingContext, now: number): MinePage['items'][number] {
  const href = urls.submission(row.id)
  return {
    id: row.id,
    headline: row.headline,
    href,
    kind: kindNames[row.kind],
    sent: momentInSentence(row.submitted_at ?? row.created_at, now, context.dates),
    standing: standing(row, context),
    amend: row.state === 'returned' ? urls.amend(href) : '',
  }
}

export type OwnSubmissionPage = {
  heading: string
  facts: { label: string; text: string }[]
  done: string
  standing: Standing
  story: SubmissionText
  history: string[]
  /** Where it can be changed or withdrawn; empty where it cannot. */
  amend: Link | null
  withdraw: string
  /** Where a withdrawal is undone; null where it cannot be. */
  undo: { action: string; until: string } | null
  /** Where the text is copied into a new draft; empty while it can be amended. */
  copy: string
  /** The full address of a guest's receipt; empty for members. */
  receipt: string
  /** How an account can claim it. */
  claim: { action: string; nic: string; login: string; register: string } | null
  /** Sentence about the account that has claimed it, with the page of it there. */
  claimed: { text: string; href: string } | null
  /** Everything of the member's own; empty for guests. */
  mine: string
}

/** Messages after an action, by the `done` of the address. */
const doneMessages: Record<string, string> = {
  again: 'You have already sent this. It was stored once.',
  amend: 'Your changes are saved.',
  resent: 'Sent in again.',
  restore: 'The withdrawal was undone.',
  claim: 'The article is yours now.',
}

const doneMessage = (done: string): string => (Object.hasOwn(doneMessages, done) ? doneMessages[done]! : '')

/** Who looks at a submission, and by which address. */
export type OwnPlace = {
  here: string
  /** A guest's receipt; null for members. */
  receipt: { token: string; address: string; claimedBy: string | null } | null
  viewer: Viewer | null
}

/** What can be done with a submission in its state. */
function acts(
  row: OutcomeRow,
  here: string,
  { now, dates }: { now: number; dates: Dates },
): Pick<OwnSubmissionPage, 'amend' | 'withdraw' | 'undo' | 'copy'> {
  const state: ArticleState = row.state
  const open = isAmendable(state)
  const window = row.withdrawn_at === null ? null : undoWindow(row.withdrawn_at, now)
  return {
    amend: open ? { href: urls.amend(here), text: state === 'returned' ? 'Amend and send in again' : 'Amend' } : null,
    withdraw: open ? urls.withdrawSubmission(here) : '',
    undo:
      state === 'withdrawn' && window?.open
        ? { action: urls.withdrawSubmission(here), until: clockTime(window.until, dates) }
        : null,
    copy: isOver(state) ? urls.copySubmission(here) : '',
  }
}

/** How a guest's submission becomes an account's, and whose it is already. */
function claims({ here, receipt, viewer }: OwnPlace, id: number): Pick<OwnSubmissionPage, 'claim' | 'claimed'> {
  if (receipt === null) return { claim: null, claimed: null }
  if (receipt.claimedBy === null)
    return {
      claim: {
        action: urls.claimSubmission(receipt.token),
        nic: viewer?.nic ?? '',
        login: urls.login(urls.claiming(here)),
        register: urls.register(urls.claiming(here)),
      },
      claimed: null,
    }
  return {
    claim: null,
    claimed:
      viewer?.nic === receipt.claimedBy
        ? { text: 'You have claimed this article.', href: urls.submission(id) }
        : { text: 'An account has claimed this article. Only that account can change or withdraw it.', href: '' },
  }
}

export function ownSubmissionPage(
  row: OutcomeRow,
  place: OwnPlace,
  shown: { story: SubmissionText; history: string[]; done: string },
  context: StandingContext,
  now: number,
): OwnSubmissionPage {
  const { dates } = context
  const isTaken = place.receipt !== null && place.receipt.claimedBy !== null
  const sent = row.submitted_at === null ? [] : [{ at: row.submitted_at, label: 'Sent in' }]
  return {
    heading: row.headline,
    facts: [
      { label: 'Kind', text: kindNames[row.kind] },
      ...sent.map(({ at, label }) => ({ label, text: momentInSentence(at, now, dates).text })),
      { label: 'By', text: shown.story.by },
    ],
    done: doneMessage(shown.done),
    standing: standing(row, context),
    story: shown.story,
    history: shown.history,
    ...(isTaken ? { amend: null, withdraw: '', undo: null, copy: '' } : acts(row, place.here, { now, dates })),
    receipt: place.receipt === null || isTaken ? '' : place.receipt.address,
    ...claims(place, row.id),
    mine: place.receipt === null ? urls.mine : '',
  }
}

/** The question before a submission is withdrawn. */
export type WithdrawPage = { headline: string; action: string; back: string }

/** The form that amends a submission. `theirs` is the text as somebody else has changed it. */
export type AmendPage = Pick<SubmitPage, 'heading' | 'facts' | 'notice' | 'preview' | 'form'> & {
  intro: string
  back: string
  theirs: { by: string; when: string; headline: string; lede: string; body: string } | null
}
