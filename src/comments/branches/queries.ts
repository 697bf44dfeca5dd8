// Queries that move a branch: the places of its comments and pointers, and rows that name their article.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { MovesTable } from '../../db/schema/decisions.ts'
import { countAll } from '../../db/sql.ts'
import { branchOf, type Place } from '../thread/path.ts'

const PLACE_COLUMNS = [
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
] as const

/** A comment with its place, as the top of a branch or its new parent. */
export const placedComment = (db: Db, id: number) =>
  db.selectFrom('comments').select(PLACE_COLUMNS).where('id', '=', id).executeTakeFirst()

export type PlacedComment = NonNullable<Awaited<ReturnType<typeof placedComment>>>

/** Comments of a branch that one query reads. */
const ROWS_PER_PAGE = 500

/** A branch with comments in any state, by number: parents before replies. */
export async function wholeBranch(db: Db, top: PlacedComment): Promise<PlacedComment[]> {
  const { from, to, whole } = branchOf(top)
  const rows: PlacedComment[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: PlacedComment[] = await db
      .selectFrom('comments')
      .select(PLACE_COLUMNS)
      .where('article_id', '=', top.article_id)
      .where('path', '>=', from)
      .where('path', '<', to)
      .where('number', '>', after)
      .orderBy('number')
      .limit(ROWS_PER_PAGE)
      .execute()
    rows.push(...page)
    after = page.length < ROWS_PER_PAGE ? null : page.at(-1)!.number
  }
  if (whole) return rows
  const below = new Set([top.id])
  return rows.filter(
    ({ id, parent_id }) => below.has(id) || (parent_id !== null && below.has(parent_id) && below.add(id)),
  )
}

/** Pointers in a branch, which move with it. */
export const pointersInBranch = async (db: Db, articleId: number, branch: ReadonlySet<number>) =>
  (
    await db
      .selectFrom('moves')
      .select(['id', 'comment_id', 'parent_id', 'number'])
      .where('article_id', '=', articleId)
      .where('ended_at', 'is', null)
      .where('parent_id', 'is not', null)
      .execute()
  ).filter(({ parent_id }) => branch.has(parent_id!))

/** So few that a statement takes a few milliseconds. */
const ROWS_PER_STATEMENT = 100

export async function inBatches<T>(rows: readonly T[], each: (piece: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) await each(rows.slice(i, i + ROWS_PER_STATEMENT))
}

/** Comments that readers never saw: held, spam, or removed before they were published. */
export async function unseenIds(db: Db, branch: readonly PlacedComment[]): Promise<Set<number>> {
  const unseen = new Set(branch.flatMap(({ id, state }) => (state === 'held' || state === 'spam' ? [id] : [])))
  await inBatches(
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

/** The numbers that comments had in an article before. */
export async function formerNumbers(db: Db, articleId: number, ids: readonly number[]): Promise<Map<number, number>> {
  const numbers = new Map<number, number>()
  await inBatches(ids, async (piece) => {
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

export const saveFormerNumbers = (
  db: Tx,
  articleId: number,
  numbers: readonly { comment_id: number; number: number }[],
) =>
  inBatches(numbers, (piece) =>
    db
      .insertInto('former_numbers')
      .values(piece.map(({ comment_id, number }) => ({ comment_id, article_id: articleId, number })))
      .onConflict((on) =>
        on.columns(['comment_id', 'article_id']).doUpdateSet({ number: sql<number>`excluded.number` }),
      )
      .execute(),
  )

/** Gives comments their places in an article, all below the same root. */
export const setPlaces = (db: Tx, articleId: number, rootId: number, places: readonly [id: number, place: Place][]) =>
  inBatches(places, (piece) =>
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

/** Updates the counters of an article. @param live live comments that it gained, negative if it lost some */
export async function updateArticleCounts(db: Tx, articleId: number, live: number, last: number): Promise<void> {
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

/** Updates the article in features, notices and drafts of replies. */
export const moveReferences = (db: Tx, ids: readonly number[], articleId: number) =>
  inBatches(ids, async (piece) => {
    await db.updateTable('features').set({ article_id: articleId }).where('comment_id', 'in', piece).execute()
    await db.updateTable('notices').set({ article_id: articleId }).where('comment_id', 'in', piece).execute()
    await db.updateTable('drafts').set({ article_id: articleId }).where('parent_id', 'in', piece).execute()
  })

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

/** The newest move of a comment that was not undone. */
export const lastMove = (db: Db, commentId: number) =>
  db
    .selectFrom('moves')
    .selectAll()
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

export async function nicsOfAccounts(db: Db, accounts: readonly number[]): Promise<string[]> {
  const nics: string[] = []
  await inBatches(
    accounts,
    async (piece) =>
      void nics.push(
        ...(await db.selectFrom('accounts').select('nic').where('id', 'in', piece).execute()).map(({ nic }) => nic),
      ),
  )
  return nics
}
