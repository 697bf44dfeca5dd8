// View model of the page of a member's passkeys. Pure.
import { type Dates, dateOf } from '../../format.ts'
import type { RecoverySummary } from '../second-factor/pages.ts'
import { MAX_PASSKEY_NAME } from './rules.ts'

type Row = { id: number; name: string; created_at: number; last_used_at: number | null }

export type PasskeysPage = {
  passkeys: { id: string; name: string; facts: string }[]
  /** Where the member proves who they are, before anything can be added or removed; empty once they have. */
  confirm: string
  /** What the browser calls itself, as the name of a new passkey. */
  name: string
  maxName: number
  /** The seed of recovery codes. */
  sealed: string
  hasPassword: boolean
  recovery: RecoverySummary | null
  fault: string
  message: string
}

/** Messages after an action, by the word in the address. */
export const passkeyDoneMessages = new Map([
  ['added', 'Added. You can now sign in with this passkey, without name and password.'],
  ['renamed', 'Renamed.'],
  ['removed', 'Removed. It no longer signs you in. You can also delete it on the device.'],
  ['dropped', 'Your account has no password now. You sign in with a passkey.'],
])

export const passkeysPage = (
  rows: readonly Row[],
  more: Omit<PasskeysPage, 'passkeys' | 'maxName'>,
  dates: Dates,
): PasskeysPage => ({
  passkeys: rows.map((row) => ({
    id: String(row.id),
    name: row.name,
    facts: `added ${dateOf(row.created_at, dates)}, ${row.last_used_at === null ? 'not used yet' : `last used ${dateOf(row.last_used_at, dates)}`}`,
  })),
  maxName: MAX_PASSKEY_NAME,
  ...more,
})
