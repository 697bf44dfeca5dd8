// What is stored when a branch moves: the places of all that stands in it, and whatever knows of it by its article.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { MovesTable } from '../../db/schema/decisions.ts'
import { countAll } from '../../db/sql.ts'
import { skeleton } from '../../skeleton.ts'
import { branchOf, type Place } from '../thread/path.ts'

/** A comment as far as it is the first of a branch, or has one below it. */
export const placedComment = (db: Db, id: number) =>
  db
    .selectFrom('comments')
    .select([
      'id',
      'article_id',
      'parent_id',
      'root_id',
      'number',
      'depth',
      'path',
      'state',
      'account_id',
      'name_kind',
      'nic',
    ])
    .where('id', '=', id)
    .executeTakeFirst()

export type PlacedComment = NonNullable<Awaited<ReturnType<typeof placedComment>>>

/** A comment and everything below it, whatever its state, by number: each after what it answers. */
export async function wholeBranch(db: Db, top: PlacedComment): Promise<PlacedComment[]> {
  const { from, to, whole } = branchOf(top)
  const rows = await db
    .selectFrom('comments')
    .select([
      'id',
      'article_id',
      'parent_id',
      'root_id',
      'number',
      'depth',
      'path',
      'state',
      'account_id',
      'name_kind',
      'nic',
    ])
    .where('article_id', '=', top.article_id)
    .where('path', '>=', from)
    .where('path', '<', to)
    .orderBy('number')
    .execute()
  if (whole) return rows
  const below = new Set([top.id])
  return rows.filter(
    ({ id, parent_id }) => below.has(id) || (parent_id !== null && below.has(parent_id) && below.add(id)),
  )
}

/** Pointers that stand in a branch: they go along. */
export const pointersAmong = async (db: Db, articleId: number, branch: ReadonlySet<number>) =>
  (
    await db
      .selectFrom('moves')
      .select(['id', 'comment_id', 'parent_id', 'number'])
      .where('article_id', '=', articleId)
      .where('ended_at', 'is', null)
      .where('parent_id', 'is not', null)
      .execute()
  ).filter(({ parent_id }) => branch.has(parent_id!))

/** Rows asked about, or changed, in one statement. */
const AT_ONCE = 500

async function inPieces<T>(rows: readonly T[], each: (piece: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += AT_ONCE) await each(rows.slice(i, i + AT_ONCE))
}

/** Of these comments those that readers never saw: they waited, were spam, or were removed while they waited. */
export async function neverSeen(db: Db, branch: readonly PlacedComment[]): Promise<Set<number>> {
  const unseen = new Set(branch.flatMap(({ id, state }) => (state === 'held' || state === 'spam' ? [id] : [])))
  await inPieces(
    branch.filter(({ state }) => state === 'removed'),
    async (piece) => {
      for (const row of await db
        .selectFrom('removals')
        .select('comment_id')
        .where(
          'comment_id',
          'in',
          piece.map(({ id }) => id),
        )
        .where('ended_at', 'is', null)
        .where('never_published', '=', 1)
        .execute())
        unseen.add(row.comment_id)
    },
  )
  return unseen
}

/** The numbers that comments have had in an article. */
export async function formerNumbers(db: Db, articleId: number, ids: readonly number[]): Promise<Map<number, number>> {
  const numbers = new Map<number, number>()
  await inPieces(ids, async (piece) => {
    for (const row of await db
      .selectFrom('former_numbers')
      .select(['comment_id', 'number'])
      .where('article_id', '=', articleId)
      .where('comment_id', 'in', piece)
      .execute())
      numbers.set(row.comment_id, row.number)
  })
  return numbers
}

export const keepNumbers = (db: Tx, articleId: number, numbers: readonly { comment_id: number; number: number }[]) =>
  inPieces(numbers, (piece) =>
    db
      .insertInto('former_numbers')
      .values(piece.map(({ comment_id, number }) => ({ comment_id, article_id: articleId, number })))
      .onConflict((on) =>
        on.columns(['comment_id', 'article_id']).doUpdateSet({ number: sql<number>`excluded.number` }),
      )
      .execute(),
  )

/** Gives comments their places in an article; all but the first of them have that one above them. */
export const setPlaces = (db: Tx, articleId: number, rootId: number, places: readonly [id: number, place: Place][]) =>
  inPieces(places, (piece) =>
    sql`update comments set article_id = ${articleId}, root_id = ${rootId}, number = placed.column2, depth = placed.column3, path = placed.column4
      from (values ${sql.join(piece.map(([id, { number, depth, path }]) => sql`(${id}, ${number}, ${depth}, ${path})`))}) as placed where comments.id = placed.column1`.execute(
      db,
    ),
  )

