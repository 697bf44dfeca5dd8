// The path of a comment sorts a thread into display order: the numbers of its ancestors and its own, as bytes. Pure.

/** Below this depth the path stops growing, so that a thread of thousands of levels stays small; those stand by age. */
export const MAX_PATH_LEVELS = 200

/** A number as bytes that sort as numbers do and never begin one another. */
function step(number: number): Buffer {
  if (number < 0x80) return Buffer.from([number])
  if (number < 0x4000) return Buffer.from([0x80 | (number >> 8), number & 0xff])
  if (number < 0x200000) return Buffer.from([0xc0 | (number >> 16), (number >> 8) & 0xff, number & 0xff])
  if (number < 0x10000000)
    return Buffer.from([0xe0 | (number >> 24), (number >> 16) & 0xff, (number >> 8) & 0xff, number & 0xff])
  throw new RangeError(`A thread cannot number a comment ${number}.`)
}

const width = (first: number): number => (first < 0x80 ? 1 : first < 0xc0 ? 2 : first < 0xe0 ? 3 : 4)

function withoutLastStep(path: Buffer): Buffer {
  let at = 0
  let last = 0
  while (at < path.length) {
    last = at
    at += width(path[at]!)
  }
  return path.subarray(0, last)
}

/**
 * @param parent path and depth of the comment answered, or null for a top-level comment
 * @param number of the comment within its article, from 1
 */
export function pathOf(parent: { path: Buffer; depth: number } | null, number: number): Buffer {
  if (parent === null) return step(number)
  const stem = parent.depth >= MAX_PATH_LEVELS ? withoutLastStep(parent.path) : parent.path
  return Buffer.concat([stem, step(number)])
}

/** The first path that stands after a comment and everything below it. */
export const pathAfter = (path: Buffer): Buffer => Buffer.concat([path, Buffer.from([0xff])])

/** The first path that stands after a comment alone: no number begins with a zero. */
export const pathBelow = (path: Buffer): Buffer => Buffer.concat([path, Buffer.from([0])])

/**
 * The stretch of a thread in which a comment and everything below it stand.
 * @returns `whole` true when nothing else stands there; from MAX_PATH_LEVELS down comments of other branches stand between
 */
export function branchOf(comment: { path: Buffer; depth: number }): { from: Buffer; to: Buffer; whole: boolean } {
  const whole = comment.depth < MAX_PATH_LEVELS
  return { from: comment.path, to: pathAfter(whole ? comment.path : withoutLastStep(comment.path)), whole }
}

/** Where something stands in its thread. */
export type Place = { number: number; depth: number; path: Buffer }

/**
 * The places of a branch in another thread, or elsewhere in its own.
 * @param items what stands in the branch, by number: each after what it answers
 * @param top the first of them; it stands below `parent` from now on, or at the top of the thread
 * @param former numbers that items have had there before, and get again as long as they come after what they answer
 * @param last the highest number of the thread
 */
export function placesBelow(
  items: readonly { id: number; parent_id: number | null }[],
  top: number,
  parent: Place | null,
  former: ReadonlyMap<number, number>,
  last: number,
): { places: Map<number, Place>; last: number } {
  const places = new Map<number, Place>()
  for (const { id, parent_id } of items) {
    const above = id === top ? parent : places.get(parent_id!)!
    const before = former.get(id) ?? 0
    const number = before > (above?.number ?? 0) ? before : ++last
    places.set(id, { number, depth: (above?.depth ?? 0) + 1, path: pathOf(above, number) })
  }
  return { places, last }
}
