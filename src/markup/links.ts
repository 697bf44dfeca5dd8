// Checks addresses of links and pictures, and finds the links of rendered HTML. Pure.

import { domainToUnicode } from 'node:url'

const MAX_ADDRESS_CHARACTERS = 2_000
const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])
// Base for resolving paths. A path that leaves this host is not a path of this site.
const OWN = 'http://own.invalid'
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
const USERINFO = /^[a-z]+:[/\\]*[^/\\?#]*@/i
const ALPHABETS = [
  ['Latin'],
  ['Greek'],
  ['Cyrillic'],
  ['Armenian'],
  ['Georgian'],
  ['Hebrew'],
  ['Arabic'],
  ['Devanagari'],
  ['Bengali'],
  ['Tamil'],
  ['Telugu'],
  ['Thai'],
  ['Ethiopic'],
  ['Khmer'],
  ['Lao'],
  ['Myanmar'],
  ['Sinhala'],
  ['Han', 'Hiragana', 'Katakana', 'Bopomofo'],
  ['Han', 'Hangul'],
].map((names) => new RegExp(`^[${names.map((name) => `\\p{scx=${name}}`).join('')}\\d-]+$`, 'u'))
const LIKE_LATIN = /^[аԁеһіјӏорԛгѕтѵԝхуьсвкмнпαικνορτυχγωοօսոցհյ\d-]+$/u
const OWN_PICTURE =
  /^(\/media\/[0-9a-f]{8,128})-([1-9]\d{0,4})x([1-9]\d{0,4})((?:-[1-9]\d{1,3}){0,4})\.(webp|avif|jpg|png)$/

/**
 * The address in the normal form of the URL standard, or null if it may not be linked. Allowed are http, https, mailto and
 * paths of this site; no name or password before the host, no control characters, at most 2,000 characters. Idempotent.
 */
export function usableAddress(text: string): string | null {
  const typed = text.trim()
  if (typed === '' || typed.length > MAX_ADDRESS_CHARACTERS || CONTROL.test(typed)) return null
  const address = typed.startsWith('/') ? ownPath(typed) : foreignAddress(typed)
  return address !== null && address.length <= MAX_ADDRESS_CHARACTERS ? address : null
}

/** `srcset` lists narrower files of the picture, if there are any. */
export type OwnPicture = { src: string; width: number; height: number; srcset?: string }

/**
 * Address and pixels of an uploaded picture, else null: `/media/HASH-WIDTHxHEIGHT.webp`, or
 * `/media/HASH-1920x1280-960-480.webp` if there are also `/media/HASH-960w.webp` and `/media/HASH-480w.webp`.
 */
export function ownPicture(text: string): OwnPicture | null {
  const src = text.trim()
  const [, stem, width, height, narrower = '', ending] = OWN_PICTURE.exec(src) ?? []
  if (stem === undefined) return null
  const own = { src, width: Number(width), height: Number(height) }
  if (narrower === '') return own
  const widths = narrower
    .slice(1)
    .split('-')
    .map(Number)
    .sort((a, b) => a - b)
  return {
    ...own,
    srcset: [...widths.map((one) => `${stem}-${one}w.${ending} ${one}w`), `${src} ${own.width}w`].join(', '),
  }
}

// A mention is a link to a member, and nothing else that `render` writes has a class on its link.
const LINK = /<a (class="mention" )?href="([^"]*)"/g

export type FoundLink = { href: string; isMention: boolean }

/** The links of HTML that `render` made, in order, repeated ones included; pictures are none. */
export function findLinks(html: string): FoundLink[] {
  return [...html.matchAll(LINK)].map(([, mention, href]) => ({
    href: href!.replaceAll('&amp;', '&'),
    isMention: mention !== undefined,
  }))
}

/** The host of every link that leads to another site, without `www.`; empty for a mail address. */
export const linkedHosts = (html: string): string[] =>
  findLinks(html)
    .filter(({ href }) => isForeign(href))
    .map(({ href }) => hostOf(href) ?? '')

/** The host of an absolute address without `www.`; null where there is none. */
export const hostOf = (address: string): string | null => URL.parse(address)?.hostname.replace(/^www\./, '') || null

/** Whether a usable address is on another host. */
export function isForeign(address: string): boolean {
  return !address.startsWith('/')
}

/**
 * The ASCII host of a usable address if its letters are deceptive, else null: two alphabets in one label, or a label that
 * looks like Latin letters under a Latin top-level domain. (`https://аррӏе.com/` is not Apple's.)
 */
export function deceptiveHost(address: string): string | null {
  const host = address.includes('xn--') ? URL.parse(address)?.hostname : undefined
  if (host === undefined || !host.includes('xn--')) return null
  const labels = domainToUnicode(host).split('.')
  const abroad = /^[a-z]+$/.test(labels.at(-1) ?? '')
  const foreign = labels.filter((label) => /[^\u0000-\u007f]/.test(label))
  const honest = foreign.every(
    (label) => ALPHABETS.some((alphabet) => alphabet.test(label)) && !(abroad && LIKE_LATIN.test(label)),
  )
  return honest ? null : host
}

function ownPath(typed: string): string | null {
  const url = URL.parse(typed, OWN)
  if (url === null || url.origin !== OWN || url.username !== '' || url.password !== '') return null
  const path = url.pathname + url.search + url.hash
  // The parser turns `/..//host` into `//host`, which browsers take for another site.
  return path.startsWith('//') ? null : path
}

function foreignAddress(typed: string): string | null {
  const url = URL.parse(typed)
  if (url === null || !SCHEMES.has(url.protocol)) return null
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : null
  return USERINFO.test(typed) || url.username !== '' || url.password !== '' ? null : url.href
}
