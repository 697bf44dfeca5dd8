// Saves drafts of comments, finds them for their writers, and deletes them once they are posted.

import { publishedArticle } from '../../articles/queries.ts'
import { isInvisible } from '../../blank.ts'
import { noteChange } from '../../db/changes.ts'
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
import { isTooLong, saveWithinBudget } from './budget-actions.ts'
import { deleteGuestTextSize } from './budget-queries.ts'
import * as queries from './queries.ts'
import { continuedDraft, type DraftReference, type FormText, formKeyOf, readReference } from './rules.ts'

export type Draft = NonNullable<Awaited<ReturnType<typeof queries.selectDraft>>>

/** The key of a writer's drafts. */
export const draftWriter = (writer: Writer): string =>
  isGuest(writer) ? `guest:${writer.key}` : `account:${writer.id}`

/** The keys of the drafts that a press may continue, the writer's own first: a member may have begun as a guest. */
export const continuableWriters = (writer: Writer, guest: Guest | null): [string, ...string[]] => [
  draftWriter(writer),
  ...(isGuest(writer) || guest === null ? [] : [draftWriter(guest)]),
]

/** The keys of the drafts that a request may read: the account's, and those of this browser's guest. */
export const draftWriters = (viewer: Viewer | null, guest: Guest | null): string[] => [
  ...(viewer === null ? [] : [draftWriter(viewer)]),
  ...(guest === null ? [] : [draftWriter(guest)]),
]

export type DraftFields = Pick<CommentForm, 'article' | 'parent' | 'nic' | 'email' | 'website' | 'body'> & FormText

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
/** A draft that was saved, and how many others its writer has for the same place. */
export type SavedDraft = DraftReference & { others: number }

/** The fields beside the body are cut to what a comment may have, which no honest one exceeds. */
const draftTexts = ({ nic, email, website, body }: DraftFields) => ({
  nic: nic.slice(0, limits.nic.max * 2),
  email: email.slice(0, limits.email),
  website: website.slice(0, limits.address),
  body,
})

/**
 * Saves the text of a form: as the draft that the form continues, or as a new one. An empty text deletes it.
 * @param writers keys whose drafts the form may continue; the draft becomes the first one's
 * @param ip network address of the request: what its guests have saved is limited
 * @returns null if nothing was saved
 */
export async function saveDraft(
  deps: Deps,
  writers: readonly [string, ...string[]],
  form: DraftFields,
  ip: string,
): Promise<SavedDraft | null> {
  const place = await findDraftPlace(deps.db, form)
  const [owner] = writers
  if (place === null || isTooLong(owner, form.body)) return null
  const now = deps.clock()
  const text = draftTexts(form)
  return write(deps, async (db) => {
    await queries.deleteExpiredDrafts(db, now - DRAFT_RETENTION_MS)
    const drafts = await queries.selectDraftsAt(db, writers, place, now - DRAFT_RETENTION_MS)
    const continued = continuedDraft(drafts, form)
    if (isInvisible(text.body)) {
      if (continued !== undefined) await queries.deleteDraftById(db, continued.id, writers)
      return null
    }
    const key = formKeyOf(form)
    const from = { owner, ip }
    const saved = await saveWithinBudget(deps, db, from, 'draft_id', Object.values(text), continued?.id, async () => {
      if (key === '') await queries.setKeylessDraftsAside(db, owner, place)
      return continued === undefined
        ? queries.insertDraft(db, owner, place, text, key, now)
        : queries.updateDraft(db, continued.id, owner, text, key, now)
    })
    if (saved === null) return null
    await queries.deleteSurplusDrafts(db, owner, MAX_DRAFTS)
    return { ...saved, others: drafts.filter(({ id }) => id !== saved.id).length }
  })
}

/** Whether the writer has just posted this text. Then a late save of its page is no draft. */
export async function wasPosted(deps: Deps, writer: Writer, body: string): Promise<boolean> {
  return (
    await recentTexts(deps.db, isGuest(writer) ? writer.key : writer.id, deps.clock() - REPEAT_WINDOW_MS)
  ).includes(body)
}

const expiryCutoff = (deps: Deps): number => deps.clock() - DRAFT_RETENTION_MS

/** What a remembered list of drafts takes in memory beside their texts, roughly. */
const DRAFT_BYTES = 1000

type DraftsHere = { draft: Draft | undefined; others: number }

