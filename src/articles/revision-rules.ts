// Which version of an article was current at a moment, and whether its text has changed since. Pure.

/** `text_hash` is the same for versions with the same headline, lede and body. */
export type PublicVersion = { number: number; public_at: number; text_hash: string }

/**
 * The change of the text since a moment.
 * @param versions the public ones, the first one first; none for an article that was never changed
 * @returns the version that was current then and the one that is now; null if both have the same text
 */
export function changeSince(versions: readonly PublicVersion[], at: number): { from: number; to: number } | null {
  const current = versions.at(-1)
  const then = versions.findLast(({ public_at }) => public_at <= at) ?? versions[0]
  return current === undefined || then === undefined || then.text_hash === current.text_hash
    ? null
    : { from: then.number, to: current.number }
}
