// What is stored of texts that wait for their writers.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'

type Place = { article_id: number; parent_id: number | null }
type Text = { nic: string; email: string; website: string; body: string }

const inPlace = ({ article_id, parent_id }: Place) =>
  sql<boolean>`article_id = ${article_id} and coalesce(parent_id, 0) = ${parent_id ?? 0}`

/** Keeps a text as the one that its writer has in a place. @returns its id */
export async function keepDraft(db: Tx, writer: string, place: Place, text: Text, now: number): Promise<number> {
  const kept = await db
    .updateTable('drafts')
    .set({ ...text, changed_at: now })
    .where('writer', '=', writer)
    .where(inPlace(place))
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

/** Of a writer's texts only the newest stay. */
export const dropBeyond = (db: Tx, writer: string, most: number) =>
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
        .offset(most),
    )
    .execute()

/** A text becomes another writer's: what they have in that place themselves gives way when it is older. */
export async function moveDraft(db: Tx, id: number, to: string): Promise<void> {
  const draft = await db
    .selectFrom('drafts')
    .select(['article_id', 'parent_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!draft) return
  await db.deleteFrom('drafts').where('writer', '=', to).where(inPlace(draft)).execute()
  await db.updateTable('drafts').set({ writer: to }).where('id', '=', id).execute()
}

/** The text that one of these writers has in a place, the newest of them, when it has not expired. */
export const draftIn = (db: Db, writers: readonly string[], place: Place, since: number) =>
  db
    .selectFrom('drafts')
    .selectAll()
    .where('writer', 'in', writers)
    .where(inPlace(place))
    .where('changed_at', '>=', since)
    .orderBy('changed_at', 'desc')
    .limit(1)
    .executeTakeFirst()

export const dropDraftIn = (db: Tx, writers: readonly string[], place: Place) =>
  db.deleteFrom('drafts').where('writer', 'in', writers).where(inPlace(place)).execute()

/** All that waits for these writers, the newest first. */
export const draftsOf = (db: Db, writers: readonly string[], since: number, limit: number) =>
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

export const draftById = (db: Db, id: number, writers: readonly string[], since: number) =>
  db
    .selectFrom('drafts')
    .selectAll()
    .where('id', '=', id)
    .where('writer', 'in', writers)
    .where('changed_at', '>=', since)
    .executeTakeFirst()

export const dropDraft = (db: Tx, id: number, writers: readonly string[]) =>
  db.deleteFrom('drafts').where('id', '=', id).where('writer', 'in', writers).execute()

export const dropOldDrafts = (db: Tx, before: number) =>
  db.deleteFrom('drafts').where('changed_at', '<', before).execute()
