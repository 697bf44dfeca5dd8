// Rows of uploads and of the texts that show each picture.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { preparedRows } from '../db/prepared.ts'
import { countAll } from '../db/sql.ts'
import { deletedHashes } from './access-queries.ts'
import { pictureHashesIn } from './names.ts'

/** Texts that one transaction scans; only an update of the software changes more, and the clean-up job scans the rest. */
const MAX_TEXTS = 200

/** Number of an account's uploads between two moments, and the time of the first. */
export const uploadsBetween = (db: Db, accountId: number, since: number, until: number) =>
  db
    .selectFrom('uploads')
    .select([countAll().as('n'), (of) => of.fn.min('created_at').as('first')])
    .where('account_id', '=', accountId)
    .where('created_at', '>', since)
    .where('created_at', '<=', until)
    .executeTakeFirstOrThrow()

/** Inserts an upload whose files are written, or renews the account's row of the same picture. @returns its id */
export const upsertUpload = async (
  db: Tx,
  upload: { hash: string; name: string; account_id: number; alt: string; created_at: number },
): Promise<number> =>
  (
    await db
      .insertInto('uploads')
      .values(upload)
      .onConflict((on) =>
        on
          .columns(['hash', 'account_id'])
          .doUpdateSet({ name: upload.name, alt: upload.alt, created_at: upload.created_at }),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

/** An upload, for its sender only. */
export const ownUpload = (db: Db, id: number, accountId: number) =>
  db
    .selectFrom('uploads')
    .select(['id', 'name', 'alt'])
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()

/** All text of an article or comment, earlier versions included. */
async function wholeText(db: Db, noun: 'article' | 'comment', id: number): Promise<string> {
  if (noun === 'article') {
    const row = await db
      .selectFrom('articles')
      .select(['body_source', 'body_html'])
      .where('id', '=', id)
      .executeTakeFirst()
    const revisions = await db
      .selectFrom('article_revisions')
      .select(['body_source', 'body_html'])
      .where('article_id', '=', id)
      .execute()
    return [row, ...revisions].map((text) => `${text?.body_source}\n${text?.body_html}`).join('\n')
  }
  const rows = [
    ...(await db.selectFrom('comments').select(['source', 'html']).where('id', '=', id).execute()),
    ...(await db.selectFrom('comment_versions').select(['source', 'html']).where('comment_id', '=', id).execute()),
  ]
  return rows.map((row) => `${row.source}\n${row.html}`).join('\n')
}

const readStale = preparedRows<Record<never, never>>()((db) =>
  db.selectFrom('stale_pictures').selectAll().limit(MAX_TEXTS),
)

/** Updates which pictures the changed texts show; triggers have recorded the texts. @returns whether any are left */
export async function updatePictureUses(db: Tx): Promise<boolean> {
  const stale = await readStale(db, {})
  for (const { noun, noun_id } of stale) {
    await db.deleteFrom('picture_uses').where('noun', '=', noun).where('noun_id', '=', noun_id).execute()
    const uses = [...pictureHashesIn(await wholeText(db, noun, noun_id))].map((hash) => ({ hash, noun, noun_id }))
    if (uses.length > 0) await db.insertInto('picture_uses').values(uses).execute()
    await db.deleteFrom('stale_pictures').where('noun', '=', noun).where('noun_id', '=', noun_id).execute()
  }
  return stale.length === MAX_TEXTS
}

/** The pictures among these that a text shows, or an article as its lead. */
export async function usedHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const used = new Set(
    (await db.selectFrom('picture_uses').select('hash').where('hash', 'in', hashes).execute()).map((row) => row.hash),
  )
  for (const hash of hashes) {
    if (used.has(hash)) continue
    if (
      await db.selectFrom('profiles').select('account_id').where('picture_hash', '=', hash).limit(1).executeTakeFirst()
    )
      used.add(hash)
    // Range query on the prefix `hash-`: the full stop is the next character after the hyphen.
    if (
      await db
        .selectFrom('media')
        .select('id')
        .where('name', '>=', `${hash}-`)
        .where('name', '<', `${hash}.`)
        .limit(1)
        .executeTakeFirst()
    )
      used.add(hash)
  }
  return used
}

/** The pictures among these in drafts, revisions of articles, letters, appeals and thread notices. There are few such texts, so all are scanned. */
export async function waitingHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const waiting = new Set<string>()
  for (const [table, column] of [
    ['drafts', 'body'],
    ['unsent_texts', 'body'],
    ['article_drafts', 'body'],
    ['article_revisions', 'body_source'],
    ['editor_letters', 'body'],
    ['appeals', 'body'],
    ['thread_notices', 'text'],
    ['thread_notices', 'html'],
  ] as const) {
    const { rows } = await sql<{
      text: string
    }>`select ${sql.ref(column)} as text from ${sql.table(table)} where instr(${sql.ref(column)}, '/media/') > 0`.execute(
      db,
    )
    for (const { text } of rows) for (const hash of pictureHashesIn(text)) waiting.add(hash)
  }
  const deleted = await deletedHashes(db, hashes)
  return new Set(hashes.filter((hash) => waiting.has(hash) && !deleted.has(hash)))
}

/** The pictures among these that were uploaded or are in use, and that no moderator has deleted. */
export async function knownHashes(db: Db, all: readonly string[]): Promise<Set<string>> {
  const deleted = await deletedHashes(db, all)
  const hashes = all.filter((hash) => !deleted.has(hash))
  if (hashes.length === 0) return new Set()
  const sent = new Set(
    (await db.selectFrom('uploads').select('hash').where('hash', 'in', hashes).execute()).map((row) => row.hash),
  )
  return new Set([
    ...sent,
    ...(await usedHashes(
      db,
      hashes.filter((hash) => !sent.has(hash)),
    )),
  ])
}

/** Uploads before a moment, by id. */
export const uploadsBefore = (db: Db, before: number, after: number, limit: number) =>
  db
    .selectFrom('uploads')
    .select(['id', 'hash', 'name'])
    .where('id', '>', after)
    .where('created_at', '<', before)
    .orderBy('id')
    .limit(limit)
    .execute()

export const deleteUploads = (db: Tx, ids: readonly number[]) =>
  db.deleteFrom('uploads').where('id', 'in', ids).execute()
