// Saves drafts of articles, finds them for their writers, and deletes them once they are sent.
import { continuableWriters } from '../../comments/drafts/actions.ts'
import { saveWithinBudget } from '../../comments/drafts/budget-actions.ts'
import type { DraftReference } from '../../comments/drafts/rules.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Guest, Writer } from '../../permissions.ts'
import { DRAFT_RETENTION_MS } from '../../settings.ts'
import * as queries from './queries.ts'
import { continuedArticle, type DraftForm, draftTexts, isEmptyDraft, isSameText } from './rules.ts'

export type ArticleDraft = NonNullable<Awaited<ReturnType<typeof queries.selectDraft>>>

/** Drafts of articles that one writer may have. */
const MAX_ARTICLE_DRAFTS = 30

const expiryCutoff = (deps: Pick<Deps, 'clock'>): number => deps.clock() - DRAFT_RETENTION_MS

/** A draft that was saved, and the newest other one of its writer. */
export type SavedArticle = DraftReference & { other: ArticleDraft | null }

/**
 * Saves the text of a form: as the draft that the form continues, or as a new one. An empty text deletes it.
 * @param writers keys whose drafts the form may continue; the draft becomes the first one's
 * @param ip network address of the request: what its guests have saved is limited
 * @returns null if nothing was saved
 */
export async function saveArticleDraft(
  deps: Deps,
  writers: readonly [string, ...string[]],
  form: DraftForm,
  ip: string,
): Promise<SavedArticle | null> {
  const [owner] = writers
  const texts = draftTexts(form)
  return write(deps, async (db) => {
    const now = deps.clock()
    const drafts = await queries.selectDrafts(db, writers, expiryCutoff(deps), MAX_ARTICLE_DRAFTS)
    const continued = continuedArticle(drafts, { ...texts, key: form.key, draft: form.draft })
    if (isEmptyDraft(texts)) {
      if (continued !== undefined) await queries.deleteDraftById(db, continued.id, writers)
      return null
    }
    const as = { writer: owner, kind: form.kind, form_key: form.key, changed_at: now }
    const from = { owner, ip }
    const saved = await saveWithinBudget(
      deps,
      db,
      from,
      'article_draft_id',
      Object.values(texts),
      continued?.id,
      async () =>
        continued === undefined
          ? queries.insertDraft(db, texts, as)
          : queries.updateDraft(
              db,
              continued.id,
              texts,
              continued.revision + (isSameText(continued, texts) ? 0 : 1),
              as,
            ),
    )
    if (saved === null) return null
    await queries.deleteSurplusDrafts(db, owner, MAX_ARTICLE_DRAFTS)
    return { ...saved, other: drafts.find(({ id }) => id !== saved.id) ?? null }
  })
}

export const listArticleDrafts = (deps: Pick<Deps, 'db' | 'clock'>, writers: readonly string[]) =>
  writers.length === 0
    ? Promise.resolve([])
    : queries.selectDrafts(deps.db, writers, expiryCutoff(deps), MAX_ARTICLE_DRAFTS)

export const articleDraftById = (
  deps: Pick<Deps, 'db' | 'clock'>,
  id: number,
  writers: readonly string[],
): Promise<ArticleDraft | undefined> =>
  writers.length === 0 ? Promise.resolve(undefined) : queries.selectDraft(deps.db, id, writers, expiryCutoff(deps))

export const deleteArticleDraft = (deps: Deps, id: number, writers: readonly string[]) =>
  write(deps, (db) => queries.deleteDraftById(db, id, writers))

/** Deletes the draft that a form continues, in the transaction that stores its article. */
export async function deleteSentDraft(
  deps: Pick<Deps, 'clock'>,
  db: Tx,
  writer: Writer,
  guest: Guest | null,
  form: DraftForm,
): Promise<void> {
  const writers = continuableWriters(writer, guest)
  const drafts = await queries.selectDrafts(db, writers, expiryCutoff(deps), MAX_ARTICLE_DRAFTS)
  const sent = continuedArticle(drafts, { ...draftTexts(form), key: form.key, draft: form.draft })
  if (sent !== undefined) await queries.deleteDraftById(db, sent.id, writers)
}
