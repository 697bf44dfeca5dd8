// Queries about how often a writer has posted, for the rate limits and the repeat check.
import type { RawBuilder } from 'kysely'
import type { Db } from '../../db/open.ts'
import { preparedRows } from '../../db/prepared.ts'
import type { Range } from '../../ip-ranges.ts'

/** More comments than any rate limit allows. */
const MAX_ROWS_READ = 400

const commentsOfAccount = (db: Db, accountId: number | RawBuilder<number>, since: number | RawBuilder<number>) =>
  db
    .selectFrom('comments as c')
    .where('c.account_id', '=', accountId)
    .where('c.created_at', '>', since)
    .orderBy('c.created_at', 'desc')
    .limit(MAX_ROWS_READ)

/** A comment with two receipts has two rows. */
const commentsOfGuest = (db: Db, guest: string | RawBuilder<string>, since: number | RawBuilder<number>) =>
  db
    .selectFrom('receipts as r')
    .innerJoin('comments as c', 'c.id', 'r.comment_id')
    .where('r.guest', '=', guest)
    .where('c.account_id', 'is', null)
    .where('c.created_at', '>', since)
    .orderBy('c.created_at', 'desc')
    .limit(MAX_ROWS_READ)

type Recent<W> = { who: W; since: number }

const timesOfAccount = preparedRows<Recent<number>>()((db, { who, since }) =>
  commentsOfAccount(db, who, since).select('c.created_at'),
)
const timesOfGuest = preparedRows<Recent<string>>()((db, { who, since }) =>
  commentsOfGuest(db, who, since).select(['c.id', 'c.created_at']).distinct(),
)

/**
 * Times of a writer's comments in any state, newest first.
 * @param who the id of an account, or the hash of a guest's key
 */
export const recentTimes = async (db: Db, who: number | string, since: number): Promise<number[]> =>
  (await (typeof who === 'number' ? timesOfAccount(db, { who, since }) : timesOfGuest(db, { who, since }))).map(
    ({ created_at }) => created_at,
  )

const likeOfAccount = preparedRows<Recent<number> & { hash: number }>()((db, { who, since, hash }) =>
  commentsOfAccount(db, who, since)
    .where('c.text_hash', '=', hash)
    .where('c.state', '!=', 'withdrawn')
    .select('c.source'),
)
const likeOfGuest = preparedRows<Recent<string> & { hash: number }>()((db, { who, since, hash }) =>
  commentsOfGuest(db, who, since)
    .where('c.text_hash', '=', hash)
    .where('c.state', '!=', 'withdrawn')
    .select('c.source'),
)

/** Sources of a writer's comments that have the hash of a text and were not withdrawn. */
export const textsLike = async (db: Db, who: number | string, since: number, hash: number): Promise<string[]> =>
  (
    await (typeof who === 'number' ? likeOfAccount(db, { who, since, hash }) : likeOfGuest(db, { who, since, hash }))
  ).map(({ source }) => source)

/** Time of a writer's last comment in a thread, in any state. */
export const lastCommentTime = async (db: Db, who: number | string, articleId: number): Promise<number | undefined> =>
  (
    await (typeof who === 'number'
      ? db
          .selectFrom('comments as c')
          .where('c.article_id', '=', articleId)
          .where('c.account_id', '=', who)
          .orderBy('c.number', 'desc')
      : commentsOfGuest(db, who, 0).where('c.article_id', '=', articleId).clearOrderBy().orderBy('c.number', 'desc')
    )
      .select('c.created_at')
      .limit(1)
      .executeTakeFirst()
  )?.created_at

/** Whether a guest's key has posted before. */
export const hasPosted = async (db: Db, guest: string): Promise<boolean> =>
  (await commentsOfGuest(db, guest, 0).select('c.id').limit(1).executeTakeFirst()) !== undefined

/** Time of the last comment that a guest of a network has posted in a thread, in any state. */
export const lastCommentTimeFrom = async (
  db: Db,
  { from, to }: Range,
  articleId: number,
): Promise<number | undefined> =>
  (
    await db
      .selectFrom('comment_addresses as d')
      .innerJoin('comments as c', 'c.id', 'd.comment_id')
      .select('c.created_at')
      .where('d.address', '>=', from)
      .where('d.address', '<=', to)
      .where('c.article_id', '=', articleId)
      .where('c.account_id', 'is', null)
      .orderBy('c.number', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.created_at

/** Sources of a writer's comments that were not withdrawn. */
export const recentTexts = async (db: Db, who: number | string, since: number): Promise<string[]> =>
  (
    await (typeof who === 'number' ? commentsOfAccount(db, who, since) : commentsOfGuest(db, who, since))
      .select('c.source')
      .where('c.state', '!=', 'withdrawn')
      .execute()
  ).map((row) => row.source)
