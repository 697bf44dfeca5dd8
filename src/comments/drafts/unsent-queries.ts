// Queries about unsent texts: what is typed into a form other than the comment form, until the form is sent.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'

export type UnsentPlace = { page: string; field: string }

/** Unsent texts of these writers on these pages, newest first. @param since older ones have expired */
export const selectUnsent = (db: Db, writers: readonly string[], pages: readonly string[], since: number) =>
  db
    .selectFrom('unsent_texts')
    .selectAll()
    .where('writer', 'in', writers)
    .where('page', 'in', pages)
    .where('changed_at', '>=', since)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** All unsent texts of these writers, newest first. */
export const selectAllUnsent = (db: Db, writers: readonly string[], since: number, limit: number) =>
  db
    .selectFrom('unsent_texts')
    .select(['id', 'page', 'field', 'body', 'changed_at'])
    .where('writer', 'in', writers)
    .where('changed_at', '>=', since)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const insertUnsent = (db: Tx, writer: string, place: UnsentPlace, body: string, key: string, now: number) =>
  db
    .insertInto('unsent_texts')
    .values({ writer, ...place, body, form_key: key, created_at: now, changed_at: now })
    .returning(['id', 'revision'])
    .executeTakeFirstOrThrow()

export const updateUnsent = (db: Tx, id: number, writer: string, body: string, key: string, now: number) =>
  db
    .updateTable('unsent_texts')
    .set({
      writer,
      body,
      form_key: key,
      changed_at: now,
      revision: sql`revision + case when body = ${body} then 0 else 1 end`,
    })
    .where('id', '=', id)
    .returning(['id', 'revision'])
    .executeTakeFirstOrThrow()

export const deleteUnsentById = (db: Tx, id: number, writers: readonly string[]) =>
  db.deleteFrom('unsent_texts').where('id', '=', id).where('writer', 'in', writers).execute()

/** Deletes what was saved of one form. */
export const deleteUnsentOfForm = (db: Tx, key: string, writers: readonly string[]) =>
  db.deleteFrom('unsent_texts').where('form_key', '=', key).where('writer', 'in', writers).execute()

/** Deletes all but the newest texts of a writer. @param max number of texts that stay */
export const deleteSurplusUnsent = (db: Tx, writer: string, max: number) =>
  db
    .deleteFrom('unsent_texts')
    .where('id', 'in', (from) =>
      from
        .selectFrom('unsent_texts')
        .select('id')
        .where('writer', '=', writer)
        .orderBy('changed_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1000)
        .offset(max),
    )
    .execute()
