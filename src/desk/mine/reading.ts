// Gathers what the writer of a submission sees of it: where it stands, its text and history, and the form that amends it.
import { tagsOf } from '../../articles/queries.ts'
import { articleForChange } from '../../articles/revision-queries.ts'
import { openSections } from '../../articles/section-queries.ts'
import { draftWriters } from '../../comments/drafts/actions.ts'
import { acknowledgement } from '../../comments/posting/form.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import type { Faults } from '../../faults.ts'
import { type Dates, momentInSentence } from '../../format.ts'
import { isGuest, may, type Viewer, type Writer } from '../../permissions.ts'
import { postingBlock, senderOf } from '../../sanctions/checks.ts'
import { urls } from '../../urls.ts'
import { lastRevision } from '../decisions/queries.ts'
import { listArticleDrafts } from '../drafts/actions.ts'
import { findDuplicates } from '../duplicates/reading.ts'
import { articleClaims } from '../queue/claim-queries.ts'
import { itemHistory, openItemFields } from '../queue/pages.ts'
import { itemById, itemEntries, itemRevisions, itemWithdrawals } from '../queue/queries.ts'
import type { ArticleField, ArticleForm } from '../submissions/form.ts'
import { type CheckedForm, placeOf } from '../submissions/form-checks.ts'
import { articleFormModel } from '../submissions/form-pages.ts'
import { pointersOf } from '../submissions/pages.ts'
import { previewOf } from '../submissions/reading.ts'
import {
  type AmendPage,
  draftLine,
  type MinePage,
  mineLine,
  type OwnPlace,
  type OwnSubmissionPage,
  ownSubmissionPage,
  type StandingContext,
} from './pages.ts'
import * as queries from './queries.ts'

const ITEMS_PER_PAGE = 30
const MAX_ENTRIES = 60

/** All that a member has sent in and is writing. @param after id of the last one on the page before; null for the newest */
export async function readMine(deps: Deps, viewer: Viewer, after: number | null, dates: Dates): Promise<MinePage> {
  const { db } = deps
  const now = deps.clock()
  const from = after === null ? null : ((await queries.outcomeKey(db, after, viewer.id)) ?? null)
  if (after !== null && from === null) throw missing()
  const found = await queries.outcomesOf(db, viewer.id, from, ITEMS_PER_PAGE + 1)
  const shown = found.slice(0, ITEMS_PER_PAGE)
  const waiting = shown.filter(({ state }) => state === 'waiting').map(({ id }) => id)
  const read = await articleClaims(db, waiting, now)
  const drafts = after === null ? await listArticleDrafts(deps, draftWriters(viewer, null)) : []
  const context = (id: number): StandingContext => ({
    isRead: read.has(id),
    minutes: deps.settings().deskMinutes,
    dates,
  })
  return {
    drafts: drafts.map((draft) => draftLine(draft, now, dates)),
    items: shown.map((row) => mineLine(row, context(row.id), now)),
    posting:
      may.submit(viewer, deps.settings()) === null
        ? [
            { href: urls.newLink, text: 'Post a news link' },
            { href: urls.newArticle, text: 'Post your own article' },
          ]
        : [],
    isLater: after !== null,
    older: found.length > ITEMS_PER_PAGE ? `${urls.mine}?after=${shown.at(-1)!.id}` : '',
  }
}

/** The page of one submission. */
export async function readOwnSubmission(
  deps: Deps,
  row: queries.OutcomeRow,
  place: OwnPlace,
  done: string,
  dates: Dates,
): Promise<OwnSubmissionPage> {
  const { db } = deps
  const now = deps.clock()
  const item = (await itemById(db, row.id))!
  const rows = {
    entries: await itemEntries(db, row.id, MAX_ENTRIES),
    revisions: await itemRevisions(db, row.id),
    withdrawals: await itemWithdrawals(db, row.id),
  }
  const context = {
    isRead: row.state === 'waiting' && (await articleClaims(db, [row.id], now)).has(row.id),
    minutes: deps.settings().deskMinutes,
    dates,
  }
  const story = { ...openItemFields(item), editor: item.editor ?? '' }
  const writer = { nic: item.account_nic ?? item.nic, created_at: item.created_at }
  return ownSubmissionPage(row, place, { story, history: itemHistory(writer, rows, now, dates), done }, context, now)
}

