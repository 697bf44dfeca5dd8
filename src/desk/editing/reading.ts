// Gathers what the form of an editor shows: the text of a version, a preview, or a conflict with another editor.
import { currentText } from '../../articles/change-actions.ts'
import type { ComparedText } from '../../articles/change-pages.ts'
import { revisionsAfter, revisionTexts } from '../../articles/revision-queries.ts'
import { type SectionRow, sections } from '../../articles/section-queries.ts'
import type { Deps } from '../../deps.ts'
import { type Faults, rowId } from '../../faults.ts'
import type { Dates } from '../../format.ts'
import { render } from '../../markup/render.ts'
import { urls } from '../../urls.ts'
import { isPossible } from '../decisions/rules.ts'
import { type ArticleField, type ArticleForm, articleForm } from '../submissions/form.ts'
import { type ArticleFormState, articleFormModel } from '../submissions/form-pages.ts'
import { type EditableArticle, textOfForm } from './actions.ts'
import { conflictModel, type EditingPage, editingFacts, previewModel } from './pages.ts'

/** What the page shows beside the form as typed. */
export type EditingState = {
  faults?: Faults<ArticleField>
  mode?: 'preview' | 'conflict'
  autofocus?: boolean
  alt?: string | undefined
  done?: { text: string; batch: string }
}

/** Where the form leads, if not to a plain change of the article. */
export type EditingPlace = Partial<Pick<ArticleFormState, 'action' | 'label' | 'buttons' | 'hints' | 'keep'>>

const emptyForm = Object.fromEntries(Object.keys(articleForm.shape).map((name) => [name, ''])) as ArticleForm

const sectionOf = (all: readonly SectionRow[], id: number): SectionRow | undefined => all.find((one) => one.id === id)

/** The form filled with the text of a version. @param base null is the current one */
export async function formOfVersion(
  deps: Deps,
  row: EditableArticle,
  base: number | null,
): Promise<Partial<ArticleForm>> {
  const all = await sections(deps.db)
  const version = base === null || base === row.revision ? undefined : (await revisionTexts(deps.db, row.id, [base]))[0]
  const tags = version === undefined ? (await currentText(deps.db, row)).tags : (JSON.parse(version.tags) as string[])
  const text = version ?? row
  return {
    url: text.source_url ?? '',
    headline: text.headline,
    lede: text.lede,
    body: text.body_source,
    section:
      version === undefined
        ? (sectionOf(all, row.section_id)?.slug ?? '')
        : (all.find(({ name }) => name === version.section)?.slug ?? ''),
    tags: tags.join(', '),
    base: String(version?.number ?? row.revision),
  }
}

/** @param typed the form as typed; a conflict gives it the current version as its base */
export async function readEditing(
  deps: Deps,
  row: EditableArticle,
  typed: Partial<ArticleForm>,
  { faults, mode, autofocus, alt, done }: EditingState,
  viewer: { id: number },
  dates: Dates,
  place: EditingPlace = {},
): Promise<EditingPage> {
  const all = await sections(deps.db)
  const form = { ...emptyForm, ...typed }
  const isStale = mode === 'conflict' && rowId(form.base) !== row.revision
  const shown = isStale ? await mergedForm(deps, row, form) : form
  return {
    ...editingFacts(row),
    correction: null,
    form: articleFormModel({
      kind: row.kind,
      place: 'article',
      action: urls.revisions(row.id),
      keep: urls.revisions(row.id, rowId(shown.base)),
      label: 'Edit this article',
      typed: shown,
      ...(faults === undefined ? {} : { faults }),
      sections: all,
      buttons: [
        { action: 'post', text: 'Save changes', primary: true, sends: true },
        ...(isPossible('acceptances', row.state) && row.state !== 'unpublished'
          ? [{ action: 'publish' as const, text: 'Save and publish', primary: false, sends: true }]
          : []),
        { action: 'preview', text: mode === 'preview' ? 'Preview again' : 'Preview', primary: false, sends: false },
      ],
      writer: viewer.id,
      hasNote: true,
      autofocus: autofocus === true,
      alt,
      hints: row.body_format === 'html' ? ['This text came from elsewhere and is written in HTML.'] : [],
      ...place,
    }),
    conflict: isStale ? await readConflict(deps, row, form, all, dates) : null,
    preview: mode === 'preview' ? await readPreview(deps, row, form, all) : null,
    done: done?.text ?? '',
    undo: done?.batch ?? '',
  }
}

/** The form over the current version: fields that were not touched have its text. */
async function mergedForm(deps: Deps, row: EditableArticle, form: ArticleForm): Promise<ArticleForm> {
  const then = await formOfVersion(deps, row, rowId(form.base))
  const now = await formOfVersion(deps, row, null)
  const untouched = (['url', 'headline', 'lede', 'body', 'section', 'tags'] as const).filter(
    (field) => form[field] === then[field],
  )
  return { ...form, ...Object.fromEntries(untouched.map((field) => [field, now[field] ?? ''])), base: now.base ?? '' }
}

/** The text that the form asks for, as it is compared. */
async function typedText(
  deps: Deps,
  row: EditableArticle,
  form: ArticleForm,
  all: readonly SectionRow[],
): Promise<ComparedText> {
  const { text } = await textOfForm(deps.db, row, form)
  return { ...text, section: sectionOf(all, text.section_id)?.name ?? '', tags: JSON.stringify(text.tags) }
}

async function storedText(deps: Deps, row: EditableArticle, all: readonly SectionRow[]): Promise<ComparedText> {
  const text = await currentText(deps.db, row)
  return { ...text, section: sectionOf(all, text.section_id)?.name ?? '', tags: JSON.stringify(text.tags) }
}

async function readConflict(
  deps: Deps,
  row: EditableArticle,
  form: ArticleForm,
  all: readonly SectionRow[],
  dates: Dates,
): Promise<EditingPage['conflict']> {
  const theirs = await storedText(deps, row, all)
  const base = rowId(form.base)
  const known = base === null ? undefined : (await revisionTexts(deps.db, row.id, [base]))[0]
  const since = await revisionTexts(deps.db, row.id, await revisionsAfter(deps.db, row.id, base ?? 0))
  const yours = await typedText(deps, row, form, all)
  return conflictModel({ base: known ?? theirs, theirs, yours }, since, deps.clock(), dates)
}

async function readPreview(
  deps: Deps,
  row: EditableArticle,
  form: ArticleForm,
  all: readonly SectionRow[],
): Promise<EditingPage['preview']> {
  const base = rowId(form.base)
  const known = base === null || base === row.revision ? undefined : (await revisionTexts(deps.db, row.id, [base]))[0]
  const text = render(form.body, { format: row.body_format, place: 'article' })
  return previewModel(known ?? (await storedText(deps, row, all)), await typedText(deps, row, form, all), text)
}
