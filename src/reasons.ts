// What is wrong with a reason. Pure.

import { characters, checkedField } from './faults.ts'
import { limits } from './settings.ts'

/** @param reason trimmed */
export const reasonFault = (reason: string): string | null =>
  reason === ''
    ? 'A reason is needed: it is what everybody else reads.'
    : characters(reason) > limits.reason
      ? `A reason has at most ${limits.reason} characters.`
      : null

/** What is wrong with what is written to the writer alone. @param note trimmed */
export const noteFault = (note: string): string | null =>
  characters(note) > limits.reason ? `A note has at most ${limits.reason} characters.` : null

/** Reasons that moderators give most, to choose from. */
export const cannedReasons = [
  'Personal remark',
  'Off topic',
  'Advertising',
  'Private information',
  'Duplicate',
  'Says nothing',
  'Against the law',
] as const

/** The same for closing a thread. */
export const cannedClosings = [
  'Said enough',
  'Off topic throughout',
  'Too heated to go on',
  'The matter is settled',
  'A new story goes on with it',
] as const

/** The schema of a reason that everybody reads. */
export const reasonField = checkedField(reasonFault)

/** The schema of a note to the writer, which may be left out. */
export const noteField = checkedField(noteFault)
