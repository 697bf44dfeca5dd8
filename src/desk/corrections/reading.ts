// Gathers what the public page of corrections shows, and the form with which an editor accepts one.

import * as stored from '../../articles/correction-queries.ts'
import { applyCorrection } from '../../articles/correction-rules.ts'
import { type RevisionRow, revisionBefore } from '../../articles/revision-queries.ts'
import type { Deps } from '../../deps.ts'
import { type Dates, waitDuration } from '../../format.ts'
import { correctedSince } from '../../marks/corrected-reading.ts'
import { median } from '../../quantiles.ts'
import { DAY, dayOf, momentOf } from '../../time.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import type { EditableArticle } from '../editing/actions.ts'
import type { EditingPage } from '../editing/pages.ts'
import { type EditingPlace, type EditingState, formOfVersion, readEditing } from '../editing/reading.ts'
import type { ArticleForm } from '../submissions/form.ts'
import { type AcceptedTexts, CORRECTIONS_PER_PAGE, type CorrectionsPage, correctionsPage } from './pages.ts'

/** Corrections whose delay is in the median. */
const MAX_DELAYS = 200

/** The texts before and after each correction. */
async function textsOf(deps: Deps, rows: readonly stored.AcceptedCorrection[]): Promise<AcceptedTexts> {
  const texts = new Map<number, { before: RevisionRow; after: RevisionRow }>()
  for (const { id, article_id, revision } of rows) {
    const found = await revisionBefore(deps.db, article_id, revision)
    if (found !== null) texts.set(id, found)
  }
  return texts
}

/** @param before id of the acceptance that the page begins below, or null */
export async function readCorrections(
  deps: Deps,
  reader: Reader,
  edits: boolean,
  before: number | null,
): Promise<CorrectionsPage> {
  const { db } = deps
  const now = deps.clock()
  const zone = deps.settings().timeZone
  const rows = await stored.acceptedCorrections(db, before, CORRECTIONS_PER_PAGE + 1)
  const shown = rows.slice(0, CORRECTIONS_PER_PAGE)
  const monthStart = momentOf(`${dayOf(now, zone).slice(0, 7)}-01`, '00:00', zone)
  const delays = await stored.correctionDelays(db, Math.min(monthStart, now - 30 * DAY), MAX_DELAYS)
  const read = await correctedSince(
    reader,
    shown.map((row) => ({ id: row.article_id, corrected_at: row.created_at, key: row.id })),
  )
  return correctionsPage(
    rows,
    await textsOf(deps, shown),
    new Set(read.map(({ key }) => key)),
    {
      month: delays.filter(({ at }) => at >= monthStart).length,
      median: delays.length === 0 ? '' : waitDuration(median(delays.map(({ sent, at }) => at - sent))),
      open: edits ? (await stored.openCorrectionsTally(db)).n : null,
      before,
    },
    now,
    reader.dates,
  )
}

type OpenCorrection = stored.CorrectionRow

/** The article's form with the passage replaced by the correction, where it can be. */
export async function formOfCorrection(
  deps: Deps,
  row: EditableArticle,
  correction: OpenCorrection,
): Promise<{ form: Partial<ArticleForm>; isReplaced: boolean }> {
  const form = await formOfVersion(deps, row, null)
  const { headline = '', lede = '', body = '' } = form
  const corrected = applyCorrection({ headline, lede, body }, correction)
  return { form: { ...form, ...corrected, note: 'Correction' }, isReplaced: corrected !== null }
}

/** The form of an acceptance, with the correction above it. */
export function readAcceptance(
  deps: Deps,
  row: EditableArticle,
  correction: OpenCorrection,
  typed: Partial<ArticleForm>,
  state: EditingState,
  viewer: { id: number },
  dates: Dates,
): Promise<EditingPage> {
  const place: EditingPlace = {
    action: urls.acceptances(correction.id),
    label: 'Accept a correction',
    keep: urls.acceptances(correction.id),
    buttons: [
      { action: 'post', text: 'Accept and publish', primary: true, sends: true },
      { action: 'preview', text: 'Preview', primary: false, sends: false },
    ],
    hints: ['The passage and the correction are above. The reader is told that it was accepted.'],
  }
  return readEditing(deps, row, typed, state, viewer, dates, place)
}
