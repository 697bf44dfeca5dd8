// What is stored of the names under which people write in a thread.
import type { Db, Tx } from '../db/open.ts'

/** The nics under which an account has written in a thread, and as what, oldest first. */
export const voicesIn = (db: Db, articleId: number, accountId: number) =>
  db.selectFrom('comments').select(['nic', 'voice']).where('article_id', '=', articleId).where('account_id', '=', accountId).orderBy('number').limit(1).execute()

/** The account that a picked nic is taken by in a thread, if any. @param readings skeletons of the nic, its own first */
export const voiceTaken = (db: Db, articleId: number, readings: readonly string[]) =>
  db.selectFrom('voices').select('account_id').where('article_id', '=', articleId).where('nic_skeleton', 'in', readings).limit(1).executeTakeFirst()

export const keepVoice = (db: Tx, voice: { article_id: number; account_id: number; nic: string; nic_skeleton: string; created_at: number }) =>
  db.insertInto('voices').values(voice).onConflict((on) => on.columns(['article_id', 'account_id']).doNothing()).execute()
