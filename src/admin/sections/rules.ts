// Rules of sections and areas: free names and addresses, their order, and which are open. Pure.
import type { Faults } from '../../faults.ts'
import { slugOf } from '../../slugs.ts'
import type { Place, PlaceField } from './form.ts'

type Named = { id: number; slug: string; name: string }
type Positioned = { id: number; position: number }
type Closable = { id: number; closed_at: number | null }

const nouns = { sections: 'section', areas: 'area' } as const
export const nounOf = (place: Place): 'section' | 'area' => nouns[place]

/** The address that a form asks for: the typed one, else the name's. */
export const wantedSlug = ({ name, slug }: { name: string; slug: string }): string =>
  slug === '' ? slugOf(name) : slug

/**
 * What keeps a name or an address from being used.
 * @param id the place that is to have them; null for a new one
 */
export function placeFaults(
  place: Place,
  wanted: { name: string; slug: string },
  id: number | null,
  rows: readonly Named[],
  former: readonly { slug: string; noun_id: number }[],
): Faults<PlaceField> {
  const others = rows.filter((row) => row.id !== id)
  const faults: Faults<PlaceField> = {}
  const namesake = others.find((row) => row.name.toLowerCase() === wanted.name.toLowerCase())
  const slug = wantedSlug(wanted)
  const holder = others.find((row) => row.slug === slug)
  const before = former.find((row) => row.slug === slug && row.noun_id !== id)
  const heir = rows.find((row) => row.id === before?.noun_id)
  if (namesake) faults.name = `Another ${nounOf(place)} is called “${namesake.name}”.`
  if (holder) faults.slug = `“${holder.name}” has the address ${slug}. Enter another one.`
  else if (heir) faults.slug = `The address ${slug} leads to “${heir.name}”, which had it before. Enter another one.`
  if (faults.name !== undefined && wanted.slug === '') delete faults.slug
  return faults
}

/** The position behind all others. */
export const lastPosition = (rows: readonly Positioned[]): number =>
  Math.max(0, ...rows.map(({ position }) => position)) + 1

/**
 * The positions to set to move one row up or down among its siblings.
 * @param rows the siblings in their order
 * @param at the place of the row on the page that was pressed, so that a second press of the same button moves nothing
 * @returns null when the row is elsewhere by now, or cannot move further
 */
export function movedPositions(
  rows: readonly Positioned[],
  id: number,
  direction: 'up' | 'down',
  at: number,
): { id: number; position: number }[] | null {
  const from = rows.findIndex((row) => row.id === id)
  const to = direction === 'up' ? from - 1 : from + 1
  const [row, other] = [rows[from], rows[to]]
  if (row === undefined || other === undefined || from !== at) return null
  const order = rows.with(from, other).with(to, row)
  let last = Number.NEGATIVE_INFINITY
  const positions = rows.map(({ position }) => {
    last = Math.max(position, last + 1)
    return last
  })
  return order.flatMap(({ id: moved, position }, i) =>
    position === positions[i] ? [] : [{ id: moved, position: positions[i]! }],
  )
}

/** Sections in which articles may be filed. */
export function openIds(
  sections: readonly (Closable & { area_id: number })[],
  areas: readonly Closable[],
): ReadonlySet<number> {
  const open = new Set(areas.filter(({ closed_at }) => closed_at === null).map(({ id }) => id))
  return new Set(
    sections.filter(({ closed_at, area_id }) => closed_at === null && open.has(area_id)).map(({ id }) => id),
  )
}
