// What is stored of pictures: who sent which, which texts show which, and those that no text shows.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { countAll } from '../db/sql.ts'
import { pictureHashesIn } from './names.ts'

/** Texts that one transaction looks through at most: more come only from an update of the software, and are left to the sweep. */
const MAX_TEXTS = 200

/** Pictures that an account has sent since a moment, and when the first of them. */
export const uploadsSince = (db: Db, accountId: number, since: number) =>
  db
    .selectFrom('uploads')
    .select([countAll().as('n'), (of) => of.fn.min('created_at').as('first')])
    .where('account_id', '=', accountId)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow()

/** Notes a picture whose files are whole; the same picture sent again by the same account is noted once, as of now. @returns its id */
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

/** A picture as its sender finds it again; it is nobody else's business. */
export const ownUpload = (db: Db, id: number, accountId: number) =>
  db
    .selectFrom('uploads')
    .select(['id', 'name', 'alt'])
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()

/** Everything that is kept of a text, earlier versions included, as one. */
async function wholeText(db: Db, noun: 'article' | 'comment', id: number): Promise<string> {
  if (noun === 'article') {
    const row = await db
      .selectFrom('articles')
      .select(['body_source', 'body_html'])
      .where('id', '=', id)
      .executeTakeFirst()
    return `${row?.body_source}\n${row?.body_html}`
  }
  const rows = [
    ...(await db.selectFrom('comments').select(['source', 'html']).where('id', '=', id).execute()),
    ...(await db.selectFrom('comment_versions').select(['source', 'html']).where('comment_id', '=', id).execute()),
  ]
  return rows.map((row) => `${row.source}\n${row.html}`).join('\n')
}

/** Writes down which pictures the texts show that have changed: triggers have noted them. @returns whether any are left */
export async function updatePictureUses(db: Tx): Promise<boolean> {
  const stale = await db.selectFrom('stale_pictures').selectAll().limit(MAX_TEXTS).execute()
  for (const { noun, noun_id } of stale) {
    await db.deleteFrom('picture_uses').where('noun', '=', noun).where('noun_id', '=', noun_id).execute()
    const uses = [...pictureHashesIn(await wholeText(db, noun, noun_id))].map((hash) => ({ hash, noun, noun_id }))
    if (uses.length > 0) await db.insertInto('picture_uses').values(uses).execute()
    await db.deleteFrom('stale_pictures').where('noun', '=', noun).where('noun_id', '=', noun_id).execute()
  }
  return stale.length === MAX_TEXTS
}

/** Of these pictures those that a text shows, or that stand above an article. */
export async function usedHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const used = new Set(
    (await db.selectFrom('picture_uses').select('hash').where('hash', 'in', hashes).execute()).map((row) => row.hash),
  )
  for (const hash of hashes) {
    if (used.has(hash)) continue
    // Names begin with the hash and a hyphen, after which a full stop comes next.
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

/** Of these pictures those in texts that wait for their writers or for the editors, or that moderators put above a thread: few, so they are read when they are asked for. */
export async function waitingHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const waiting = new Set<string>()
  for (const [table, column] of [
    ['drafts', 'body'],
    ['editor_letters', 'body'],
    ['appeals', 'body'],
    ['thread_notices', 'text'],
    ['thread_notices', 'html'],
  ] as const) {
    const { rows } = await sql<{
      said: string
    }>`select ${sql.ref(column)} as said from ${sql.table(table)} where instr(${sql.ref(column)}, '/media/') > 0`.execute(
      db,
    )
    for (const { said } of rows) for (const hash of pictureHashesIn(said)) waiting.add(hash)
  }
  return new Set(hashes.filter((hash) => waiting.has(hash)))
}

/** Of these pictures those that the site knows: sent by somebody, or in use. */
export async function knownHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
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

/** Pictures sent before a moment, by their ids. */
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
