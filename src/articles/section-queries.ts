// Queries for sections and tags.
import type { Db } from '../db/open.ts'

/** All sections with their areas, in the order of the front page. */
export const sections = (db: Db) =>
  db
    .selectFrom('sections as s')
    .innerJoin('areas', 'areas.id', 's.area_id')
    .select(['s.id', 's.slug', 's.name', 's.article_count', 'areas.name as area', 'areas.slug as area_slug'])
    .orderBy('areas.position')
    .orderBy('s.position')
    .execute()

export type SectionRow = Awaited<ReturnType<typeof sections>>[number]

/** A section with its area. */
export const sectionBySlug = (db: Db, slug: string) =>
  db
    .selectFrom('sections as s')
    .innerJoin('areas', 'areas.id', 's.area_id')
    .select(['s.id', 's.slug', 's.name', 's.article_count', 'areas.name as area', 'areas.slug as area_slug'])
    .where('s.slug', '=', slug)
    .executeTakeFirst()

/** A tag that has articles, by its folded text. */
export const tagByFolded = (db: Db, folded: string) =>
  db
    .selectFrom('tags')
    .select(['id', 'name', 'article_count'])
    .where('folded', '=', folded)
    .where('article_count', '>', 0)
    .executeTakeFirst()
