// The reasons of moderators, and their notes to writers: limits, form fields, and the chips that offer a list of reasons. Pure.

import { z } from 'zod'
import { isInvisible } from './blank.ts'
import { characters, checkedField, type ReadForm, readForm } from './faults.ts'
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

/** The chip of a reason that is not in the list. Its words are in the text field. */
const OTHER = 'other'

const OTHER_FAULT = 'Say what the other reason is: everybody can read it.'
const UNKNOWN_FAULT = 'This reason is no longer offered. Choose another one.'
const MISSING_FAULT = 'Choose a reason, or enter one: everybody can read it.'

/** The reasons of a list that have a chip. Every list ends with a chip for other reasons. */
const offered = (list: readonly string[]): string[] => list.filter((reason) => reason.toLowerCase() !== OTHER)

/** A chip and the text beside it, as typed. */
export type TypedReason = { chip?: string; reason?: string }

/** Chips, one for each reason of a list, and a text field: for a reason that is not in the list, or for more about one that is. */
export type ReasonChips = {
  legend: string
  /** Before the ids of its elements, so that several fit on a page. */
  prefix: string
  /** The names of its fields. */
  chip: string
  reason: string
  /** The id of the form that it belongs to; empty for the form around it. */
  form: string
  choices: { value: string; text: string; isChosen: boolean }[]
  /** A text field of one line, of several, or none: then the form is sent to get one. */
  field: 'line' | 'area' | 'none'
  text: string
  fault: string
  maxReason: number
}

type ChipOptions = Partial<Pick<ReasonChips, 'legend' | 'prefix' | 'form' | 'field' | 'fault'>> & {
  typed?: TypedReason
  /** The comment whose number its fields carry, where one form serves many comments. */
  comment?: number
}

export function reasonChips(list: readonly string[], options: ChipOptions = {}): ReasonChips {
  const { typed = {}, comment } = options
  const number = comment === undefined ? '' : `-${comment}`
  return {
    legend: options.legend ?? 'Reason, shown in the log',
    prefix: options.prefix ?? '',
    chip: `chip${number}`,
    reason: `reason${number}`,
    form: options.form ?? '',
    choices: [
      ...offered(list).map((text) => ({ value: text, text, isChosen: typed.chip === text })),
      ...(offered(list).length === 0 ? [] : [{ value: OTHER, text: 'Other', isChosen: typed.chip === OTHER }]),
    ],
    field: options.field ?? 'line',
    text: typed.reason ?? '',
    fault: options.fault ?? '',
    maxReason: limits.reason,
  }
}

/**
 * The fields of a form that serves many comments, for an act on one of them: its chip and reason get their plain names, and
 * those of all other comments are left out.
 * @param comment the number of that comment, if the field `comment` does not have it
 */
export function fieldsOfComment(body: unknown, comment?: number): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const sent = body as Record<string, unknown>
  const wanted = String(comment ?? sent['comment'])
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(sent)) {
    const [, plain, number] = /^(chip|reason)-([1-9]\d*)$/.exec(name) ?? []
    if (plain === undefined) fields[name] = value
    else if (number === wanted && !Object.hasOwn(sent, plain)) fields[plain] = value
  }
  return fields
}

/** A form read with its chip. `typed.reason` is the text beside the chips; the reason of the value has both. */
type ReasonedForm<S extends z.ZodObject> = ReadForm<S> & { typed: { chip: string } }

/** `Off topic`, `Off topic: this is about boats`, or the text alone. */
const joinReason = (chip: string, text: string): string =>
  chip === '' || chip === OTHER ? text : isInvisible(text) ? chip : `${chip}: ${text.trim()}`

const chipForm = z.object({ chip: z.string(), reason: z.string() })

/**
 * Reads a form whose reason is a chip of a list, a text, or both. Without a chip the text alone is the reason, as in forms
 * of other people's tools.
 * @throws AppError `malformed` as `readForm` does
 */
export function readReasonedForm<S extends z.ZodObject>(
  schema: S,
  body: unknown,
  list: readonly string[],
): ReasonedForm<S> {
  const isFields = typeof body === 'object' && body !== null && !Array.isArray(body)
  const { chip: chosen = '', reason: words = '', ...others } = (isFields ? body : {}) as Record<string, unknown>
  const { chip, reason: text } = readForm(chipForm, { chip: chosen, reason: words }).typed
  const reason = joinReason(chip, text)
  const read = readForm(schema, isFields ? { ...others, reason } : body)
  const isKnown = chip === '' || chip === OTHER || offered(list).includes(chip)
  const faults: Record<string, string | undefined> = read.faults
  if (!isKnown) faults['reason'] = UNKNOWN_FAULT
  else if (faults['reason'] !== undefined && isInvisible(text) && offered(list).length > 0)
    faults['reason'] = chip === OTHER ? OTHER_FAULT : MISSING_FAULT
  return { ...read, value: isKnown ? read.value : null, typed: { ...read.typed, chip, reason: text } }
}
