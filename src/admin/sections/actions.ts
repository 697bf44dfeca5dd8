// Creates, changes, orders, closes and reopens sections and areas. Each act is in the public log and can be undone.
import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import { openSectionsBeside } from '../../batches/site-queries.ts'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import type { Faults } from '../../faults.ts'
import type { Act } from '../../log-acts.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import type { Place, PlaceField } from './form.ts'
import * as stored from './queries.ts'
import { lastPosition, movedPositions, nounOf, placeFaults, wantedSlug } from './rules.ts'

/** What a form without faults says. `area` is null for areas. */
export type WantedPlace = { name: string; slug: string; area: number | null }

/** `faulty`: the database has something against it. `stale`: somebody else has changed the place since. */
export type PlaceResult = ActionResult<number> | { kind: 'faulty'; faults: Faults<PlaceField> } | { kind: 'stale' }

const acts: Record<Place, Record<'create' | 'change' | 'order' | 'close' | 'reopen', Act>> = {
  sections: {
    create: 'create-section',
    change: 'change-section',
    order: 'order-sections',
    close: 'close-section',
    reopen: 'reopen-section',
  },
  areas: {
    create: 'create-area',
    change: 'change-area',
    order: 'order-areas',
    close: 'close-area',
    reopen: 'reopen-area',
  },
}

const gather = async (db: Db, place: Place) => ({
  areas: await stored.areaRows(db),
  sections: await stored.placedSections(db),
  former: await stored.formerSlugs(db, place),
})

const log = (batch: Batch, id: number, reason: string): Promise<number> =>
  batch.log({ subject: 'setting', subjectId: id, articleId: null }, undefined, reason)

const addressOf = (place: Place, slug: string): string => (place === 'sections' ? urls.section(slug) : urls.area(slug))

/** Runs a change that may find faults in the rows of the database. */
async function runPlaceBatch(
  deps: Deps,
  viewer: Viewer | null,
  act: Act,
  change: (db: Parameters<Parameters<typeof runBatch>[4]>[0], batch: Batch) => Promise<number | PlaceResult>,
): Promise<PlaceResult> {
  allow(may.administer(viewer))
  let refusal: PlaceResult | null = null
  const outcome = await runBatch<number>(deps, viewer!, act, '', async (db, batch) => {
    refusal = null
    const value = await change(db, batch)
    if (typeof value === 'number') return value
    refusal = value
    return 'already'
  })
  return refusal ?? outcome
}

/** Creates a section or an area behind the others. Undoing it closes it: its number and address stay. */
export const createPlace = (
  deps: Deps,
  viewer: Viewer | null,
  place: Place,
  { name, slug, area }: WantedPlace,
): Promise<PlaceResult> =>
  runPlaceBatch(deps, viewer, acts[place].create, async (db, batch) => {
    const { areas, sections, former } = await gather(db, place)
    const rows = place === 'sections' ? sections : areas
    const faults = placeFaults(place, { name, slug }, null, rows, former)
    const parent = areas.find(({ id }) => id === area)
    if (place === 'sections' && parent === undefined) faults.area = 'Choose an area.'
    if (Object.keys(faults).length > 0) return { kind: 'faulty', faults }
    const row = { name, slug: wantedSlug({ name, slug }), position: lastPosition(rows), closed_at: batch.now }
    const id =
      place === 'sections'
        ? await stored.insertSection(db, { ...row, area_id: parent!.id })
        : await stored.insertArea(db, row)
    await log(batch, id, `“${name}”${parent === undefined ? '' : `, in ${parent.name}`}: ${addressOf(place, row.slug)}`)
    await batch.set(place, id, 'closed_at', null)
    return id
  })

/** The hidden field of a form: what the page was made from. */
export const baseOfPlace = ({ name, slug, area }: WantedPlace): string => JSON.stringify([name, slug, area])

