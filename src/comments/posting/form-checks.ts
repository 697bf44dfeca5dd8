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
  filtered: Filtered
  /** The signs of a robot in the form; those of a member's are not looked for. */
  signs: FormSigns
}

/** Finds the faults of a form, for the preview and for posting alike. */
export async function checkForm(
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
  const fault =
    'fault' in rendered
      ? rendered.fault
      : (filtered.refused ??
        (await missingPictureFault(deps.db, rendered.html)) ??
        (await textFault(deps, deps.db, writer, { source: filtered.source, html: rendered.html })))
  if (fault !== null) faults.body ??= fault
  // On a members-only site a guest chooses a name later, with the account.
  const name =
    isGuest(writer) && deps.settings().guests === 'membersOnly'
      ? null
      : await resolveName(deps, deps.db, writer, articleId, form.nic)
  if (name !== null && 'fault' in name) faults.nic = name.fault
  const emailBan = isGuest(writer) ? await bannedEmailFault(deps, deps.db, form.email) : null
  if (emailBan !== null) faults.email ??= emailBan
  return { faults, parent, html: 'html' in rendered ? rendered.html : '', filtered, signs }
}
