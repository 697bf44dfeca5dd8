// Reads a form of any content type: known fields, each given once, as text, checked by the schema. Pure.
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { isInvisible } from './blank.ts'
import { AppError, missing } from './errors.ts'

/** What is wrong with which field, in sentences. */
export type Faults<F extends string = string> = Partial<Record<F, string>>

/** Fields in which people type. All others have values that a page has written, without control characters. */
export const typedFields: ReadonlySet<string> = new Set([
  'about',
  'alt',
  'answer',
  'article',
  'at',
  'body',
  'by',
  'current',
  'code',
  'days',
  'email',
  'headline',
  'into',
  'introduction',
  'least',
  'hide',
  'lede',
  'long',
  'match_text',
  'name',
  'nic',
  'note',
  'own',
  'passage',
  'password',
  'person',
  'q',
  'reason',
  'replacement',
  'slug',
  'subject',
  'summary',
  'tags',
  'text',
  'url',
  'value',
  'website',
  'word',
  'zone',
])

const CONTROL = /[\0-\x1f\x7f-\x9f]/

/** The fields of a form as typed; one that was not sent is empty. */
function readFields<F extends string>(
  body: unknown,
  names: readonly F[],
  isTyped: (name: string) => boolean,
): Record<F, string> {
  if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body)))
    throw new AppError('malformed', 'A form was expected.')
  const given = (body ?? {}) as Record<string, unknown>
  const fields = Object.fromEntries(names.map((name) => [name, ''])) as Record<F, string>
  for (const [name, value] of Object.entries(given)) {
    if (!(names as readonly string[]).includes(name))
      throw new AppError('malformed', `This form has no field called “${name.slice(0, 40)}”.`)
    if (typeof value !== 'string')
      throw new AppError('malformed', `The field “${name}” was sent twice, or not as text.`)
    if (!isTyped(name) && CONTROL.test(value))
      throw new AppError('malformed', `The field “${name}” has a control character in it. Nothing was saved.`)
    fields[name as F] = value.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  }
  return fields
}

type FieldOf<S extends z.ZodObject> = Extract<keyof z.input<S>, string>

export type ReadForm<S extends z.ZodObject> = {
  /** Every field as typed, to show the form again. */
  typed: Record<FieldOf<S>, string>
  /** What the schema made of it; null when there is a fault. */
  value: z.output<S> | null
  /** The first fault of each field. */
  faults: Faults<FieldOf<S>>
}

/**
 * Reads a form by its schema. All input is text: a field that was not sent is the empty string.
 * @param body the parsed body of the request
 * @param isTyped whether people type into a field, so that control characters are no fault
 * @throws AppError `malformed` for an unknown field, a field given twice, or anything that is not text
 */
export function readForm<S extends z.ZodObject>(
  schema: S,
  body: unknown,
  isTyped = (name: string): boolean => typedFields.has(name),
): ReadForm<S> {
  const typed = readFields(body, Object.keys(schema.shape) as FieldOf<S>[], isTyped)
  const result = schema.safeParse(typed)
  const faults: Faults<FieldOf<S>> = {}
  for (const issue of result.error?.issues ?? []) faults[issue.path[0] as FieldOf<S>] ??= issue.message
  return { typed, value: result.success ? result.data : null, faults }
}

/** A field of free text, taken as typed: hidden fields, and those that an action checks. */
export const textField = z.string()

/** Embeddings, overrides and isolates of the direction of writing: they would turn around what a page says after the text. */
const DIRECTION_CONTROL = /[\u202a-\u202e\u2066-\u2069]/g

/** A field of trimmed text without controls of direction. One without a visible character is empty. */
const visibleField = z
  .string()
  .transform((text) => text.replace(DIRECTION_CONTROL, '').trim())
  .transform((text) => (isInvisible(text) ? '' : text))

/** A field whose text is trimmed and then checked. @param fault the sentence that is wrong with it, or null */
export const checkedField = (fault: (text: string) => string | null) =>
  visibleField.superRefine((text, context) => {
    const message = fault(text)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })

/** A row's id, or null for anything else. */
export const rowIdField = z.string().transform((text) => rowId(text))

/** A value of an address's query, when it was given exactly once. */
export const queryValue = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Parses a row's id of an address or a field: canonical digits only, else null. */
export const rowId = (text: string | undefined): number | null =>
  text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null

/**
 * The cursor of a list (`?before=`), or null for its first page.
 * @throws AppError `missing` for anything that is not one row's id
 */
export function beforeCursor(query: { before?: unknown }): number | null {
  if (query.before === undefined) return null
  const id = rowId(queryValue(query.before))
  if (id === null) throw missing()
  return id
}

/** Characters as a person counts them. */
export const characters = (text: string): number => [...text].length

const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']

/** Prefetched pages and HEAD requests do not count as read. */
export const isPrefetchOrHead = ({
  method,
  headers,
}: {
  method?: string | undefined
  headers: IncomingHttpHeaders
}): boolean =>
  method === 'HEAD' ||
  purposeHeaders.some((name) => headers[name] !== undefined && /prefetch|prerender|preview/.test(String(headers[name])))
