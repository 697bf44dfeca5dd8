// View model of the page of a member's tokens. Pure.
import type { Faults } from '../../faults.ts'
import { type Dates, dateOf, shortDay } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { IdentityCheck } from '../identity/pages.ts'
import { MAX_NAME, type TokenField } from './form.ts'
import type { TokenRow } from './queries.ts'

export type TokensPage = {
  tokens: { id: string; name: string; begins: string; made: string; used: string }[]
  /** The addresses of a token that was made just now: shown once. */
  made: { name: string; atom: string; json: string } | null
  form: { name: string; key: string; fault: string; maxName: number; check: IdentityCheck }
  message: string
}

/** @param base scheme and host of the site */
export function tokensPage(
  rows: readonly TokenRow[],
  made: { name: string; token: string } | null,
  typed: { name: string; key: string; faults: Faults<TokenField> },
  check: IdentityCheck,
  message: string,
  base: string,
  dates: Dates,
): TokensPage {
  const address = (token: string, format: 'xml' | 'json'): string =>
    `${base}${urls.feed(urls.repliesFeed(token), format)}`
  return {
    tokens: rows.map((row) => ({
      id: String(row.id),
      name: row.name,
      begins: row.prefix === '' ? '' : `${row.prefix}…`,
      made: dateOf(row.created_at, dates),
      used: row.last_used_day === null ? 'never' : shortDay(row.last_used_day),
    })),
    made: made && { name: made.name, atom: address(made.token, 'xml'), json: address(made.token, 'json') },
    form: {
      name: typed.name,
      key: typed.key,
      fault: typed.faults.name ?? '',
      maxName: MAX_NAME,
      check,
    },
    message,
  }
}
