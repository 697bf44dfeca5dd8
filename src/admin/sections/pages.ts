// The list of sections and areas with their buttons, and the form of one of them. Pure.
import type { Faults } from '../../faults.ts'
import { number } from '../../format.ts'
import { urls } from '../../urls.ts'
import { type Flash, type FlashModel, flashModel, type Summary, summaryOf } from '../pages.ts'
import { type Place, type PlaceField, placeLimits, type TypedPlace } from './form.ts'
import type { AreaRow, PlacedSection } from './queries.ts'
import { nounOf, openIds } from './rules.ts'

/** A row of the list: what it is, and the addresses of its forms. */
type PlaceLine = {
  name: string
  address: string
  href: string
  edit: string
  orderings: string
  /** Its place among its siblings. */
  at: number
  isFirst: boolean
  isLast: boolean
  /** The form that closes or reopens it. */
  toggle: { action: string; text: string }
  closed: string
}

type SectionLine = PlaceLine & { articles: string }

type Field = { value: string; fault: string }

export type PlaceFormModel = {
  id: string
  heading: string
  action: string
  submit: string
  was: string
  name: Field
  slug: Field
  /** Null for areas. */
  area: { fault: string; options: { value: string; text: string; chosen: boolean }[] } | null
  addressHint: string
  max: typeof placeLimits
}

export type SectionsAdminPage = {
  intro: string
  flash: FlashModel
  summary: Summary
  areas: (PlaceLine & { id: string; sections: SectionLine[] })[]
  forms: PlaceFormModel[]
}

export type PlacePage = {
  heading: string
  intro: string
  summary: Summary
  form: PlaceFormModel
  toggle: PlaceLine['toggle']
  toggleHint: string
}

/** A form that came back: what was typed, and what is wrong with it. */
export type FaultyPlace = { place: Place; typed: TypedPlace; faults: Faults<PlaceField> }

const editOf = (place: Place, id: number): string => (place === 'sections' ? urls.adminSection(id) : urls.adminArea(id))

function placeLine(
  place: Place,
  row: { id: number; name: string; slug: string; closed_at: number | null },
  at: number,
  all: number,
): PlaceLine {
  const edit = editOf(place, row.id)
  const address = place === 'sections' ? urls.section(row.slug) : urls.area(row.slug)
  return {
    name: row.name,
    address: decodeURIComponent(address),
    href: address,
    edit,
    orderings: `${edit}/orderings`,
    at,
    isFirst: at === 0,
    isLast: at === all - 1,
    toggle:
      row.closed_at === null
        ? { action: `${edit}/closures`, text: 'Close' }
        : { action: `${edit}/reopenings`, text: 'Reopen' },
    closed: row.closed_at === null ? '' : 'closed',
  }
}

const blank: TypedPlace = { name: '', slug: '', area: '', was: '' }

function placeForm(
  place: Place,
  id: number | null,
  areas: readonly AreaRow[],
  typed: TypedPlace,
  faults: Faults<PlaceField>,
): PlaceFormModel {
  const noun = nounOf(place)
  const list = place === 'sections' ? urls.adminSections : urls.adminAreas
  return {
    id: `new-${noun}`,
    heading: `New ${noun}`,
    action: id === null ? list : editOf(place, id),
    submit: id === null ? `Create ${noun}` : 'Save changes',
    was: typed.was,
    name: { value: typed.name, fault: faults.name ?? '' },
    slug: { value: typed.slug, fault: faults.slug ?? '' },
    area:
      place === 'areas'
        ? null
        : {
            fault: faults.area ?? '',
            options: areas.map((area) => ({
              value: String(area.id),
              text: area.closed_at === null ? area.name : `${area.name} (closed)`,
              chosen: typed.area === String(area.id),
            })),
          },
    addressHint:
      id === null
        ? `The last part of the address, /${place}/…. Leave it empty to make it from the name.`
        : `The last part of the address, /${place}/…. Earlier addresses lead here. Leave it empty to make it from the name.`,
    max: placeLimits,
  }
}

const faultList = (faults: Faults<PlaceField>, prefix: string) =>
  (['name', 'slug', 'area'] as const).flatMap((name) =>
    faults[name] === undefined ? [] : [{ href: `#${prefix}-${name}`, text: faults[name] }],
  )

/** @param faulty the form of a new place that came back; null for empty ones */
export function sectionsAdminPage(
  areas: readonly AreaRow[],
  sections: readonly PlacedSection[],
  flash: Flash,
  faulty: FaultyPlace | null,
): SectionsAdminPage {
  const open = openIds(sections, areas)
  const formOf = (place: Place): PlaceFormModel =>
    faulty?.place === place
      ? placeForm(place, null, areas, faulty.typed, faulty.faults)
      : placeForm(place, null, areas, blank, {})
  return {
    intro: `${number(open.size)} of ${number(sections.length)} sections are open. The first six are in the header of every page. A closed section takes no new articles; its list stays readable.`,
    flash: flashModel(flash, urls.adminSections),
    summary: faulty === null ? null : summaryOf(faultList(faulty.faults, `new-${nounOf(faulty.place)}`)),
    areas: areas.map((area, i) => {
      const own = sections.filter(({ area_id }) => area_id === area.id)
      return {
        ...placeLine('areas', area, i, areas.length),
        id: `area-${area.id}`,
        sections: own.map((section, at) => ({
          ...placeLine('sections', section, at, own.length),
          articles: number(section.article_count),
        })),
      }
    }),
    forms: areas.length === 0 ? [formOf('areas')] : [formOf('sections'), formOf('areas')],
  }
}

/** The form of one section or area. @param typed as stored, or as it came back */
export function placePage(
  place: Place,
  row: { id: number; name: string; slug: string; closed_at: number | null },
  areas: readonly AreaRow[],
  result: { typed: TypedPlace; faults: Faults<PlaceField>; stale: string },
): PlacePage {
  const form = placeForm(place, row.id, areas, result.typed, result.faults)
  const faults = faultList(result.faults, form.id)
  return {
    heading: `${place === 'sections' ? 'Section' : 'Area'}: ${row.name}`,
    intro:
      row.closed_at === null
        ? 'Changes show on every page at once, and are in the public log.'
        : `This ${nounOf(place)} is closed: it takes no new articles.`,
    summary:
      result.stale === ''
        ? summaryOf(faults)
        : {
            title: 'Nothing was saved, and what you typed is safe.',
            faults: [{ href: `#${form.id}-name`, text: result.stale }],
          },
    form,
    toggle: placeLine(place, row, 0, 1).toggle,
    toggleHint:
      row.closed_at === null
        ? 'No new articles are filed here then. What is published stays readable.'
        : 'New articles can be filed here again.',
  }
}
