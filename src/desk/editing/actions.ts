// An editor changes an article: a new revision, unless another editor was first.
import { type ArticleText, currentText } from '../../articles/change-actions.ts'
import * as stored from '../../articles/revision-queries.ts'
import { bodyColumns, foldTag } from '../../articles/rules.ts'
import { isClosed, sectionBySlug } from '../../articles/section-queries.ts'
import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import { missingPictureFault } from '../../comments/posting/picture-actions.ts'
import type { Db, Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { type Faults, rowId } from '../../faults.ts'
import type { Act } from '../../log-acts.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { type ArticleField, type ArticleForm, articleFaults, parseArticle } from '../submissions/form.ts'

/** States in which an editor changes a text; a draft and a withdrawn text are their writer’s alone. */
const editableStates: readonly string[] = ['waiting', 'returned', 'scheduled', 'published', 'unpublished', 'rejected']

/** An article that editors may change. @throws AppError `missing` for any other */
export async function requireEditable(db: Db, id: number | null): Promise<EditableArticle> {
  const row = id === null ? undefined : await stored.editableArticle(db, id)
  if (row === undefined || !editableStates.includes(row.state)) throw missing()
  return row
}

export type EditableArticle = NonNullable<Awaited<ReturnType<typeof stored.editableArticle>>>

type Rejected = { kind: 'invalid'; faults: Faults<ArticleField> } | { kind: 'stale' }

export type EditOutcome = Rejected | { kind: 'same' } | { kind: 'done'; batch: number; number: number }

const sameTags = (a: readonly string[], b: readonly string[]): boolean =>
  a.map(foldTag).sort().join() === b.map(foldTag).sort().join()

/** The text that a form asks for. @returns faults of fields that differ from the current text, and of the note */
export async function textOfForm(
  db: Db,
  row: EditableArticle,
  form: ArticleForm,
): Promise<{ text: ArticleText; faults: Faults<ArticleField> }> {
  const fields = parseArticle(form)
  const now = await currentText(db, row)
  const section = await sectionBySlug(db, fields.section)
  const body = fields.body === now.body_source ? null : bodyColumns(fields.body, now.body_format)
  const text: ArticleText = {
    ...now,
    headline: fields.headline,
    lede: fields.lede,
    source_url: fields.url,
    section_id: section?.id ?? now.section_id,
    tags: sameTags(fields.tags, now.tags) ? now.tags : fields.tags,
    ...body,
  }
  const faults = articleFaults(form, row.kind, { needsNote: row.state === 'published' })
  if (section === undefined && faults.section === undefined)
    faults.section = 'This section no longer exists. Choose another.'
  if (section !== undefined && section.id !== now.section_id && isClosed(section))
    faults.section = 'This section takes no articles any longer. Choose another.'
  // What an import or an earlier limit left is no fault of this change.
  if (text.headline === now.headline) delete faults.headline
  if (text.lede === now.lede) delete faults.lede
  if (body === null) delete faults.body
  if ((form.url.trim() || null) === now.source_url) {
    delete faults.url
    text.source_url = now.source_url
  }
  if (rowId(form.base) === null) faults.base = 'This form does not say which version it was made from. Open it again.'
  const picture = body === null ? null : await missingPictureFault(db, body.body_html)
  if (picture !== null && faults.body === undefined) faults.body = picture
  return { text, faults }
}

/** Whether two texts are the same in all that an editor types. */
const isSameText = (a: ArticleText, b: ArticleText): boolean =>
  (['headline', 'lede', 'source_url', 'section_id', 'body_source'] as const).every((field) => a[field] === b[field]) &&
  sameTags(a.tags, b.tags)

/**
 * Saves an editor's form as a new revision, in one batch with what belongs to it.
 * @param also runs in the same transaction, after the revision
 */
export async function saveRevision(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  form: ArticleForm,
  act: Act = 'edit-article',
  also: (db: Tx, batch: Batch, saved: { revision: number; entry: number }) => Promise<unknown> = async () => {},
): Promise<EditOutcome> {
  allow(may.edit(viewer))
  const note = parseArticle(form).note
  let rejected: Rejected | null = null
  const outcome: ActionResult<number> = await runBatch(deps, viewer!, act, note, async (db, batch) => {
    rejected = null
    const row = await requireEditable(db, id)
    const { text, faults } = await textOfForm(db, row, form)
    const isSame = isSameText(text, await currentText(db, row))
    // A second press finds the text that the first one saved.
    if (isSame && act === 'edit-article') return 'already'
    if (Object.keys(faults).length > 0) rejected = { kind: 'invalid', faults }
    else if (isSame)
      rejected = {
        kind: 'invalid',
        faults: { body: 'Nothing is changed yet. Correct the text, or decline the correction.' },
      }
    else if (rowId(form.base) !== row.revision) rejected = { kind: 'stale' }
    if (rejected !== null) return 'already'
    const revision = await batch.revise(id, text, note)
    const entry = await batch.log({ subject: 'article', subjectId: id, articleId: id })
    await also(db, batch, { revision, entry })
    return revision
  })
  if (outcome.kind === 'done') return { kind: 'done', batch: outcome.batch, number: outcome.value }
  return rejected ?? { kind: 'same' }
}
