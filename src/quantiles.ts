// Medians and other quantiles of measured numbers. Pure.

/**
 * The value below which the given part of the values lies; always one of the values, without interpolation.
 * @param values at least one, in any order
 * @param part from 0 to 1
 */
export function quantile(values: Iterable<number>, part: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!
}

/** The upper of the two middle values where their number is even. @param values at least one */
export const median = (values: Iterable<number>): number => quantile(values, 0.5)
