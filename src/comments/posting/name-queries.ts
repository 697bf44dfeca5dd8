// What is stored of the names under which people write in a thread.
import type { Db, Tx } from '../../db/open.ts'

/** The nics under which an account has written in a thread, and as what, oldest first. */
export const voicesIn = (db: Db, articleId: number, accountId: number) =>
  db
    .selectFrom('comments')
    .select(['nic', 'name_kind'])
    .where('article_id', '=', articleId)
    .where('account_id', '=', accountId)
    .orderBy('number')
    .limit(1)
    .execute()

/** The nic under which a guest has written in a thread. @param guest the hash of their key */
export const guestVoiceIn = async (db: Db, articleId: number, guest: string): Promise<string | null> =>
  (
    await db
      .selectFrom('guest_names')
      .select('nic')
      .where('article_id', '=', articleId)
      .where('guest', '=', guest)
      .executeTakeFirst()
  )?.nic ?? null

/** The picked nic of an account in a thread, if any. */
export const voiceOf = (db: Db, articleId: number, accountId: number) =>
  db
    .selectFrom('picked_names')
    .select('nic')
    .where('article_id', '=', articleId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()

export const keepVoice = (
  db: Tx,
  name_kind: { article_id: number; account_id: number; nic: string; nic_skeleton: string; created_at: number },
) =>
  db
    .insertInto('picked_names')
    .values(name_kind)
    .onConflict((on) => on.columns(['article_id', 'account_id']).doNothing())
    .execute()

export const keepGuestVoice = (
  db: Tx,
  name_kind: { article_id: number; guest: string; nic: string; nic_skeleton: string; created_at: number },
) =>
  db
    .insertInto('guest_names')
    .values(name_kind)
    .onConflict((on) =>
      on.columns(['article_id', 'guest']).doUpdateSet({ nic: name_kind.nic, nic_skeleton: name_kind.nic_skeleton }),
    )
    .execute()

/** A guest's name in a thread becomes that of the same guest under another key; nothing happens where the other has one. */
export async function moveGuestVoice(db: Tx, articleId: number, from: string, to: string): Promise<void> {
  if ((await guestVoiceIn(db, articleId, to)) === null)
    await db
      .updateTable('guest_names')
      .set({ guest: to })
      .where('article_id', '=', articleId)
      .where('guest', '=', from)
      .execute()
}

/** A guest's name in a thread is theirs no longer: an account has taken over what they wrote. */
export const dropGuestVoice = (db: Tx, articleId: number, skeleton: string) =>
  db.deleteFrom('guest_names').where('article_id', '=', articleId).where('nic_skeleton', '=', skeleton).execute()
