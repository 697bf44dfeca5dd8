// View model of the page of a member's sessions. Pure.
import { type Dates, dateAndTime, dateOf } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { IdentityCheck } from '../identity/pages.ts'
import { handleOf } from './rules.ts'

/** `text`: when it was begun and last used. `handle` is empty for the session of the page itself. */
export type SessionRow = { browser: string; network: string; text: string; used: string; handle: string }

export type SessionsPage = {
  action: string
  rows: SessionRow[]
  /** Sessions beside this one. */
  others: number
  check: IdentityCheck
  message: string
}

type Stored = {
  token_hash: string
  browser: string
  network: string
  created_at: number
  last_used_at: number
}

/** Messages after an action, by the word in the address. */
export const sessionsDoneMessages = new Map([
  ['one', 'Signed out there.'],
  ['others', 'Signed out everywhere else.'],
  ['none', 'That session had ended already.'],
  ['confirmed', 'Thank you. Now choose what to end.'],
])

/** One session in words. @param current hash of the session that reads the page */
export const sessionRow = (row: Stored, current: string | null, dates: Dates): SessionRow => ({
  browser: row.browser === '' ? 'An unknown browser' : row.browser,
  network: row.network === '' ? 'not known' : row.network,
  text: `signed in ${dateOf(row.created_at, dates)}`,
  used: row.token_hash === current ? 'now' : dateAndTime(row.last_used_at, dates),
  handle: row.token_hash === current ? '' : handleOf(row.token_hash),
})

export const sessionsPage = (
  stored: readonly Stored[],
  current: string,
  check: IdentityCheck,
  message: string,
  dates: Dates,
): SessionsPage => {
  const rows = stored.map((row) => sessionRow(row, current, dates))
  return {
    action: urls.sessions,
    // The session of the page comes first.
    rows: [...rows.filter((row) => row.handle === ''), ...rows.filter((row) => row.handle !== '')],
    others: rows.filter((row) => row.handle !== '').length,
    check,
    message,
  }
}
