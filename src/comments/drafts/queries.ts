// Queries about drafts.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'

type DraftPlace = { article_id: number; parent_id: number | null }
type DraftText = { nic: string; email: string; website: string; body: string }

const isAtPlace = ({ article_id, parent_id }: DraftPlace) =>
  sql<boolean>`article_id = ${article_id} and coalesce(parent_id, 0) = ${parent_id ?? 0}`

/** Saves the one draft of a writer for a place. @returns its id */
export async function upsertDraft(
  db: Tx,
  writer: string,
  place: DraftPlace,
  text: DraftText,
  now: number,
): Promise<number> {
  const kept = await db
    .updateTable('drafts')
    .set({ ...text, changed_at: now })
    .where('writer', '=', writer)
    .where(isAtPlace(place))
    .returning('id')
    .executeTakeFirst()
  return (
    kept ??
    (await db
      .insertInto('drafts')
      .values({ writer, ...place, ...text, created_at: now, changed_at: now })
      .returning('id')
      .executeTakeFirstOrThrow())
  ).id
}

/** Deletes all but the newest drafts of a writer. @param max number of drafts that stay */
export const deleteSurplusDrafts = (db: Tx, writer: string, max: number) =>
  db
    .deleteFrom('drafts')
    .where('id', 'in', (from) =>
      from
        .selectFrom('drafts')
        .select('id')
        .where('writer', '=', writer)
        .orderBy('changed_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1000)
        .offset(max),
    )
    .execute()

/** Assigns a draft to another writer, and deletes the one that they have for the same place. */
export async function setDraftWriter(db: Tx, id: number, to: string): Promise<void> {
  const draft = await db
    .selectFrom('drafts')
    .select(['article_id', 'parent_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!draft) return
  await db.deleteFrom('drafts').where('writer', '=', to).where(isAtPlace(draft)).execute()
  await db.updateTable('drafts').set({ writer: to }).where('id', '=', id).execute()
}

/** The newest draft of these writers for a place. @param since older drafts have expired */
export const selectDraftAt = (db: Db, writers: readonly string[], place: DraftPlace, since: number) =>
  db
    .selectFrom('drafts')
    .selectAll()
    .where('writer', 'in', writers)
    .where(isAtPlace(place))
    .where('changed_at', '>=', since)
    .orderBy('changed_at', 'desc')
    .limit(1)
    .executeTakeFirst()

export const deleteDraftAt = (db: Tx, writers: readonly string[], place: DraftPlace) =>
  db.deleteFrom('drafts').where('writer', 'in', writers).where(isAtPlace(place)).execute()

/** Drafts of these writers with their articles and parents, newest first. */
export const selectDrafts = (db: Db, writers: readonly string[], since: number, limit: number) =>
  db
    .selectFrom('drafts as d')
    .innerJoin('articles as a', 'a.id', 'd.article_id')
    .leftJoin('comments as above', (join) => join.onRef('above.id', '=', 'd.parent_id').on('above.state', '=', 'live'))
    .select([
      'd.id',
      'd.article_id',
      'd.parent_id',
      'd.body',
      'd.changed_at',
      'a.slug',
      'a.headline',
      'a.state',
      'above.nic as above_nic',
    ])
    .where('d.writer', 'in', writers)
    .where('d.changed_at', '>=', since)
    .orderBy('d.changed_at', 'desc')
    .limit(limit)
    .execute()

export const selectDraft = (db: Db, id: number, writers: readonly string[], since: number) =>
  db
    .selectFrom('drafts')
    .selectAll()
    .where('id', '=', id)
    .where('writer', 'in', writers)
    .where('changed_at', '>=', since)
    .executeTakeFirst()

export const deleteDraftById = (db: Tx, id: number, writers: readonly string[]) =>
  db.deleteFrom('drafts').where('id', '=', id).where('writer', 'in', writers).execute()

export const deleteExpiredDrafts = (db: Tx, before: number) =>
  db.deleteFrom('drafts').where('changed_at', '<', before).execute()
