// Saves drafts of comments, finds them for their writers, and deletes them once they are posted.
import { publishedArticle } from '../../articles/queries.ts'
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { rowId } from '../../faults.ts'
import { type Guest, isGuest, type Viewer, type Writer } from '../../permissions.ts'
import { DRAFT_RETENTION_MS, limits, REPEAT_WINDOW_MS } from '../../settings.ts'
import { currentArticleOf } from '../branches/pointer-queries.ts'
import type { CommentForm } from '../posting/form.ts'
import { recentTexts } from '../posting/limit-queries.ts'
import { countedComment } from '../queries.ts'
import * as queries from './queries.ts'

export type Draft = NonNullable<Awaited<ReturnType<typeof queries.selectDraft>>>

/** The key of a writer's drafts. */
export const draftWriter = (writer: Writer): string =>
  isGuest(writer) ? `guest:${writer.key}` : `account:${writer.id}`

/** The keys of the drafts that a request may read: the account's, and those of this browser's guest. */
export const draftWriters = (viewer: Viewer | null, guest: Guest | null): string[] => [
  ...(viewer === null ? [] : [draftWriter(viewer)]),
  ...(guest === null ? [] : [draftWriter(guest)]),
]

type DraftFields = Pick<CommentForm, 'article' | 'parent' | 'nic' | 'email' | 'website' | 'body'>

/** The article of a form: the one it names, or the one that its parent was moved to since. */
export async function currentArticleId(db: Db, form: Pick<DraftFields, 'article' | 'parent'>): Promise<number | null> {
  const [article, parent] = [rowId(form.article), rowId(form.parent)]
  return article === null || parent === null ? article : ((await currentArticleOf(db, parent, article)) ?? article)
}

/** Article and parent of a form; null if there is no such article. A parent in another article is left out. */
async function findDraftPlace(
  db: Db,
  form: Pick<DraftFields, 'article' | 'parent'>,
): Promise<{ article_id: number; parent_id: number | null } | null> {
  const article = await currentArticleId(db, form)
  if (article === null || !(await publishedArticle(db, article))) return null
  const parent = rowId(form.parent)
  const above = parent === null ? undefined : await countedComment(db, parent)
  return { article_id: article, parent_id: above?.article_id === article ? parent : null }
}

/** Drafts of one writer. */
export const MAX_DRAFTS = 100
/** UTF-16 units of a draft. */
const MAX_DRAFT_LENGTH = limits.comment * 10

/**
 * Saves the writer's one draft for a place. An empty text deletes it.
 * @returns the draft's id, or null if nothing was saved
 */
export async function saveDraft(deps: Deps, writer: Writer, form: DraftFields): Promise<number | null> {
  const place = await findDraftPlace(deps.db, form)
  if (place === null || form.body.length > MAX_DRAFT_LENGTH) return null
  const now = deps.clock()
  const { nic, email, website, body } = form
  const who = draftWriter(writer)
  return write(deps, async (db) => {
    await queries.deleteExpiredDrafts(db, now - DRAFT_RETENTION_MS)
    if (body.trim() === '') {
      await queries.deleteDraftAt(db, [who], place)
      return null
    }
    const id = await queries.upsertDraft(db, who, place, { nic, email, website, body }, now)
    await queries.deleteSurplusDrafts(db, who, MAX_DRAFTS)
    return id
  })
}

/** Whether the writer has just posted this text. Then a late save of its page is no draft. */
export async function wasPosted(deps: Deps, writer: Writer, body: string): Promise<boolean> {
  return (
    await recentTexts(deps.db, isGuest(writer) ? writer.key : writer.id, deps.clock() - REPEAT_WINDOW_MS)
  ).includes(body)
}

const expiryCutoff = (deps: Deps): number => deps.clock() - DRAFT_RETENTION_MS

/** The draft of one of these writers for a place. */
export const findDraft = (
  deps: Deps,
  writers: readonly string[],
  article: number,
  parent: number | null,
): Promise<Draft | undefined> =>
  writers.length === 0
    ? Promise.resolve(undefined)
    : queries.selectDraftAt(deps.db, writers, { article_id: article, parent_id: parent }, expiryCutoff(deps))

export const listDrafts = (deps: Deps, writers: readonly string[]) =>
  writers.length === 0 ? Promise.resolve([]) : queries.selectDrafts(deps.db, writers, expiryCutoff(deps), MAX_DRAFTS)

export const draftById = (deps: Deps, id: number, writers: readonly string[]): Promise<Draft | undefined> =>
  writers.length === 0 ? Promise.resolve(undefined) : queries.selectDraft(deps.db, id, writers, expiryCutoff(deps))

export const deleteDraft = (deps: Deps, id: number, writers: readonly string[]) =>
  write(deps, (db) => queries.deleteDraftById(db, id, writers))

/** Assigns a guest's draft to an account. */
export const assignDraft = (deps: Deps, id: number, viewer: Viewer) =>
  write(deps, (db) => queries.setDraftWriter(db, id, draftWriter(viewer)))

/** Deletes the draft of a place in the transaction that posts it. */
export const deletePostedDraft = (db: Tx, writer: Writer, articleId: number, parentId: number | null) =>
  queries.deleteDraftAt(db, [draftWriter(writer)], { article_id: articleId, parent_id: parentId })
