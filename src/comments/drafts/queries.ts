// Queries about drafts.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { listSlots, listValues, perLength, prepared, preparedRows, type Slots } from '../../db/prepared.ts'

type DraftPlace = { article_id: number; parent_id: number | null }
type DraftText = { nic: string; email: string; website: string; body: string }

const isAtPlace = ({ article_id, parent_id }: DraftPlace) =>
  sql<boolean>`article_id = ${article_id} and coalesce(parent_id, 0) = ${parent_id ?? 0}`

/** Drafts of these writers for a place, newest first. @param since older drafts have expired */
export const selectDraftsAt = (db: Db, writers: readonly string[], place: DraftPlace, since: number) =>
  db
    .selectFrom('drafts')
    .selectAll()
    .where('writer', 'in', writers)
    .where(isAtPlace(place))
    .where('changed_at', '>=', since)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

export const insertDraft = (db: Tx, writer: string, place: DraftPlace, text: DraftText, key: string, now: number) =>
  db
    .insertInto('drafts')
    .values({ writer, ...place, ...text, form_key: key, created_at: now, changed_at: now })
    .returning(['id', 'revision'])
    .executeTakeFirstOrThrow()

/** Saves a text as the newest of a draft, which becomes the writer's. The revision counts texts, not savings. */
export const updateDraft = (db: Tx, id: number, writer: string, text: DraftText, key: string, now: number) =>
  db
    .updateTable('drafts')
    .set({
      writer,
      ...text,
      form_key: key,
      changed_at: now,
      revision: sql`revision + case when body = ${text.body} then 0 else 1 end`,
    })
    .where('id', '=', id)
    .returning(['id', 'revision'])
    .executeTakeFirstOrThrow()

/** Takes the drafts of forms without a key out of the forms for a place. */
export const setKeylessDraftsAside = (db: Tx, writer: string, place: DraftPlace) =>
  db
    .updateTable('drafts')
    .set({ form_key: null })
    .where('writer', '=', writer)
    .where(isAtPlace(place))
    .where('form_key', '=', '')
    .execute()

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

export const writerOfDraft = async (db: Db, id: number): Promise<string | undefined> =>
  (await db.selectFrom('drafts').select('writer').where('id', '=', id).executeTakeFirst())?.writer

export const setDraftWriter = (db: Tx, id: number, to: string) =>
  db.updateTable('drafts').set({ writer: to }).where('id', '=', id).execute()

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

type ContinuedDraft = {
  article: number
  parent: number
  key: string
  from: number
  revision: number
  body: string
  [writer: number]: string
}

const deleteContinued = perLength((length) =>
  prepared<ContinuedDraft>()((db, form) => {
    const byKey = sql<boolean>`(${form.key} <> '' and form_key = ${form.key})`
    const filled = sql<boolean>`(id = ${form.from} and revision = ${form.revision})`
    return db.deleteFrom('drafts').where('id', 'in', (drafts) =>
      drafts
        .selectFrom('drafts')
        .select('id')
        .where('writer', 'in', listSlots(form as Slots<Record<number, string>>, length))
        .where(sql<boolean>`article_id = ${form.article} and coalesce(parent_id, 0) = ${form.parent}`)
        .where(sql<boolean>`(${byKey} or ${filled} or body = ${form.body})`)
        .orderBy(sql`case when ${byKey} then 0 when ${filled} then 1 else 2 end`)
        .orderBy('changed_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1),
    )
  }),
)

/**
 * Deletes the draft of a place that a form continues, as `continuedDraft` of rules.ts finds it: by the form's key, by the draft
 * that it was filled with, or by its text.
 */
export const deleteContinuedDraft = (
  db: Tx,
  writers: readonly string[],
  place: DraftPlace,
  { key, from, body }: { key: string; from: { id: number; revision: number } | null; body: string },
) =>
  deleteContinued(writers.length)(db, {
    ...{ article: place.article_id, parent: place.parent_id ?? 0, key, body },
    ...{ from: from?.id ?? 0, revision: from?.revision ?? 0 },
    ...listValues(writers),
  })

const waiting = preparedRows<{ writer: string; guest: string; since: number }>()((db, { writer, guest, since }) =>
  db
    .selectFrom('drafts')
    .select('id')
    .where('writer', '=', writer)
    .where('changed_at', '>=', since)
    .unionAll(
      db
        .selectFrom('receipts as r')
        .innerJoin('comments as c', 'c.id', 'r.comment_id')
        .select('c.id')
        .where('r.guest', '=', guest)
        .where('c.state', '=', 'held')
        .where('c.account_id', 'is', null),
    )
    .limit(1),
)

/** Whether a guest has a draft, or a comment that waits for a moderator. @param guest hash of the key */
export const hasDraftOrHeldComment = async (db: Db, writer: string, guest: string, since: number): Promise<boolean> =>
  (await waiting(db, { writer, guest, since })).length > 0

export const deleteExpiredDrafts = (db: Tx, before: number) =>
  db.deleteFrom('drafts').where('changed_at', '<', before).execute()
