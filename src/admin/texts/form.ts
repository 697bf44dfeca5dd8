// The form of one of the site's own pages.
import { z } from 'zod'
import { characters, checkedField, textField } from '../../faults.ts'
import { number } from '../../format.ts'
import { limits } from '../../settings.ts'
import { MAX_PAGE_CHARACTERS } from './rules.ts'

/** `was`: the number of the version that the form was made from; 0 for the default. */
export const siteTextForm = z.object({
  body: textField.superRefine((body, context) => {
    const fault = bodyFault(body)
    if (fault !== null) context.addIssue({ code: 'custom', message: fault })
  }),
  note: checkedField((note) =>
    characters(note) > limits.reason ? `A note can have up to ${limits.reason} characters.` : null,
  ),
  was: textField,
  action: textField,
  tool: textField,
})

function bodyFault(body: string): string | null {
  if (body.trim() === '') return 'Write something first.'
  if (characters(body) > MAX_PAGE_CHARACTERS) return `A page can have up to ${number(MAX_PAGE_CHARACTERS)} characters.`
  // Uploaded pictures are kept as long as an article or a comment uses them; pages are not counted.
  return body.includes('/media/') ? 'Uploaded pictures can’t be used on these pages.' : null
}

export type TypedSiteText = { body: string; note: string; was: string }
