// Finds the articles that belong to another one: by its source, by links and by tags.

import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** Why an article is shown, the best reason first. */
export const seenReasons = ['source', 'linkedFrom', 'linksTo', 'tags'] as const
export type SeenReason = (typeof seenReasons)[number]

export type SeenRow = {
  id: number
  slug: string
  headline: string
  day: string
  comment_count: number
  /** Place in `seenReasons`. */
  reason: number
}

type SeenQuestion = {
  id: number
  published_at: number
  /** The key of its source; null without one, or if that is a front page. */
  sourceKey: string | null
  /** The host of this site, as keys have it. */
  host: string
  tags: readonly string[]
}

/** Newest articles of each tag that are compared: of the biggest tags, all would be a large part of the archive. */
const ARTICLES_PER_TAG = 30
/** Tags that are compared, and that an article must share. */
const MAX_TAGS = 6
const SHARED_TAGS = 2

/** Earlier articles with the source, and those whose text links to it. */
const bySource = (key: string, { id, published_at }: SeenQuestion, limit: number): RawBuilder<unknown>[] =>
  (['source', 'link'] as const).map(
    (kind) => sql`
      select * from (
        select l.article_id as id, ${seenReasons.indexOf('source')} as reason
        from article_links as l join articles as a on a.id = l.article_id
        where l.key = ${key} and l.kind = ${kind} and l.article_id <> ${id}
          and a.state = 'published' and a.published_at < ${published_at}
        order by l.article_id desc limit ${limit}
      ) as by_${sql.raw(kind)}`,
  )

/** Articles that link to it, and those that it links to: by their numbers, or as the source of another article. */
const byLinks = ({ id, host, published_at }: SeenQuestion, limit: number): RawBuilder<unknown>[] => [
  sql`
    select * from (
      select l.article_id as id, ${seenReasons.indexOf('linkedFrom')} as reason
      from article_links as l join articles as a on a.id = l.article_id
      where l.target_id = ${id} and l.host in ('', ${host}) and a.state = 'published'
      order by l.article_id desc limit ${limit}
    ) as linked_from`,
  sql`
    select l.target_id as id, ${seenReasons.indexOf('linksTo')} as reason
    from article_links as l
    where l.article_id = ${id} and l.target_id is not null and l.host in ('', ${host})`,
  sql`
    select * from (
      select s.article_id as id, ${seenReasons.indexOf('linksTo')} as reason
      from article_links as l join article_links as s on s.key = l.key and s.kind = 'source'
      join articles as a on a.id = s.article_id
      where l.article_id = ${id} and l.kind = 'link' and s.article_id <> ${id}
        and a.state = 'published' and a.published_at < ${published_at}
      limit ${limit}
    ) as with_source`,
]

/** Earlier articles with at least two of the tags, among the newest of each. */
function byTags({ tags, published_at }: SeenQuestion, limit: number): RawBuilder<unknown>[] {
  const compared = tags.slice(0, MAX_TAGS)
  if (compared.length < SHARED_TAGS) return []
  const newest = compared.map(
    (tag, i) => sql`
      select * from (
        select article_id, published_at from article_tags
        where tag = ${tag} and published_at < ${published_at}
        order by published_at desc, article_id desc limit ${ARTICLES_PER_TAG}
      ) as tagged_${sql.raw(String(i))}`,
  )
  return [
    sql`
      select * from (
        select n.article_id as id, ${seenReasons.indexOf('tags')} as reason
        from (${sql.join(newest, sql` union `)}) as n
        where (
          select count(*) from article_tags as t
          where t.article_id = n.article_id and t.tag in (${sql.join(compared)})
        ) >= ${SHARED_TAGS}
        order by n.published_at desc, n.article_id desc limit ${limit}
      ) as by_tags`,
  ]
}

/** Published articles that belong to this one, the best reason first, then the newest. */
export async function seenBefore(db: Db, about: SeenQuestion, limit: number): Promise<SeenRow[]> {
  const parts = [
    ...(about.sourceKey === null ? [] : bySource(about.sourceKey, about, limit)),
    ...byLinks(about, limit),
    ...byTags(about, limit),
  ]
  const { rows } = await sql<SeenRow>`
    select a.id, a.slug, a.headline, a.day, a.comment_count, cast(min(f.reason) as integer) as reason
    from (${sql.join(parts, sql` union all `)}) as f
    join articles as a on a.id = f.id
    where a.state = 'published' and a.id <> ${about.id}
    group by a.id, a.slug, a.headline, a.day, a.comment_count, a.published_at
    order by min(f.reason), a.published_at desc, a.id desc
    limit ${limit}`.execute(db)
  return rows
}
