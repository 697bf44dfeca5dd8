// What is stored of texts that wait for their writers.
import type { Db, Tx } from '../db/open.ts'

export const insertDraft = (db: Tx, draft: { token_hash: string; article_id: number; parent_id: number | null; nic: string; email: string; website: string; body: string; created_at: number }) =>
  db.insertInto('drafts').values(draft).execute()

export const draftByToken = (db: Db, tokenHash: string, since: number) =>
  db.selectFrom('drafts').selectAll().where('token_hash', '=', tokenHash).where('created_at', '>=', since).executeTakeFirst()

export const dropOldDrafts = (db: Tx, before: number) => db.deleteFrom('drafts').where('created_at', '<', before).execute()
