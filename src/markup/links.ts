// Which addresses may stand in a link or a picture.

const LONGEST = 2_000
const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])
// Only there to resolve paths against: a path that leaves it is not a path of this site.
const OWN = 'http://own.invalid'
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
const USERINFO = /^[a-z]+:[/\\]*[^/\\?#]*@/i
const OWN_PICTURE = /^\/media\/[0-9a-f]{8,128}-([1-9]\d{0,4})x([1-9]\d{0,4})\.(?:webp|avif|jpg|png)$/

/**
 * The address as it may be written into a link, or null when it may not: http, https and mailto, or a path of this
 * site beginning with one slash; no name or password before the host, no control characters, at most 2,000 characters.
 * The answer is in the normal form of the URL standard, and usable itself.
 */
export function usableAddress(text: string): string | null {
  const typed = text.trim()
  if (typed === '' || typed.length > LONGEST || CONTROL.test(typed)) return null
  const address = typed.startsWith('/') ? ownPath(typed) : foreignAddress(typed)
  return address !== null && address.length <= LONGEST ? address : null
}

/** The address and its pixels when it is a picture kept by this site (`/media/HASH-WIDTHxHEIGHT.webp`), else null. */
export function ownPicture(text: string): { src: string; width: number; height: number } | null {
  const src = text.trim()
  const match = OWN_PICTURE.exec(src)
  return match === null ? null : { src, width: Number(match[1]), height: Number(match[2]) }
}

/** True for an address on another host, as `usableAddress` answers it. */
export function isForeign(address: string): boolean {
  return !address.startsWith('/')
}

function ownPath(typed: string): string | null {
  const url = URL.parse(typed, OWN)
  if (url === null || url.origin !== OWN || url.username !== '' || url.password !== '') return null
  const path = url.pathname + url.search + url.hash
  // `/..//host` comes out of the parser as `//host`, which a browser takes for another site.
  return path.startsWith('//') ? null : path
}

function foreignAddress(typed: string): string | null {
  const url = URL.parse(typed)
  if (url === null || !SCHEMES.has(url.protocol)) return null
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : null
  return USERINFO.test(typed) || url.username !== '' || url.password !== '' ? null : url.href
}
