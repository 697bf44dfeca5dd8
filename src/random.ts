// Random tokens and numbers, and the hashes of tokens. Pure but for chance.
import { createHash, randomBytes, randomInt } from 'node:crypto'

export type Random = {
  /** A token of 256 bits, URL-safe. */
  token: () => string
  /** A whole number from 0 up to, and without, `below`. */
  below: (below: number) => number
}

export const systemRandom: Random = {
  token: () => randomBytes(32).toString('base64url'),
  below: (below) => randomInt(below),
}

/** The SHA-256 that is stored of a token, so that a stolen table opens nothing. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** A hash of several parts; JSON keeps them apart. */
export const hashOf = (...parts: (string | number | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
