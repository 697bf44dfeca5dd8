// Queries for mutes, and for the facts that mutes are checked against.

import type { Db, Tx } from '../db/open.ts'
import { countAll } from '../db/sql.ts'
import type { MuteKind } from './rules.ts'

/** The mutes of one member, by kind and label. */
export const mutesOf = (db: Db, accountId: number) =>
  db
    .selectFrom('mutes')
    .select(['kind', 'value', 'label'])
    .where('account_id', '=', accountId)
    .orderBy('kind')
    .orderBy('label')
    .execute()

export const muteCount = async (db: Db, accountId: number): Promise<number> =>
  (
    await db
      .selectFrom('mutes')
      .select(countAll().as('n'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow()
  ).n

export const insertMute = (
  db: Tx,
  mute: { account_id: number; kind: MuteKind; value: string; label: string; created_at: number },
) =>
  db
    .insertInto('mutes')
    .values(mute)
    .onConflict((on) => on.columns(['account_id', 'kind', 'value']).doNothing())
    .execute()

export const deleteMute = (db: Tx, accountId: number, kind: MuteKind, value: string) =>
  db
    .deleteFrom('mutes')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('value', '=', value)
    .execute()

/** The name that a published comment is signed with; undefined if there is no such comment. */
export const nameOnComment = async (db: Db, commentId: number): Promise<string | undefined> =>
  (
    await db
      .selectFrom('comments')
      .select('nic')
      .where('id', '=', commentId)
      .where('state', '=', 'live')
      .executeTakeFirst()
  )?.nic

/** Tags by article id. */
export async function tagsByArticle(db: Db, articleIds: readonly number[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  if (articleIds.length === 0) return found
  for (const { article_id, tag } of await db
    .selectFrom('article_tags')
    .select(['article_id', 'tag'])
    .where('article_id', 'in', articleIds)
    .execute()) {
    const tags = found.get(article_id)
    if (tags) tags.push(tag)
    else found.set(article_id, [tag])
  }
  return found
}

/** The facts that decide whether articles are muted, for rows that lack them. */
export const storyMuteFacts = (db: Db, articleIds: readonly number[]) =>
  articleIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('articles as a')
        .innerJoin('sections as s', 's.id', 'a.section_id')
        .select(['a.id', 'a.nic', 'a.headline', 'a.lede', 's.slug as section_slug'])
        .where('a.id', 'in', articleIds)
        .execute()

/** A section by its name or its slug. */
export const sectionByNameOrSlug = (db: Db, name: string, slug: string) =>
  db
    .selectFrom('sections')
    .select(['slug', 'name'])
    .where((where) => where.or([where('slug', '=', slug), where('name', '=', name)]))
    .executeTakeFirst()
