// What passkeys are made for: the site's name to authenticators, and its origins. Pure.
import { MINUTE } from '../../time.ts'

/** Milliseconds for which a challenge can be answered. */
export const CHALLENGE_MS = 5 * MINUTE

/** Passkeys of one account. */
export const MAX_PASSKEYS = 20

export const MAX_PASSKEY_NAME = 60

/** A relying party: `id` is a domain, `origins` the addresses that may use its passkeys. */
export type RelyingParty = { id: string; origins: string[] }

/** The site as authenticators know it, from BASE_URL. On loopback it is localhost: an IP address cannot have passkeys. */
export function relyingParty({ baseUrl, hosts }: { baseUrl: string; hosts: ReadonlySet<string> }): RelyingParty {
  const { protocol, hostname } = new URL(baseUrl)
  const isAddress = /^[\d.]+$|^\[/.test(hostname)
  return { id: isAddress ? 'localhost' : hostname, origins: [...hosts].map((host) => `${protocol}//${host}`) }
}
