// The form by which a page saves what is typed into one of its fields. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

/** Addresses of pages are no longer than this, in characters. */
const MAX_PAGE_LENGTH = 300

export const unsentForm = z.object({
  /** `discard` deletes the text with the id `text`; anything else saves. */
  action: textField,
  text: textField,
  /** The address under which the page gives the text back. */
  page: z.string().max(MAX_PAGE_LENGTH),
  field: z.string().max(40),
  key: z.string().max(64),
  draft: textField,
  body: textField,
})

/** An address of the site's own, without a host and without control characters. */
export const isPageAddress = (page: string): boolean =>
  page.length <= MAX_PAGE_LENGTH && /^\/(?![/\\])[\x21-\x7e]*$/.test(page)
