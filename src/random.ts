// Random tokens and numbers, and hashes and signatures. Pure but for chance.
import { createHmac, hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

export type Random = {
  /** A token of 256 bits, URL-safe. */
  token: () => string
  /** A whole number from 0 up to, and without, `below`. */
  below: (below: number) => number
}

const TOKEN_BYTES = 32

/** Random bytes of many tokens: to ask for each alone takes longer than everything else that a token needs. */
let drawn = Buffer.alloc(0)

/** Each byte is used once, and then overwritten. */
function drawToken(): string {
  if (drawn.length === 0) drawn = randomBytes(128 * TOKEN_BYTES)
  const bytes = drawn.subarray(0, TOKEN_BYTES)
  drawn = drawn.subarray(TOKEN_BYTES)
  const token = bytes.toString('base64url')
  bytes.fill(0)
  return token
}

export const systemRandom: Random = {
  token: drawToken,
  below: (below) => randomInt(below),
}

/** The SHA-256 that is stored of a token, so that a stolen table opens nothing. */
export const tokenHash = (token: string): string => hash('sha256', token, 'base64url')

/** A hash of several parts; JSON keeps them apart. */
export const hashOf = (...parts: (string | number | null)[]): string =>
  hash('sha256', JSON.stringify(parts), 'base64url')

/** A hash of 48 bits: texts that have the same one are compared themselves. */
export const shortHash = (text: string): number => hash('sha256', text, 'buffer').readUIntBE(0, 6)

/**
 * A hash that nobody can compute without the site's secret.
 * @param purpose keeps the hashes of different uses apart
 */
export const keyedHash = (secret: string, purpose: string, ...parts: (string | number | null)[]): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify([purpose, ...parts]))
    .digest('base64url')

const tokenShape = /^[\w-]{43}$/

/** A token with the site's signature: `token.signature`. @param parts what it is valid for */
export const signToken = (secret: string, purpose: string, token: string, ...parts: (string | number)[]): string =>
  `${token}.${keyedHash(secret, purpose, token, ...parts)}`

/** The token of a signed one; null if this site did not sign it for this. */
export function verifyToken(
  secret: string,
  purpose: string,
  signed: string | undefined,
  ...parts: (string | number)[]
): string | null {
  const [token = '', signature = '', ...rest] = (signed ?? '').split('.')
  if (rest.length > 0 || !tokenShape.test(token) || !tokenShape.test(signature)) return null
  const expected = Buffer.from(keyedHash(secret, purpose, token, ...parts))
  return timingSafeEqual(expected, Buffer.from(signature)) ? token : null
}
