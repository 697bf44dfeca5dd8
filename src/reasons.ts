// The reasons of moderators, and their notes to writers: limits and form fields. Pure.

import { characters, checkedField } from './faults.ts'
import { limits } from './settings.ts'

const lengthFault = (reason: string): string | null =>
  characters(reason) > limits.reason ? `A reason can have up to ${limits.reason} characters.` : null

/** @param reason trimmed */
export const reasonFault = (reason: string): string | null =>
  reason === '' ? 'Enter a reason: everybody can read it.' : lengthFault(reason)

/** A reason that everybody reads. */
export const reasonField = checkedField(reasonFault)

/** A reason that may be empty. */
export const optionalReasonField = checkedField(lengthFault)

/** A note that only the writer sees. It may be empty. */
export const noteField = checkedField((note) =>
  characters(note) > limits.reason ? `A note can have up to ${limits.reason} characters.` : null,
)
