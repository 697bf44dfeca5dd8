// Rows of letters to the editors: texts that came too late for their threads.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { EditorLettersTable } from '../../db/schema/comments.ts'
import { countAll, inSpan, type Span } from '../../db/sql.ts'

/** Inserts a letter. @returns false if the same one exists */
export const insertLetter = async (
  db: Tx,
  letter: Omit<EditorLettersTable, 'id' | 'read_at' | 'read_by'>,
): Promise<boolean> =>
  (
    await db
      .insertInto('editor_letters')
      .values({ ...letter, read_at: null, read_by: null })
      .onConflict((on) => on.column('content_hash').doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n

/** Base query of letters, with their article and member. */
const letterQuery = (db: Db) =>
  db
    .selectFrom('editor_letters as l')
    .innerJoin('articles as a', 'a.id', 'l.article_id')
    .leftJoin('accounts as p', 'p.id', 'l.account_id')
    .select([
      'l.id',
      'l.nic',
      'l.email',
      'l.body',
      'l.created_at',
      'a.id as article_id',
      'a.slug',
      'a.headline',
      'p.nic as account_nic',
    ])

/** Letters, newest first. @param before id of the letter to begin below, or null for the newest */
export const letters = (db: Db, before: number | null, limit: number) =>
  letterQuery(db)
    .leftJoin('accounts as reader', 'reader.id', 'l.read_by')
    .select(['l.read_at', 'reader.nic as reader_nic'])
    .$if(before !== null, (query) => query.where('l.id', '<', before!))
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute()

/** Unread letters, oldest first. @param after the last letter of the page before, or 0 */
export const waitingLetters = (db: Db, after: number, limit: number) =>
  letterQuery(db)
    .select('l.account_id')
    .where('l.read_at', 'is', null)
    .where('l.id', '>', after)
    .orderBy('l.id')
    .limit(limit)
    .execute()

const oldest = sql<number | null>`min(created_at)`.as('since')

/** @param span only letters from it */
export const lettersTally = (db: Db, span?: Span) =>
  db
    .selectFrom('editor_letters')
    .select([countAll().as('n'), oldest])
    .where('read_at', 'is', null)
    .$if(span !== undefined, (query) => query.where(inSpan('created_at', span!)))
    .executeTakeFirstOrThrow()

export const unreadLetters = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('editor_letters')
      .select(countAll().as('n'))
      .where('read_at', 'is', null)
      .executeTakeFirstOrThrow()
  ).n

/** @returns whether it was unread */
export const setLetterRead = async (db: Tx, id: number, by: number, at: number): Promise<boolean> =>
  (
    await db
      .updateTable('editor_letters')
      .set({ read_at: at, read_by: by })
      .where('id', '=', id)
      .where('read_at', 'is', null)
      .executeTakeFirst()
  ).numUpdatedRows === 1n
