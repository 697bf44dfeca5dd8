// Queries about drafts of articles.
import type { Db, Tx } from '../../db/open.ts'
import type { ArticleKind } from '../submissions/form.ts'
import type { DraftTexts } from './rules.ts'

/** Drafts of these writers, newest first. @param since older drafts have expired */
export const selectDrafts = (db: Db, writers: readonly string[], since: number, limit: number) =>
  db
    .selectFrom('article_drafts')
    .selectAll()
    .where('writer', 'in', writers)
    .where('changed_at', '>=', since)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const selectDraft = (db: Db, id: number, writers: readonly string[], since: number) =>
  db
    .selectFrom('article_drafts')
    .selectAll()
    .where('id', '=', id)
    .where('writer', 'in', writers)
    .where('changed_at', '>=', since)
    .executeTakeFirst()

type SavedAs = { writer: string; kind: ArticleKind; form_key: string; changed_at: number }

export const insertDraft = (db: Tx, texts: DraftTexts, as: SavedAs) =>
  db
    .insertInto('article_drafts')
    .values({ ...texts, ...as, created_at: as.changed_at })
    .returning(['id', 'revision'])
    .executeTakeFirstOrThrow()

export const updateDraft = (db: Tx, id: number, texts: DraftTexts, revision: number, as: SavedAs) =>
  db
    .updateTable('article_drafts')
    .set({ ...texts, ...as, revision })
    .where('id', '=', id)
    .returning(['id', 'revision'])
    .executeTakeFirstOrThrow()

export const deleteDraftById = (db: Tx, id: number, writers: readonly string[]) =>
  db.deleteFrom('article_drafts').where('id', '=', id).where('writer', 'in', writers).execute()

/** Deletes all but the newest drafts of a writer. @param max number of drafts that stay */
export const deleteSurplusDrafts = (db: Tx, writer: string, max: number) =>
  db
    .deleteFrom('article_drafts')
    .where('id', 'in', (from) =>
      from
        .selectFrom('article_drafts')
        .select('id')
        .where('writer', '=', writer)
        .orderBy('changed_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1000)
        .offset(max),
    )
    .execute()