/**
 * The draft that fills the form of a place, and how many others there are.
 * @param id of the draft that is asked for; null for the newest
 */
export async function findDraft(
  deps: Deps,
  writers: readonly string[],
  article: number,
  parent: number | null,
  id: number | null = null,
): Promise<DraftsHere> {
  const place = { article_id: article, parent_id: parent }
  const drafts = writers.length === 0 ? [] : await draftsAt(deps, writers, place)
  const draft = drafts.find((one) => one.id === id) ?? drafts.find(({ form_key }) => form_key !== null)
  return { draft, others: drafts.length - (draft === undefined ? 0 : 1) }
}

/** The drafts of a member are remembered. One names its writer as a topic does, so triggers note its changes. */
async function draftsAt(
  deps: Deps,
  writers: readonly string[],
  place: { article_id: number; parent_id: number | null },
): Promise<Draft[]> {
  const read = () => queries.selectDraftsAt(deps.db, writers, place, expiryCutoff(deps))
  if (writers.some((writer) => !writer.startsWith('account:'))) return read()
  await deps.followAccounts()
  const key = `drafts ${writers.join(' ')} ${place.article_id} ${place.parent_id}`
  return deps.parts.once<Draft[]>(key, deps.clock(), async () => {
    const value = await read()
    const bytes = value.reduce((sum, { body }) => sum + 2 * body.length, DRAFT_BYTES)
    const expires = Math.min(...value.map(({ changed_at }) => changed_at + DRAFT_RETENTION_MS))
    return { value, bytes, expires, topics: writers }
  })
}

export const listDrafts = (deps: Deps, writers: readonly string[]) =>
  writers.length === 0 ? Promise.resolve([]) : queries.selectDrafts(deps.db, writers, expiryCutoff(deps), MAX_DRAFTS)

export const draftById = (deps: Deps, id: number, writers: readonly string[]): Promise<Draft | undefined> =>
  writers.length === 0 ? Promise.resolve(undefined) : queries.selectDraft(deps.db, id, writers, expiryCutoff(deps))

/** Deletes the draft that a form continues, else the newest of its place. */
export async function discardDraftOf(
  deps: Deps,
  writers: readonly string[],
  articleId: number,
  form: FormText & Pick<DraftFields, 'parent'>,
): Promise<void> {
  const place = { article_id: articleId, parent_id: rowId(form.parent) }
  const drafts = writers.length === 0 ? [] : await queries.selectDraftsAt(deps.db, writers, place, expiryCutoff(deps))
  // A draft that another tab has changed since stays.
  const draft = continuedDraft(drafts, form) ?? (form.draft ? undefined : drafts[0])
  if (draft !== undefined) await deleteDraft(deps, draft.id, writers)
}

export const deleteDraft = (deps: Deps, id: number, writers: readonly string[]) =>
  write(deps, (db) => queries.deleteDraftById(db, id, writers))

/** Assigns a guest's draft to an account. */
export const assignDraft = (deps: Deps, id: number, viewer: Viewer) =>
  write(deps, async (db) => {
    const former = await queries.writerOfDraft(db, id)
    // What is remembered of the guest's drafts: the trigger notes the new writer only.
    if (former !== undefined) noteChange(db, former)
    await queries.setDraftWriter(db, id, draftWriter(viewer))
    await deleteGuestTextSize(db, 'draft_id', id)
  })

/** Deletes the draft that a form continues, in the transaction that posts its text. Like a save, a form without a key sets other drafts of its place aside. */
export async function deletePostedDraft(
  db: Tx,
  writers: readonly [string, ...string[]],
  articleId: number,
  form: FormText & Pick<DraftFields, 'parent'>,
): Promise<void> {
  const place = { article_id: articleId, parent_id: rowId(form.parent) }
  const key = formKeyOf(form)
  await queries.deleteContinuedDraft(db, writers, place, {
    key,
    from: readReference(form.draft ?? ''),
    body: form.body,
  })
  if (key === '') await queries.setKeylessDraftsAside(db, writers[0], place)
}

/** Whether a guest's browser is to get pages of its own: for a draft, or a comment that waits for a moderator. */
export const hasWaiting = (deps: Deps, guest: Guest): Promise<boolean> =>
  queries.hasDraftOrHeldComment(deps.db, draftWriter(guest), guest.key, expiryCutoff(deps))
