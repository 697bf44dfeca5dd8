// The names that members and guests have in a thread.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { prepared, preparedRows } from '../../db/prepared.ts'

/** The name of an account's first comment in a thread; the account's own where it was signed with that, also before a change of name. */
export const nicOfAccountInThread = async (db: Db, articleId: number, accountId: number): Promise<string | null> =>
  (
    await db
      .selectFrom('comments as c')
      .innerJoin('accounts as p', 'p.id', 'c.account_id')
      .select(sql<string>`case when c.name_kind = 'member' then p.nic else c.nic end`.as('nic'))
      .where('c.article_id', '=', articleId)
      .where('c.account_id', '=', accountId)
      .orderBy('c.number')
      .limit(1)
      .executeTakeFirst()
  )?.nic ?? null

const namesOfGuest = preparedRows<{ article: number; guest: string }>()((db, { article, guest }) =>
  db.selectFrom('guest_names').select('nic').where('article_id', '=', article).where('guest', '=', guest),
)

/** The name of a guest in a thread. @param guest the hash of their key */
export const guestNameInThread = async (db: Db, articleId: number, guest: string): Promise<string | null> =>
  (await namesOfGuest(db, { article: articleId, guest }))[0]?.nic ?? null

/** The picked name of an account in a thread. */
export const pickedNameInThread = (db: Db, articleId: number, accountId: number) =>
  db
    .selectFrom('picked_names')
    .select('nic')
    .where('article_id', '=', articleId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()

export const insertPickedName = (
  db: Tx,
  row: { article_id: number; account_id: number; nic: string; nic_skeleton: string; created_at: number },
) =>
  db
    .insertInto('picked_names')
    .values(row)
    .onConflict((on) => on.columns(['article_id', 'account_id']).doNothing())
    .execute()

export const saveGuestName = prepared<{
  article_id: number
  guest: string
  nic: string
  nic_skeleton: string
  created_at: number
}>()((db, { article_id, guest, nic, nic_skeleton, created_at }) =>
  db
    .insertInto('guest_names')
    .values({ article_id, guest, nic, nic_skeleton, created_at })
    .onConflict((on) => on.columns(['article_id', 'guest']).doUpdateSet({ nic, nic_skeleton })),
)

/** Gives a guest's name in a thread to the same guest's new key, unless that has a name there. */
export async function moveGuestName(db: Tx, articleId: number, from: string, to: string): Promise<void> {
  if ((await guestNameInThread(db, articleId, to)) === null)
    await db
      .updateTable('guest_names')
      .set({ guest: to })
      .where('article_id', '=', articleId)
      .where('guest', '=', from)
      .execute()
}

/** Deletes a guest's name in a thread, after an account has claimed the comment. */
export const deleteGuestName = (db: Tx, articleId: number, skeleton: string) =>
  db.deleteFrom('guest_names').where('article_id', '=', articleId).where('nic_skeleton', '=', skeleton).execute()
