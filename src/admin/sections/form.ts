// The forms of sections and areas: names, addresses, order.
import { z } from 'zod'
import { characters, checkedField, rowIdField, textField } from '../../faults.ts'
import { withoutControls } from '../../markup/placeholders.ts'
import { slugOf } from '../../slugs.ts'

/** Sections and areas have the same forms, but for the area of a section. */
export type Place = 'sections' | 'areas'

export const placeLimits = { name: 40, slug: 60 } as const

const oneLine = (text: string): string => withoutControls(text).replace(/\s+/g, ' ').trim()

const nameField = textField.transform(oneLine).pipe(
  checkedField((name) => {
    if (name === '') return 'Enter a name.'
    return characters(name) > placeLimits.name ? `A name can have up to ${placeLimits.name} characters.` : null
  }),
)

/** The address as it will be; empty where the name is to give it. */
const slugField = textField.transform(oneLine).pipe(
  checkedField((slug) => {
    if (characters(slug) > placeLimits.slug) return `An address can have up to ${placeLimits.slug} characters.`
    return slug !== '' && !/[\p{L}\p{N}]/u.test(slug) ? 'An address has at least one letter or digit.' : null
  }).transform((slug) => (slug === '' ? '' : slugOf(slug))),
)

/** `was`: what the page was made from, as JSON; empty on the form of a new place. */
export const placeForm = z.object({ name: nameField, slug: slugField, area: rowIdField, was: textField })

export type PlaceField = 'name' | 'slug' | 'area'
export type TypedPlace = Record<PlaceField | 'was', string>

/** The forms in the list send the place in the order that the page showed. */
export const orderForm = z.object({
  direction: z.enum(['up', 'down'], { error: 'Nothing was moved.' }),
  at: z
    .string()
    .regex(/^\d{1,4}$/, 'Nothing was moved.')
    .transform(Number),
})
