// The reasons of moderators, and their notes to writers: limits, form fields, and reasons to choose from. Pure.

import { characters, checkedField } from './faults.ts'
import { limits } from './settings.ts'

const lengthFault = (reason: string): string | null =>
  characters(reason) > limits.reason ? `A reason can have up to ${limits.reason} characters.` : null

/** @param reason trimmed */
export const reasonFault = (reason: string): string | null =>
  reason === '' ? 'Enter a reason: everybody can read it.' : lengthFault(reason)

/** The most common reasons for a decision about a comment, for a form to suggest. */
export const cannedReasons = [
  'Personal remark',
  'Off topic',
  'Advertising',
  'Private information',
  'Duplicate',
  'Adds nothing',
  'Against the law',
] as const

/** The most common reasons for closing a thread. */
export const cannedClosings = [
  'Said enough',
  'Off topic throughout',
  'Too heated to go on',
  'The matter is settled',
  'Continued on a newer article',
] as const

/** The most common reasons for rejecting a submission; their numbers are keys at the desk. */
export const cannedRejections = ['Already posted', 'No source', 'Not news', 'Advertising', 'Needs work'] as const

/** A reason that everybody reads. */
export const reasonField = checkedField(reasonFault)

/** A reason that may be empty. */
export const optionalReasonField = checkedField(lengthFault)

/** A note that only the writer sees. It may be empty. */
export const noteField = checkedField((note) =>
  characters(note) > limits.reason ? `A note can have up to ${limits.reason} characters.` : null,
)
