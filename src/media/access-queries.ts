// Which texts show a picture to readers, and which pictures a moderator has deleted for good.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'

/**
 * Where a picture is shown. `article`: in a published article or its public history. `text`: in another public text: a live comment, a version
 * in its public history, or a thread notice; or on the page of a member. `hidden`: only in comments that readers do not see, `withdrawn`: of these,
 * only in withdrawn ones. `unused`: in none of these. `deleted`: a moderator has deleted it.
 */
export type PictureUse = 'article' | 'text' | 'hidden' | 'withdrawn' | 'unused' | 'deleted'

export async function pictureUse(db: Db, hash: string): Promise<PictureUse> {
  const text = `%/media/${hash}-%`
  const { rows } = await sql<{ shown: PictureUse }>`
    select case
      when exists (select 1 from deleted_pictures where hash = ${hash}) then 'deleted'
      when exists (select 1 from media where name >= ${`${hash}-`} and name < ${`${hash}.`})
        or exists (
          select 1 from picture_uses as u join articles as a on a.id = u.noun_id
          where u.hash = ${hash} and u.noun = 'article' and a.state = 'published' and (
            not exists (select 1 from article_revisions as r where r.article_id = a.id)
            or exists (select 1 from article_revisions as r where r.article_id = a.id and r.public_at is not null and r.body_html like ${text})
          )
        ) then 'article'
      when exists (
          select 1 from picture_uses as u join comments as c on c.id = u.noun_id
          where u.hash = ${hash} and u.noun = 'comment' and c.state = 'live' and (c.html like ${text} or exists (
            select 1 from comment_versions as v
            where v.comment_id = c.id and v.html like ${text} and not exists (
              select 1 from blankings as b
              where b.comment_id = v.comment_id and b.version = v.number and b.ended_at is null
            )
          ))
        ) then 'text'
      when exists (
          select 1 from profiles as p where p.picture_hash = ${hash} and not exists (
            select 1 from profile_removals as r
            where r.person_id = p.account_id and r.field = 'picture' and r.value = p.picture and r.ended_at is null
          )
        ) then 'text'
      when exists (
          select 1 from picture_uses as u join comments as c on c.id = u.noun_id
          where u.hash = ${hash} and u.noun = 'comment' and c.state <> 'withdrawn'
        ) then 'hidden'
      when exists (select 1 from profiles where picture_hash = ${hash}) then 'hidden'
      when exists (select 1 from thread_notices where ended_at is null and html like ${text}) then 'text'
      when exists (select 1 from picture_uses where hash = ${hash} and noun = 'comment') then 'withdrawn'
      else 'unused'
    end as shown`.execute(db)
  return rows[0]!.shown
}

/** Whether an account uploaded a picture, and none of its own comments that show it was removed or marked as spam. */
export const isUploader = async (db: Db, hash: string, accountId: number): Promise<boolean> =>
  (await db
    .selectFrom('uploads')
    .select('id')
    .where('hash', '=', hash)
    .where('account_id', '=', accountId)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('picture_uses as u')
            .innerJoin('comments as c', 'c.id', 'u.noun_id')
            .select('c.id')
            .where('u.hash', '=', hash)
            .where('u.noun', '=', 'comment')
            .where('c.account_id', '=', accountId)
            .where('c.state', 'in', ['removed', 'spam']),
        ),
      ),
    )
    .executeTakeFirst()) !== undefined

/** Hashes of the pictures in a comment, its earlier versions included, that have not been deleted. */
export const picturesOfComment = async (db: Db, commentId: number): Promise<string[]> =>
  (
    await db
      .selectFrom('picture_uses')
      .select('hash')
      .where('noun', '=', 'comment')
      .where('noun_id', '=', commentId)
      .where('hash', 'not in', (from) => from.selectFrom('deleted_pictures').select('hash'))
      .orderBy('hash')
      .execute()
  ).map(({ hash }) => hash)

/** The pictures among these that a moderator has deleted. */
export async function deletedHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db.selectFrom('deleted_pictures').select('hash').where('hash', 'in', hashes).execute()
  return new Set(rows.map(({ hash }) => hash))
}

/** Records that a picture was deleted, and deletes its uploads, so that nobody's text can use it. */
export async function insertDeletedPicture(
  db: Tx,
  picture: {
    hash: string
    comment_id: number
    account_id: number
    reason: string
    log_entry_id: number
    created_at: number
  },
): Promise<void> {
  await db.insertInto('deleted_pictures').values(picture).execute()
  await db.deleteFrom('uploads').where('hash', '=', picture.hash).execute()
}
