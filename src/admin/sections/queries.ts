// Sections and areas as admins see them: in their order, closed and empty ones too.
import type { Db, Tx } from '../../db/open.ts'
import type { Place } from './form.ts'

export const areaRows = (db: Db) =>
  db
    .selectFrom('areas')
    .select(['id', 'slug', 'name', 'position', 'closed_at'])
    .orderBy('position')
    .orderBy('id')
    .execute()

export const placedSections = (db: Db) =>
  db
    .selectFrom('sections')
    .select(['id', 'slug', 'name', 'position', 'closed_at', 'area_id', 'article_count'])
    .orderBy('position')
    .orderBy('id')
    .execute()

export type AreaRow = Awaited<ReturnType<typeof areaRows>>[number]
export type PlacedSection = Awaited<ReturnType<typeof placedSections>>[number]

/** Who had an address before. */
export const formerSlugs = (db: Db, noun: Place) =>
  db.selectFrom('former_slugs').select(['slug', 'noun_id']).where('noun', '=', noun).execute()

export const insertArea = async (
  db: Tx,
  area: { slug: string; name: string; position: number; closed_at: number },
): Promise<number> => (await db.insertInto('areas').values(area).returning('id').executeTakeFirstOrThrow()).id

export const insertSection = async (
  db: Tx,
  section: { slug: string; name: string; position: number; closed_at: number; area_id: number },
): Promise<number> => (await db.insertInto('sections').values(section).returning('id').executeTakeFirstOrThrow()).id
