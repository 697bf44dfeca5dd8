// Values that are made when they are first asked for, so that no start pays for them. Pure.

/** @param make called once, at the first call of the result */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
