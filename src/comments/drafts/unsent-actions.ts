// Saves the texts of forms other than the comment form while they are typed, and deletes them once their form is sent.
import { isInvisible } from '../../blank.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { DRAFT_RETENTION_MS } from '../../settings.ts'
import { MAX_DRAFTS, type SavedDraft } from './actions.ts'
import { isTooLong, saveWithinBudget } from './budget-actions.ts'
import { continuedDraft, type FormText } from './rules.ts'
import * as queries from './unsent-queries.ts'

const expiryCutoff = (deps: Deps): number => deps.clock() - DRAFT_RETENTION_MS

/**
 * Saves what is typed into one field of a form. An empty text deletes what was saved.
 * @param writers keys whose texts the form may continue; the text becomes the first one's
 * @param ip network address of the request: what its guests have saved is limited
 * @returns null if nothing was saved
 */
export async function saveUnsent(
  deps: Deps,
  writers: readonly [string, ...string[]],
  { page, field, ...form }: queries.UnsentPlace & Required<FormText>,
  ip: string,
): Promise<SavedDraft | null> {
  const [owner] = writers
  if (isTooLong(owner, form.body)) return null
  const now = deps.clock()
  return write(deps, async (db) => {
    const saved = (await queries.selectUnsent(db, writers, [page], expiryCutoff(deps))).filter(
      (text) => text.field === field,
    )
    const continued = continuedDraft(saved, form)
    if (isInvisible(form.body)) {
      if (continued !== undefined) await queries.deleteUnsentById(db, continued.id, writers)
      return null
    }
    const texts = [page, field, form.body, form.key]
    const text = await saveWithinBudget(deps, db, { owner, ip }, 'unsent_text_id', texts, continued?.id, () =>
      continued === undefined
        ? queries.insertUnsent(db, owner, { page, field }, form.body, form.key, now)
        : queries.updateUnsent(db, continued.id, owner, form.body, form.key, now),
    )
    if (text === null) return null
    await queries.deleteSurplusUnsent(db, owner, MAX_DRAFTS)
    return { ...text, others: saved.filter(({ id }) => id !== text.id).length }
  })
}

/** The newest unsent text of each field on these pages. */
export async function findUnsent(deps: Deps, writers: readonly string[], pages: readonly string[]) {
  const saved =
    writers.length === 0 || pages.length === 0
      ? []
      : await queries.selectUnsent(deps.db, writers, pages, expiryCutoff(deps))
  return [...new Map(saved.toReversed().map((text) => [`${text.page} ${text.field}`, text])).values()]
}

export const listUnsent = (deps: Deps, writers: readonly string[]) =>
  writers.length === 0 ? Promise.resolve([]) : queries.selectAllUnsent(deps.db, writers, expiryCutoff(deps), MAX_DRAFTS)

export const deleteUnsent = (deps: Deps, id: number, writers: readonly string[]) =>
  write(deps, (db) => queries.deleteUnsentById(db, id, writers))

export const deleteUnsentOfForm = (deps: Deps, key: string, writers: readonly string[]) =>
  write(deps, (db) => queries.deleteUnsentOfForm(db, key, writers))