/** Renames a section or an area, changes its address, or moves a section to another area. */
export const changePlace = (
  deps: Deps,
  viewer: Viewer | null,
  place: Place,
  id: number,
  wanted: WantedPlace & { base: string },
): Promise<PlaceResult> =>
  runPlaceBatch(deps, viewer, acts[place].change, async (db, batch) => {
    const { areas, sections, former } = await gather(db, place)
    const rows = place === 'sections' ? sections : areas
    const row = rows.find((one) => one.id === id)
    if (row === undefined) throw missing()
    const area = place === 'sections' ? sections.find((one) => one.id === id)!.area_id : null
    const slug = wantedSlug(wanted)
    const before = { name: row.name, slug: row.slug, area }
    if (row.name === wanted.name && row.slug === slug && area === wanted.area) return { kind: 'already' }
    if (baseOfPlace(before) !== wanted.base) return { kind: 'stale' }
    const faults = placeFaults(place, wanted, id, rows, former)
    const parent = areas.find((one) => one.id === wanted.area)
    if (place === 'sections' && parent === undefined) faults.area = 'Choose an area.'
    else if (parent && parent.closed_at !== null && (await openSectionsBeside(db, place, id)) === 0)
      faults.area = 'This area is closed, and the site needs an open section. Choose an open area.'
    if (Object.keys(faults).length > 0) return { kind: 'faulty', faults }
    const said = [
      row.name === wanted.name ? '' : `now “${wanted.name}”`,
      row.slug === slug ? '' : `from ${addressOf(place, row.slug)} to ${addressOf(place, slug)}`,
      area === wanted.area ? '' : `from ${areas.find((one) => one.id === area)?.name} to ${parent?.name}`,
    ].filter((part) => part !== '')
    await log(batch, id, `“${row.name}”: ${said.join('; ')}`)
    if (row.name !== wanted.name) await batch.set(place, id, 'name', wanted.name)
    if (row.slug !== slug) await batch.set(place, id, 'slug', slug)
    if (area !== wanted.area) {
      await batch.set(place, id, 'area_id', wanted.area)
      await batch.set(place, id, 'position', lastPosition(rows))
    }
    return id
  })

/** Moves a section within its area, or an area, one place up or down. */
export const orderPlace = (
  deps: Deps,
  viewer: Viewer | null,
  place: Place,
  id: number,
  { direction, at }: { direction: 'up' | 'down'; at: number },
): Promise<PlaceResult> =>
  runPlaceBatch(deps, viewer, acts[place].order, async (db, batch) => {
    const { areas, sections } = await gather(db, place)
    const section = sections.find((one) => one.id === id)
    const rows = place === 'areas' ? areas : sections.filter(({ area_id }) => area_id === section?.area_id)
    const row = rows.find((one) => one.id === id)
    if (row === undefined) throw missing()
    const moved = movedPositions(rows, id, direction, at)
    if (moved === null) return { kind: 'already' }
    await log(batch, id, `“${row.name}”, one place ${direction}`)
    for (const one of moved) await batch.set(place, one.id, 'position', one.position)
    return id
  })

/**
 * Closes a section or an area, or reopens it.
 * @throws AppError `conflict` for the last open section, without which nothing could be published
 */
export const closePlace = (
  deps: Deps,
  viewer: Viewer | null,
  place: Place,
  id: number,
  closes: boolean,
): Promise<PlaceResult> =>
  runPlaceBatch(deps, viewer, acts[place][closes ? 'close' : 'reopen'], async (db, batch) => {
    const { areas, sections } = await gather(db, place)
    const row = (place === 'sections' ? sections : areas).find((one) => one.id === id)
    if (row === undefined) throw missing()
    if ((row.closed_at !== null) === closes) return { kind: 'already' }
    if (closes && (await openSectionsBeside(db, place, id)) === 0)
      throw new AppError(
        'conflict',
        `“${row.name}” stays open: without it the site would have no open ${nounOf('sections')}. Open or create another one first.`,
        null,
        [{ href: urls.adminSections, text: 'Sections and areas' }],
      )
    await log(batch, id, `“${row.name}”`)
    await batch.set(place, id, 'closed_at', closes ? batch.now : null)
    return id
  })