export const setTop = (
  db: Tx,
  id: number,
  top: { parent_id: number | null; root_id: number | null; subtree_count: number },
) => db.updateTable('comments').set(top).where('id', '=', id).execute()

export const addToSubtree = (db: Tx, rootId: number, by: number) =>
  db
    .updateTable('comments')
    .set({ subtree_count: sql`subtree_count + ${by}` })
    .where('id', '=', rootId)
    .execute()

export const setPointerPlace = (db: Tx, id: number, articleId: number, rootId: number, place: Place) =>
  db
    .updateTable('moves')
    .set({ article_id: articleId, root_id: rootId, ...place })
    .where('id', '=', id)
    .execute()

export const lastNumber = async (db: Db, articleId: number): Promise<number> =>
  (await db.selectFrom('articles').select('last_number').where('id', '=', articleId).executeTakeFirstOrThrow())
    .last_number

/** Counts the comments of a thread that has lost or won some. @param live how many live ones it has more, or less */
export async function recount(db: Tx, articleId: number, live: number, last: number): Promise<void> {
  const { n } = await db
    .selectFrom('comments')
    .select(countAll().as('n'))
    .where('article_id', '=', articleId)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('articles')
    .set({ comment_count: sql`comment_count + ${live}`, last_number: last, moved_away_count: last - n })
    .where('id', '=', articleId)
    .execute()
}

/** What names the article of a comment beside the comment itself goes along: that it is featured, notices of it, answers that are being written. */
export const takeAlong = (db: Tx, ids: readonly number[], articleId: number) =>
  inPieces(ids, async (piece) => {
    await db.updateTable('features').set({ article_id: articleId }).where('comment_id', 'in', piece).execute()
    await db.updateTable('notices').set({ article_id: articleId }).where('comment_id', 'in', piece).execute()
    await sql`update or ignore drafts set article_id = ${articleId} where parent_id in (${sql.join(piece)})`.execute(db)
  })

/** Names under which a branch was written, by whom: accounts that picked them, and guests. */
export async function voicesOf(
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
  await inPieces([...nics.keys()], async (piece) => {
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

/** In the thread that they came to the names are theirs, where nobody else has them and they have no other there. */
export async function bringVoices(
  db: Tx,
  articleId: number,
  { picked, guests }: Awaited<ReturnType<typeof voicesOf>>,
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

/** In the thread that they left nobody keeps a name who has written nothing else there under one. */
export async function dropVoices(
  db: Tx,
  articleId: number,
  { picked, guests }: Awaited<ReturnType<typeof voicesOf>>,
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

export type NewMove = Pick<
  MovesTable,
  | 'comment_id'
  | 'article_id'
  | 'parent_id'
  | 'root_id'
  | 'number'
  | 'depth'
  | 'path'
  | 'to_article_id'
  | 'comment_count'
  | 'was_visible'
  | 'anchors'
  | 'account_id'
  | 'reason'
  | 'log_entry_id'
  | 'created_at'
>

export const insertMove = async (db: Tx, move: NewMove): Promise<number> =>
  (await db.insertInto('moves').values(move).returning('id').executeTakeFirstOrThrow()).id

export const moveById = (db: Db, id: number) =>
  db.selectFrom('moves').selectAll().where('id', '=', id).executeTakeFirst()

export const isPublished = async (db: Db, articleId: number): Promise<boolean> =>
  (await db
    .selectFrom('articles')
    .select('id')
    .where('id', '=', articleId)
    .where('state', '=', 'published')
    .executeTakeFirst()) !== undefined

/** The newest move of a comment that nobody has undone. */
export const lastMove = (db: Db, commentId: number) =>
  db
    .selectFrom('moves')
    .selectAll()
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Nics of the accounts that wrote these comments, and the one of the comment that they answered. */
export async function nicsOf(db: Db, accounts: readonly number[]): Promise<string[]> {
  const nics: string[] = []
  await inPieces(
    accounts,
    async (piece) =>
      void nics.push(
        ...(await db.selectFrom('accounts').select('nic').where('id', 'in', piece).execute()).map(({ nic }) => nic),
      ),
  )
  return nics
}