export type AmendState = {
  /** What was typed; empty for a form that is filled with the text as it is. */
  typed?: Partial<ArticleForm>
  faults?: Faults<ArticleField>
  checked?: CheckedForm
  notice?: { kind: string; text: string }
  /** Somebody else has changed the text since the form was made. */
  isStale?: boolean
  autofocus?: boolean
  alt?: string | undefined
}

/** The fields of the form, filled with the text as it is. */
export async function readStored(deps: Deps, id: number): Promise<Partial<ArticleForm>> {
  const [article, item] = [await articleForChange(deps.db, id), await itemById(deps.db, id)]
  if (article === undefined || item === undefined) return {}
  return {
    url: article.source_url ?? '',
    headline: article.headline,
    lede: article.lede,
    body: article.body_source,
    section: item.section_slug,
    tags: (await tagsOf(deps.db, id)).join(', '),
    reason: await queries.duplicateReason(deps.db, id),
    base: String(article.revision),
  }
}

/** @param here the page of the submission, or the receipt */
export async function readAmendPage(
  deps: Deps,
  row: queries.OutcomeRow,
  writer: Writer,
  here: string,
  state: AmendState,
  dates: Dates,
): Promise<AmendPage> {
  const now = deps.clock()
  const stored = await readStored(deps, row.id)
  // A text that was changed since is shown beside the form, which is made from it when it is sent again.
  const typed = { ...stored, ...state.typed, ...(state.isStale ? { base: stored.base! } : {}) }
  const viewer = isGuest(writer) ? null : writer
  const block = await postingBlock(deps, deps.db, senderOf(viewer, null), dates)
  const about = { url: typed.url ?? '', headline: typed.headline ?? '', except: row.id }
  const again = row.state === 'returned'
  const buttons = [
    { action: 'submit', text: again ? 'Send in again' : 'Save changes', primary: true, sends: true },
    { action: 'preview', text: state.checked ? 'Preview again' : 'Preview', primary: false, sends: false },
  ]
  const form = articleFormModel({
    kind: row.kind,
    place: placeOf(writer),
    action: urls.amend(here),
    label: 'Amend your article',
    typed: { ...typed, key: '', draft: '' },
    faults: state.faults ?? {},
    sections: await openSections(deps.db),
    buttons,
    writer: viewer?.id ?? null,
    // A receipt's address is a secret, so the texts are kept under the article's.
    keep: urls.amend(urls.submission(row.id)),
    pointers: pointersOf(await findDuplicates(deps, about), now, dates),
    block:
      block === null
        ? null
        : { sentence: block.sentence, acknowledge: block.warning === null ? '' : acknowledgement(block.warning) },
    autofocus: state.autofocus === true,
    alt: state.alt,
  })
  const word = again && row.word ? [{ label: 'The editor’s word', text: row.word }] : []
  return {
    heading: again ? 'Amend it and send it in again' : 'Amend your article',
    intro: again
      ? 'What you send in again waits for an editor like a new text.'
      : 'It keeps its place among what waits for an editor.',
    back: here,
    facts: [{ label: 'Your article', text: row.headline }, ...word],
    notice: state.notice ?? null,
    theirs: state.isStale ? await theirText(deps, row.id, stored, dates) : null,
    preview:
      state.checked === undefined
        ? null
        : {
            story: previewOf(deps, { viewer: row.account_id === null ? null : viewer, dates }, state.checked),
            replaced: state.checked.replaced,
            buttons: buttons.filter(({ sends }) => sends),
            blocked: block !== null,
          },
    // The name was chosen when it was sent in.
    form: { ...form, nic: null },
  }
}

async function theirText(
  deps: Deps,
  id: number,
  { headline = '', lede = '', body = '' }: Partial<ArticleForm>,
  dates: Dates,
): Promise<AmendPage['theirs']> {
  const last = await lastRevision(deps.db, id)
  return {
    by: last?.nic ?? '',
    when: last === undefined ? '' : momentInSentence(last.created_at, deps.clock(), dates).text,
    headline,
    lede,
    body,
  }
}
