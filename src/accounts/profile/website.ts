// Checks the address of somebody's website. Pure.
import { characters } from '../../faults.ts'
import { number } from '../../format.ts'
import { hasBidiControl } from '../../markup/direction.ts'
import { limits } from '../../settings.ts'

/** What is wrong with a web address; null for none and for an empty one. */
export function websiteFault(text: string): string | null {
  const typed = text.trim()
  if (typed === '') return null
  if (characters(typed) > limits.address) return `A web address has at most ${number(limits.address)} characters.`
  if (!/^https?:\/\//i.test(typed))
    return /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(typed)
      ? 'A web address begins with https:// or http://.'
      : 'Put https:// at the front.'
  if (hasBidiControl(typed))
    return 'A web address cannot contain characters that change the direction of writing. Type it again.'
  const url = URL.canParse(typed) ? new URL(typed) : null
  return url !== null && url.username === '' && url.password === '' && url.hostname.includes('.')
    ? null
    : 'That does not look like a web address.'
}

/** A website as its link says it: host and path, without a slash at the end. */
export function websiteText(address: string): string {
  const { host, pathname, search } = new URL(address)
  return `${host.replace(/^www\./, '')}${pathname === '/' ? '' : pathname}${search}`
}
