// What a comment shares with spam: account, address or network, text, linked sites. Pure.
import { textKey } from '../../filters/normalize.ts'
import { linkedHosts } from '../../markup/links.ts'
import { plainText } from '../../markup/text.ts'
import { neighborRange } from '../../sanctions/ip-ranges.ts'

/** The trait of a comment from a neighbouring address. */
export const NETWORK = 'same network'

/** `html` is as rendered. */
export type ComparedComment = {
  account_id: number | null
  address: string | null
  html: string
}

/**
 * Compares comments with spam.
 * @returns a function that lists what a comment shares with it, in words; what it needs of the spam is computed once
 */
export function sharedTraits(spam: ComparedComment): (other: ComparedComment) => string[] {
  const key = textKey(plainText(spam.html))
  const hosts = new Set(linkedHosts(spam.html).filter((host) => host !== ''))
  const near = spam.address === null ? null : neighborRange(spam.address)
  return (other) => {
    const shared: string[] = []
    if (spam.account_id !== null && other.account_id === spam.account_id) shared.push('same account')
    if (near !== null && other.address !== null) {
      if (other.address === spam.address) shared.push('same address')
      else if (near.from <= other.address && other.address <= near.to) shared.push(NETWORK)
    }
    if (key !== null && textKey(plainText(other.html)) === key) shared.push('same text')
    const host = hosts.size === 0 ? undefined : linkedHosts(other.html).find((one) => hosts.has(one))
    if (host !== undefined) shared.push(`links to ${host}`)
    return shared
  }
}
