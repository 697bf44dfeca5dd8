// What a comment shares with spam: account, browser, address or network, text, linked sites. Pure.
import { traitText } from '../../filters/traits.ts'
import { neighborRange } from '../../ip-ranges.ts'

type Compared = { account_id: number | null; address: string | null }

/** `address` alone may be another person's, and is never a reason to tick a comment. */
export type Shared = { strong: string[]; address: string | null }

/**
 * Lists what a comment shares with spam, in words.
 * @param sameBrowser whether both were written with one browser, as a guest
 * @param traits the stored traits that both have
 */
export function sharedWith(spam: Compared, other: Compared, sameBrowser: boolean, traits: readonly string[]): Shared {
  const near = spam.address === null ? null : neighborRange(spam.address)
  const isNear = near !== null && other.address !== null && near.from <= other.address && other.address <= near.to
  return {
    strong: [
      ...(spam.account_id !== null && other.account_id === spam.account_id ? ['same account'] : []),
      ...(sameBrowser ? ['same browser'] : []),
      ...traits.map(traitText),
    ],
    address: !isNear ? null : other.address === spam.address ? 'same address' : 'same network',
  }
}
