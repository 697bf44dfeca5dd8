// Rules of editions: the lead, and the dates of "On this day". Pure.

/** The lead of an edition: the chosen story, else the most discussed; undefined when there are no stories. */
export const leadOf = <R extends { id: number; comment_count: number }>(
  rows: readonly R[],
  chosen: number | undefined,
): R | undefined =>
  rows.find(({ id }) => id === chosen) ?? rows.toSorted((a, b) => b.comment_count - a.comment_count || a.id - b.id)[0]

/** The same date in earlier years, newest first; dates that do not exist are kept, they have no edition. @param day such as `2030-03-12` @param since first date or month to go back to */
export function sameDayInEarlierYears(day: string, since: string): string[] {
  const [from, to] = [Number(since.slice(0, 4)), Number(day.slice(0, 4)) - 1]
  return Array.from(
    { length: Math.max(to - from + 1, 0) },
    (_, i) => `${String(to - i).padStart(4, '0')}${day.slice(4)}`,
  )
}
