// Texts that wait for their writers: kept before anything that can fail, given back in their place, gone once they are posted.
import { publishedArticle } from '../../articles/queries.ts'
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { rowId } from '../../faults.ts'
import { type Guest, isGuest, type Viewer, type Writer } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { DRAFT_LIFE, limits, REPEAT_WINDOW } from '../../settings.ts'
import { movedFrom } from '../branches/pointer-queries.ts'
import type { CommentForm } from '../posting/form.ts'
import { textsOf } from '../posting/limit-queries.ts'
import { countedComment } from '../queries.ts'
import * as queries from './queries.ts'

export type Draft = NonNullable<Awaited<ReturnType<typeof queries.draftById>>>

/** Under what the texts of a writer are kept. */
export const draftWriter = (writer: Writer): string =>
  isGuest(writer) ? `guest:${writer.key}` : `account:${writer.id}`

/** Whose texts somebody may read: their account's, and those that this browser's guest wrote before signing in. */
export const draftWriters = (viewer: Viewer | null, guest: Guest | null): string[] => [
  ...(viewer === null ? [] : [draftWriter(viewer)]),
  ...(guest === null ? [] : [draftWriter(guest)]),
]

type Words = Pick<CommentForm, 'article' | 'parent' | 'nic' | 'email' | 'website' | 'body'>

/** The article that a form is about: the one it names, or the one to which what it answers was moved since the form was made. */
export async function articleMeant(db: Db, form: Pick<Words, 'article' | 'parent'>): Promise<number | null> {
  const [article, parent] = [rowId(form.article), rowId(form.parent)]
  return article === null || parent === null ? article : ((await movedFrom(db, parent, article)) ?? article)
}

/** The place that a form names; null when there is no such article. A parent that is not there is left out. */
async function placeOf(
  db: Db,
  form: Pick<Words, 'article' | 'parent'>,
): Promise<{ article_id: number; parent_id: number | null } | null> {
  const article = await articleMeant(db, form)
  if (article === null || !(await publishedArticle(db, article))) return null
  const parent = rowId(form.parent)
  const above = parent === null ? undefined : await countedComment(db, parent)
  return { article_id: article, parent_id: above?.article_id === article ? parent : null }
}

/** Drafts that a writer has at most, and their page lists; characters of one at most: more is no comment any more. */
export const MOST_LISTED = 100
const LONGEST = limits.comment * 10

/**
 * Keeps what somebody is writing, as the one text that they have in that place; an emptied one is forgotten.
 * @returns the draft's id, or null where nothing waits there
 */
export async function keepDraft(deps: Deps, writer: Writer, form: Words): Promise<number | null> {
  const place = await placeOf(deps.db, form)
  if (place === null || form.body.length > LONGEST) return null
  const now = deps.clock()
  const { nic, email, website, body } = form
  const who = draftWriter(writer)
  return write(deps, async (db) => {
    await queries.dropOldDrafts(db, now - DRAFT_LIFE)
    if (body.trim() === '') {
      await queries.dropDraftIn(db, [who], place)
      return null
    }
    const id = await queries.keepDraft(db, who, place, { nic, email, website, body }, now)
    await queries.dropBeyond(db, who, MOST_LISTED)
    return id
  })
}

/** Whether a text is what its writer has just posted: the last word of a page that comes late is no draft any more. */
export async function wasPosted(deps: Deps, writer: Writer, body: string): Promise<boolean> {
  return (await textsOf(deps.db, isGuest(writer) ? writer.key : writer.id, deps.clock() - REPEAT_WINDOW)).includes(body)
}

const stillKept = (deps: Deps): number => deps.clock() - DRAFT_LIFE

/** The text that waits in a place for one of these writers, or undefined. */
export const draftIn = (
  deps: Deps,
  writers: readonly string[],
  article: number,
  parent: number | null,
): Promise<Draft | undefined> =>
  writers.length === 0
    ? Promise.resolve(undefined)
    : queries.draftIn(deps.db, writers, { article_id: article, parent_id: parent }, stillKept(deps))

/** The text kept under the token of a link, as earlier versions of Broadside did. */
export const draftByToken = (
  deps: Deps,
  token: string,
  article: number,
  parent: number | null,
): Promise<Draft | undefined> => draftIn(deps, [`token:${tokenHash(token)}`], article, parent)

export const draftsOf = (deps: Deps, writers: readonly string[]) =>
  writers.length === 0 ? Promise.resolve([]) : queries.draftsOf(deps.db, writers, stillKept(deps), MOST_LISTED)

export const draftById = (deps: Deps, id: number, writers: readonly string[]): Promise<Draft | undefined> =>
  writers.length === 0 ? Promise.resolve(undefined) : queries.draftById(deps.db, id, writers, stillKept(deps))

/** Throws a text away for good; a second press does nothing. */
export const deleteDraft = (deps: Deps, id: number, writers: readonly string[]) =>
  write(deps, (db) => queries.dropDraft(db, id, writers))

/** Makes a text that a guest left in this browser an account's. */
export const moveDraft = (deps: Deps, id: number, viewer: Viewer) =>
  write(deps, (db) => queries.moveDraft(db, id, draftWriter(viewer)))

/** What waits in a place waits no longer: it has been posted. In the transaction of whoever does that. */
export const dropDraftIn = (db: Tx, writer: Writer, articleId: number, parentId: number | null) =>
  queries.dropDraftIn(db, [draftWriter(writer)], { article_id: articleId, parent_id: parentId })
