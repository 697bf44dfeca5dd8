// Rules of the arrangement of an edition. Pure.

/** How a story moves within its section. */
export const moves = ['up', 'down', 'first', 'usual'] as const
export type Move = (typeof moves)[number]

/**
 * The order of a section after one story has moved; null where it cannot move that way. `usual` is back to newest first.
 * @param ids the stories in the order of the page
 */
export function movedOrder(ids: readonly number[], id: number, move: Exclude<Move, 'usual'>): number[] | null {
  const at = ids.indexOf(id)
  const to = move === 'first' ? 0 : move === 'up' ? at - 1 : at + 1
  if (at === -1 || to === at || to < 0 || to >= ids.length) return null
  const rest = ids.filter((one) => one !== id)
  return [...rest.slice(0, to), id, ...rest.slice(to)]
}
