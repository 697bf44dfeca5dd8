// What a changed setting, section, area or tag brings with it, and whether an undo may restore its former value.
import type { Db, Tx } from '../db/open.ts'
import { isSettingText } from '../db/settings.ts'
import { countAll } from '../db/sql.ts'

type SiteField = { noun: string; id: number; field: string; value: string | number | null }

const isPlace = (noun: string): noun is 'sections' | 'areas' => noun === 'sections' || noun === 'areas'

/** Keeps a former address of a section or an area, and the mutes of members: they name sections by address and tags by name. */
export async function followSiteField(db: Tx, { noun, id, field, value }: SiteField, now: number): Promise<void> {
  if (noun === 'tags') {
    const { name } = await db.selectFrom('tags').select('name').where('id', '=', id).executeTakeFirstOrThrow()
    const label = String(value)
    await db
      .updateTable('mutes')
      .set({ value: label, label })
      .where('kind', '=', 'tag')
      .where('value', '=', name)
      .execute()
  }
  if (!isPlace(noun) || (field !== 'slug' && field !== 'name')) return
  const { slug } = await db.selectFrom(noun).select('slug').where('id', '=', id).executeTakeFirstOrThrow()
  const mutes = db.updateTable('mutes').where('kind', '=', 'section').where('value', '=', slug)
  if (field === 'name') {
    if (noun === 'sections') await mutes.set({ label: String(value) }).execute()
    return
  }
  await db
    .insertInto('former_slugs')
    .values({ noun, slug, noun_id: id, created_at: now })
    .onConflict((on) => on.columns(['noun', 'slug']).doUpdateSet({ noun_id: id, created_at: now }))
    .execute()
  if (noun === 'sections') await mutes.set({ value: String(value) }).execute()
}

/** How many sections articles can be filed in, apart from one section or the sections of one area. */
export const openSectionsBeside = async (db: Db, noun: 'sections' | 'areas', id: number): Promise<number> =>
  (
    await db
      .selectFrom('sections as s')
      .innerJoin('areas as a', 'a.id', 's.area_id')
      .select(countAll().as('n'))
      .where('s.closed_at', 'is', null)
      .where('a.closed_at', 'is', null)
      .where(noun === 'sections' ? 's.id' : 'a.id', '!=', id)
      .executeTakeFirstOrThrow()
  ).n

const isAreaOpen = async (db: Db, id: number): Promise<boolean> =>
  (await db.selectFrom('areas').select('id').where('id', '=', id).where('closed_at', 'is', null).executeTakeFirst()) !==
  undefined

/** Whether an undo may restore a value: the site must be able to use it. */
export async function mayRestore(db: Db, { noun, id, field, value }: SiteField): Promise<boolean> {
  if (noun === 'settings') return isSettingText(field, value === null ? null : String(value))
  if (!isPlace(noun)) return true
  if (field === 'closed_at') return value === null || (await openSectionsBeside(db, noun, id)) > 0
  if (field === 'area_id') return (await openSectionsBeside(db, 'sections', id)) > 0 || isAreaOpen(db, Number(value))
  if (field !== 'slug' && field !== 'name') return true
  const taken = await db
    .selectFrom(noun)
    .select('id')
    .where(field, '=', String(value))
    .where('id', '!=', id)
    .executeTakeFirst()
  return taken === undefined
}
