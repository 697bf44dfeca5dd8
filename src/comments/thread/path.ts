// Paths sort a thread into display order: the numbers of a comment's ancestors and its own, as bytes. Pure.

/** Below this depth paths stop growing, so that a thread of thousands of levels stays small. Its comments are sorted by age there. */
export const MAX_PATH_LEVELS = 200

/** Encodes a number as bytes that sort like numbers and are never prefixes of each other. */
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
 * @param parent path and depth of the parent, or null for a top-level comment
 * @param number of the comment within its article, from 1
 */
export function pathOf(parent: { path: Buffer; depth: number } | null, number: number): Buffer {
  if (parent === null) return step(number)
  const stem = parent.depth >= MAX_PATH_LEVELS ? withoutLastStep(parent.path) : parent.path
  return Buffer.concat([stem, step(number)])
}

/** The first path after a comment and all its replies. */
export const pathAfter = (path: Buffer): Buffer => Buffer.concat([path, Buffer.from([0xff])])

/** The first path after a comment alone. No encoded number begins with a zero byte. */
export const pathBelow = (path: Buffer): Buffer => Buffer.concat([path, Buffer.from([0])])

/**
 * The range of paths that contains a branch.
 * @returns `whole` is false from MAX_PATH_LEVELS down, where the range contains other branches too
 */
export function branchOf(comment: { path: Buffer; depth: number }): { from: Buffer; to: Buffer; whole: boolean } {
  const whole = comment.depth < MAX_PATH_LEVELS
  return { from: comment.path, to: pathAfter(whole ? comment.path : withoutLastStep(comment.path)), whole }
}

export type Place = { number: number; depth: number; path: Buffer }

/** Items whose places are computed in one step. */
const PLACES_PER_STEP = 500

/**
 * Computes the places of a branch at its destination, in steps.
 * @param items comments and pointers of the branch by number: parents before replies
 * @param top id of the first item, which goes below `parent`, or to the top level
 * @param former numbers that items had there before. They get them again if they are greater than the parent's number
 * @param last the highest number of the thread
 */
export function* placesBelow(
  items: readonly { id: number; parent_id: number | null }[],
  top: number,
  parent: Place | null,
  former: ReadonlyMap<number, number>,
  last: number,
): Generator<void, { places: Map<number, Place>; last: number }> {
  const places = new Map<number, Place>()
  for (const { id, parent_id } of items) {
    const above = id === top ? parent : places.get(parent_id!)!
    const before = former.get(id) ?? 0
    const number = before > (above?.number ?? 0) ? before : ++last
    places.set(id, { number, depth: (above?.depth ?? 0) + 1, path: pathOf(above, number) })
    if (places.size % PLACES_PER_STEP === 0) yield
  }
  return { places, last }
}
