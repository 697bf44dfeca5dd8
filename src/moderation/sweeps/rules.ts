// What two comments have in common that spam has: who wrote them, from where, which words, which links. Pure.
import { textKey } from '../../filters/normalize.ts'
import { plainText } from '../../markup/text.ts'
import { neighborRange } from '../../sanctions/ip-ranges.ts'

/** Said of what came from a neighbouring address. */
export const NETWORK = 'the network'

export type Similarity = { account_id: number | null; address: string | null /** As it was rendered. */; html: string }

/** Other sites that rendered HTML links to, without `www.`. */
export function hostsIn(html: string): Set<string> {
  const links = [...html.matchAll(/<a href="(https?:\/\/[^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
  return new Set(links.flatMap((href) => (URL.canParse(href) ? [new URL(href).hostname.replace(/^www\./, '')] : [])))
}

/**
 * Tells of any comment what it shares with one that is spam, in words; empty for nothing.
 * What is asked of the one is worked out once.
 */
export function similarityTo(spam: Similarity): (other: Similarity) => string[] {
  const key = textKey(plainText(spam.html))
  const hosts = hostsIn(spam.html)
  const near = spam.address === null ? null : neighborRange(spam.address)
  return (other) => {
    const shared: string[] = []
    if (spam.account_id !== null && other.account_id === spam.account_id) shared.push('the account')
    if (near !== null && other.address !== null) {
      if (other.address === spam.address) shared.push('the address')
      else if (near.from <= other.address && other.address <= near.to) shared.push(NETWORK)
    }
    if (key !== null && textKey(plainText(other.html)) === key) shared.push('the text')
    const links = hosts.size === 0 ? [] : [...hostsIn(other.html)].filter((host) => hosts.has(host))
    if (links.length > 0) shared.push(`a link to ${links[0]}`)
    return shared
  }
}
