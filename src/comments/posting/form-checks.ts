// Checks a comment form against the database: what is wrong with its fields, and the text as it will be saved.

import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { type Faults, rowId } from '../../faults.ts'
import type { Filtered } from '../../filters/actions.ts'
import { type FormSigns, noSigns } from '../../filters/signs.ts'
import { isGuest, type Writer } from '../../permissions.ts'
import { bannedEmailFault } from '../../sanctions/checks.ts'
import { renderFiltered } from '../render-actions.ts'
import { visibleComment } from '../thread/queries.ts'
import { type CommentField, type CommentForm, commentFaults } from './form.ts'
import { readSigns } from './form-age.ts'
import { textFault } from './limit-checks.ts'
import { resolveName } from './name-checks.ts'
import { missingPictureFault } from './picture-actions.ts'

/** The visible comment that a form replies to; null for a top-level comment, `missing` if it is not in this article. */
async function findParent(
  db: Db,
  form: Pick<CommentForm, 'parent'>,
  articleId: number,
): Promise<{ id: number } | null | 'missing'> {
  if (form.parent === '') return null
  const id = rowId(form.parent)
  const row = id === null ? undefined : await visibleComment(db, id)
  return row && row.article_id === articleId ? row : 'missing'
}

export type CheckedForm = {
  faults: Faults<CommentField>
  parent: Awaited<ReturnType<typeof findParent>>
  /** The text as it will be saved; empty if it cannot be rendered. */
  html: string
  /** Whether the text could be rendered and no filter refuses it. */
  isRendered: boolean
  filtered: Filtered
  /** The signs of a robot in the form; those of a member's are not looked for. */
  signs: FormSigns
}

/** Finds the faults of a form, for the preview. */
export async function checkForm(
  deps: Deps,
  writer: Writer,
  articleId: number,
  form: CommentForm,
): Promise<CheckedForm> {
  const checked = await renderForm(deps, writer, articleId, form)
  return { ...checked, faults: await withWriterFaults(deps, writer, articleId, form, checked) }
}

/** Filters and renders a form, and finds the faults for which no other comment is asked. A form without any is checked further in the transaction that posts it. */
export async function renderForm(
  deps: Deps,
  writer: Writer,
  articleId: number,
  form: CommentForm,
): Promise<CheckedForm> {
  const faults = commentFaults(form)
  const parent = await findParent(deps.db, form, articleId)
  if (parent === 'missing')
    faults.parent =
      'The comment you are replying to is no longer in this thread. Press again to post your text as a new comment.'
  const signs = isGuest(writer) ? readSigns(deps.secret, deps.settings(), form, articleId, deps.clock()) : noSigns
  const { rendered, filtered } = await renderFiltered(deps, writer, form.body, null, signs)
  const fault = 'fault' in rendered ? rendered.fault : filtered.refused
  const isRendered = fault === null
  if (fault !== null) faults.body ??= fault
  return { faults, parent, html: 'html' in rendered ? rendered.html : '', isRendered, filtered, signs }
}

/** The faults of a form with those that depend on the writer's other comments, names and bans. */
export async function withWriterFaults(
  deps: Deps,
  writer: Writer,
  articleId: number,
  form: CommentForm,
  { faults: known, isRendered, filtered, html }: CheckedForm,
): Promise<Faults<CommentField>> {
  const faults = { ...known }
  const text = { source: filtered.source, html }
  const fault = isRendered ? await storedTextFault(deps, deps.db, writer, text) : null
  if (fault !== null) faults.body ??= fault
  // On a members-only site a guest chooses a name later, with the account.
  const name =
    isGuest(writer) && deps.settings().guests === 'membersOnly'
      ? null
      : await resolveName(deps, deps.db, writer, articleId, form.nic)
  if (name !== null && 'fault' in name) faults.nic = name.fault
  const emailBan = isGuest(writer) ? await bannedEmailFault(deps, deps.db, form.email) : null
  if (emailBan !== null) faults.email ??= emailBan
  return faults
}

/** The fault of a rendered text that shows a deleted picture, has too many links or was posted before; null otherwise. */
export const storedTextFault = async (
  deps: Deps,
  db: Db,
  writer: Writer,
  text: { source: string; html: string },
): Promise<string | null> => (await missingPictureFault(db, text.html)) ?? (await textFault(deps, db, writer, text))
