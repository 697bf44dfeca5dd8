// The traits by which comments resemble each other: their text, and the hosts that they link to. Pure.
import { linkedHosts } from '../markup/links.ts'
import { plainText } from '../markup/text.ts'
import { hashOf } from '../random.ts'
import { textKey } from './normalize.ts'

/** Hosts of one comment that are stored. */
const MAX_HOSTS = 20

const TEXT = 'text:'
const HOST = 'host:'

/** @param html as rendered @returns `text:` with a hash, unless the text is too short to compare, and `host:` with a host for each linked one */
export function traitsOf(html: string): string[] {
  const key = textKey(plainText(html))
  const hosts = new Set(linkedHosts(html).filter((host) => host !== ''))
  return [
    ...(key === null ? [] : [`${TEXT}${hashOf(key)}`]),
    ...[...hosts].slice(0, MAX_HOSTS).map((host) => `${HOST}${host}`),
  ]
}

/** A trait in words: `same text`, `links to ropes.example`. */
export const traitText = (trait: string): string =>
  trait.startsWith(HOST) ? `links to ${trait.slice(HOST.length)}` : 'same text'
