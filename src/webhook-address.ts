// Which address the setting of the webhook takes. Pure.
import { isPublicAddress, sortable } from './ip-ranges.ts'

/** The host of an address as a lookup takes it: without the brackets of IPv6. */
export const webhookHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** A host of this machine or of its network, by its name alone. */
const isPrivateHost = (host: string): boolean =>
  host === 'localhost' || (sortable(host) !== null && !isPublicAddress(host))

/** An https address without a name and password in it. On this machine or its network it may be http. */
export function isWebhookAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isPrivateHost(webhookHost(url)))
}
