// The picked names and guests' names that move with a branch.

import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { skeleton } from '../../skeleton.ts'
import type { PlacedComment } from './queries.ts'
import { inBatches } from './queries.ts'

/** Picked names by account, and guests' names by guest. */
export async function namesInBranch(
  db: Db,
  branch: readonly PlacedComment[],
): Promise<{ picked: Map<number, string>; guests: Map<string, string> }> {
  const picked = new Map(
    branch.flatMap(({ account_id, name_kind, nic }) =>
      name_kind === 'picked' && account_id !== null ? [[account_id, nic] as const] : [],
    ),
  )
  const guests = new Map<string, string>()
  const nics = new Map(branch.filter(({ name_kind }) => name_kind === 'guest').map(({ id, nic }) => [id, nic]))
  await inBatches([...nics.keys()], async (piece) => {
    for (const row of await db
      .selectFrom('receipts')
      .select(['comment_id', 'guest'])
      .where('comment_id', 'in', piece)
      .where('claimed_by', 'is', null)
      .execute())
      guests.set(row.guest, nics.get(row.comment_id)!)
  })
  return { picked, guests }
}

/** Reserves the names in the new thread, unless somebody else has the name or the writer has another one there. */
export async function insertNames(
  db: Tx,
  articleId: number,
  { picked, guests }: Awaited<ReturnType<typeof namesInBranch>>,
  now: number,
): Promise<void> {
  for (const [account_id, nic] of picked)
    await db
      .insertInto('picked_names')
      .values({ article_id: articleId, account_id, nic, nic_skeleton: skeleton(nic), created_at: now })
      .onConflict((on) => on.doNothing())
      .execute()
  for (const [guest, nic] of guests)
    await db
      .insertInto('guest_names')
      .values({ article_id: articleId, guest, nic, nic_skeleton: skeleton(nic), created_at: now })
      .onConflict((on) => on.doNothing())
      .execute()
}

/** Deletes names in the old thread whose writers have no other comment there. */
export async function deleteUnusedNames(
  db: Tx,
  articleId: number,
  { picked, guests }: Awaited<ReturnType<typeof namesInBranch>>,
): Promise<void> {
  for (const account of picked.keys()) {
    await sql`delete from picked_names where article_id = ${articleId} and account_id = ${account} and not exists (select 1 from comments as c where c.account_id = ${account} and c.article_id = ${articleId} and c.name_kind = 'picked')`.execute(
      db,
    )
  }
  for (const guest of guests.keys()) {
    await sql`delete from guest_names where article_id = ${articleId} and guest = ${guest} and not exists (select 1 from receipts as r join comments as c on c.id = r.comment_id where r.guest = ${guest} and c.article_id = ${articleId} and c.name_kind = 'guest')`.execute(
      db,
    )
  }
}
