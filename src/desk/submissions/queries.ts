// Queries about articles that were sent in: repeated presses, guests' receipts, how many there were, how tags are spelled.
import { foldTag } from '../../articles/rules.ts'
import type { Db, Tx } from '../../db/open.ts'

/** The article that one of these presses has stored, and when. */
export const articleOfPress = (db: Db, presses: readonly string[], since: number) =>
  db
    .selectFrom('article_presses as p')
    .innerJoin('articles as a', 'a.id', 'p.article_id')
    .select(['a.id', 'a.slug', 'a.state', 'p.press', 'p.created_at'])
    .where('p.press', 'in', presses)
    .where('p.created_at', '>', since)
    .orderBy('p.created_at')
    .limit(1)
    .executeTakeFirst()

/** Records a press before its article is stored. @returns false if the press is recorded already: it is a repeat */
export const insertPress = async (db: Tx, press: string, now: number): Promise<boolean> =>
  (
    await db
      .insertInto('article_presses')
      .values({ press, article_id: null, created_at: now })
      .onConflict((on) => on.column('press').doNothing())
      .returning('press')
      .execute()
  ).length > 0

export const setPressArticle = (db: Tx, presses: readonly string[], articleId: number) =>
  db.updateTable('article_presses').set({ article_id: articleId }).where('press', 'in', presses).execute()

/** Deletes presses that recognise nothing any longer. */
export const deletePresses = (db: Tx, presses: readonly string[], before: number) =>
  db.deleteFrom('article_presses').where('press', 'in', presses).where('created_at', '<=', before).execute()

export const deleteOldPresses = (db: Tx, before: number) =>
  db.deleteFrom('article_presses').where('created_at', '<', before).execute()

/**
 * When a writer sent in articles, in any state, newest first.
 * @param who the id of an account, or the hash of a guest's key
 * @param except an article that is left out
 */
export const submissionTimes = async (
  db: Db,
  who: number | string,
  since: number,
  limit: number,
  except: number | null,
): Promise<number[]> =>
  typeof who === 'number'
    ? (
        await db
          .selectFrom('articles')
          .select('submitted_at')
          .where('account_id', '=', who)
          .where('submitted_at', 'is not', null)
          .where('submitted_at', '>', since)
          .$if(except !== null, (query) => query.where('id', '<>', except!))
          .orderBy('submitted_at', 'desc')
          .limit(limit)
          .execute()
      ).map((row) => row.submitted_at!)
    : (
        await db
          .selectFrom('article_receipts')
          .select(['article_id', (of) => of.fn.min('created_at').as('at')])
          .where('guest', '=', who)
          .where('created_at', '>', since)
          .$if(except !== null, (query) => query.where('article_id', '<>', except!))
          .groupBy('article_id')
          .limit(limit)
          .execute()
      ).map((row) => row.at)

/** The spellings that the site has for these tags, by folded tag. */
export const tagSpellings = async (db: Db, tags: readonly string[]): Promise<Map<string, string>> =>
  tags.length === 0
    ? new Map()
    : new Map(
        (await db.selectFrom('tags').select(['name', 'folded']).where('folded', 'in', tags.map(foldTag)).execute()).map(
          (row) => [row.folded, row.name],
        ),
      )

export const insertArticleReceipt = (
  db: Tx,
  receipt: { token_hash: string; article_id: number; guest: string; created_at: number },
) =>
  db
    .insertInto('article_receipts')
    .values({ ...receipt, claimed_by: null, claimed_at: null })
    .execute()

/** Whether a guest has a receipt of an article. */
export const hasArticleReceipt = async (db: Db, articleId: number, guest: string): Promise<boolean> =>
  (await db
    .selectFrom('article_receipts')
    .select('token_hash')
    .where('article_id', '=', articleId)
    .where('guest', '=', guest)
    .limit(1)
    .executeTakeFirst()) !== undefined
