// Queries for sections and tags.
import type { Db } from '../db/open.ts'
import { type TagRow, tagOfFolded } from './tag-queries.ts'

const sectionRows = (db: Db) =>
  db
    .selectFrom('sections as s')
    .innerJoin('areas', 'areas.id', 's.area_id')
    .select([
      's.id',
      's.slug',
      's.name',
      's.article_count',
      's.closed_at',
      'areas.name as area',
      'areas.slug as area_slug',
      'areas.closed_at as area_closed_at',
    ])

/** All sections with their areas, closed ones too, in the order of the front page. */
export const sections = (db: Db) =>
  sectionRows(db).orderBy('areas.position').orderBy('areas.id').orderBy('s.position').orderBy('s.id').execute()

export type SectionRow = Awaited<ReturnType<typeof sections>>[number]

/** Sections in which articles may be filed, in the order of the front page. */
export const openSections = (db: Db): Promise<SectionRow[]> =>
  sectionRows(db)
    .where('s.closed_at', 'is', null)
    .where('areas.closed_at', 'is', null)
    .orderBy('areas.position')
    .orderBy('areas.id')
    .orderBy('s.position')
    .orderBy('s.id')
    .execute()

/** Whether a section, or its area, takes no articles any longer. */
export const isClosed = (section: Pick<SectionRow, 'closed_at' | 'area_closed_at'>): boolean =>
  section.closed_at !== null || section.area_closed_at !== null

export const sectionById = (db: Db, id: number): Promise<SectionRow | undefined> =>
  sectionRows(db).where('s.id', '=', id).executeTakeFirst()

/** The slug of today for one that a section or an area had before. */
export const slugAfter = async (db: Db, noun: 'sections' | 'areas', former: string): Promise<string | undefined> =>
  (
    await db
      .selectFrom('former_slugs as f')
      .innerJoin(`${noun as 'sections'} as n`, 'n.id', 'f.noun_id')
      .select('n.slug')
      .where('f.noun', '=', noun)
      .where('f.slug', '=', former)
      .executeTakeFirst()
  )?.slug

/** A section with its area, by its slug, or by one that it had before. */
export async function sectionBySlug(db: Db, slug: string): Promise<SectionRow | undefined> {
  const bySlug = (one: string) => sectionRows(db).where('s.slug', '=', one).executeTakeFirst()
  const section = await bySlug(slug)
  if (section !== undefined) return section
  const now = await slugAfter(db, 'sections', slug)
  return now === undefined ? undefined : bySlug(now)
}

/** A tag that has articles, by its folded text or that of a tag merged into it. */
export async function tagByFolded(db: Db, folded: string): Promise<TagRow | undefined> {
  const tag = await tagOfFolded(db, folded)
  return tag !== undefined && tag.article_count > 0 ? tag : undefined
}
