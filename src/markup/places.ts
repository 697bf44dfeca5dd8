// Which tags of the table a place has. Pure.
import { type Place, TAGS, type Tag } from './table.ts'

const BY_NAME: ReadonlyMap<string, (typeof TAGS)[number]> = new Map(TAGS.map((tag) => [tag.name, tag]))

/** A tag by its lower-case name; undefined if it is unknown or not allowed in this place. */
export function findTag(name: string, place: Place): (typeof TAGS)[number] | undefined {
  const tag = BY_NAME.get(name)
  return tag !== undefined && (tag.places as readonly Place[]).includes(place) ? tag : undefined
}

/** The tags allowed in a place, in the order of the table. */
export function tagsFor(place: Place): readonly Tag[] {
  return TAGS.filter((tag) => (tag.places as readonly Place[]).includes(place))
}
