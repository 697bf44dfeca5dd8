// Reads the items of a Hacker News file from either interface. Pure.
import { z } from 'zod'

/** Algolia's names (author, created_at_i, parent_id) and Firebase's (by, time, parent) for the same things. */
const itemSchema = z.object({
  id: z.int().nonnegative(),
  type: z.enum(['story', 'job', 'poll', 'comment'], 'Not a story, job, poll or comment'),
  author: z.string().nullish(),
  by: z.string().nullish(),
  created_at_i: z.number().nullish(),
  time: z.number().nullish(),
  parent_id: z.int().nullish(),
  parent: z.int().nullish(),
  title: z.string().nullish(),
  url: z.string().nullish(),
  text: z.string().nullish(),
  deleted: z.boolean().nullish(),
  dead: z.boolean().nullish(),
})

/** `parent` is null if the item names none, or if its container has no id. */
export type Item = z.infer<typeof itemSchema> & { parent: number | null; row: string; postedAt: number }
export type Reader = { items: Map<number, Item>; faulty: Set<number>; skip: (row: string, reason: string) => void }

const earliest = Date.UTC(1990, 0)
const latest = Date.UTC(2200, 0)

/** The top items of a file of a known shape; undefined for any other. */
export function rootsOf(json: unknown): unknown[] | undefined {
  if (Array.isArray(json)) return json
  if (!isRecord(json)) return undefined
  if (isRecord(json['post']) && Array.isArray(json['comments'])) return [json['post'], ...json['comments']]
  const item = typeof json['id'] === 'number' && typeof json['type'] === 'string'
  return item || Array.isArray(json['children']) ? [json] : undefined
}

/**
 * Fills the reader with every valid item, in reading order. In a tree the position decides the parent. Of several
 * items with one id the first gets all replies, since a reply names its parent by id alone.
 */
export function readItems(roots: unknown[], reader: Reader): void {
  const stack: { raw: unknown; holder?: number | null }[] = roots.map((raw) => ({ raw })).reverse()
  for (let number = 1; stack.length > 0; number += 1) {
    const { raw, holder } = stack.pop() as (typeof stack)[number]
    const id = isRecord(raw) && Number.isSafeInteger(raw['id']) ? (raw['id'] as number) : null
    const row = id === null ? `item number ${number} of the file` : `item ${id}`
    const fault = readItem(raw, holder, row, reader.items)
    if (fault !== undefined) reader.skip(row, fault)
    if (fault !== undefined && id !== null) reader.faulty.add(id)
    for (const held of heldBy(raw).reverse()) stack.push({ raw: held, holder: id })
  }
}

/** Adds an item, or returns the reason why not. `holder` is undefined at the top, where the item names its own parent. */
function readItem(
  raw: unknown,
  holder: number | null | undefined,
  row: string,
  items: Map<number, Item>,
): string | undefined {
  const result = itemSchema.safeParse(raw)
  if (!result.success) return faultsOf(result.error)
  const item = result.data
  if (items.has(item.id)) return 'An item of this id was read before'
  const seconds = item.created_at_i ?? item.time
  if (seconds === null || seconds === undefined) return 'No time'
  const postedAt = Math.round(seconds * 1_000)
  if (!(postedAt >= earliest && postedAt < latest)) return `The time ${seconds} is not between 1990 and 2200`
  const parent = holder === undefined ? (item.parent ?? item.parent_id ?? null) : holder
  items.set(item.id, { ...item, parent, row, postedAt })
  return undefined
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')
}

/** Children, and poll options, which Broadside cannot store but reports. */
function heldBy(raw: unknown): unknown[] {
  if (!isRecord(raw)) return []
  return [raw['children'], raw['options']].flatMap((list) => (Array.isArray(list) ? list : []))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
