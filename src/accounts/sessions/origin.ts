// Where a request comes from, in words for the list of sessions and for e-mails. Pure.
import bowser from 'bowser'
import type { FastifyRequest } from 'fastify'
import { maskedAddress, sortable } from '../../ip-ranges.ts'

/** `browser` such as "Firefox on Linux", `network` such as 192.0.2.0/24: enough to know one's own, too little to find a person. */
export type Origin = { browser: string; network: string }

/** Longer headers are not from browsers. */
const LONGEST_HEADER = 400

const browsers: ReadonlySet<string> = new Set(Object.values(bowser.BROWSER_MAP))
const systems: ReadonlySet<string> = new Set(Object.values(bowser.OS_MAP))

/** A browser in words, by its User-Agent header. Only names of a fixed list are taken from the header. */
export function browserWords(userAgent: string): string {
  if (userAgent === '' || userAgent.length > LONGEST_HEADER) return 'An unknown browser'
  const { browser, os } = bowser.parse(userAgent)
  const name = browser.name !== undefined && browsers.has(browser.name) ? browser.name : 'An unknown browser'
  return os.name !== undefined && systems.has(os.name) ? `${name} on ${os.name}` : name
}

export function originOf(request: FastifyRequest): Origin {
  const address = sortable(request.ip)
  return {
    browser: browserWords(request.headers['user-agent'] ?? ''),
    network: address === null ? '' : maskedAddress(address),
  }
}
