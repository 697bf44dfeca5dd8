// What readers are told where every comment waits for a moderator. Pure.
import { asSentence, type Dates, dateAndTime } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { SiteHold, ThreadSettings } from './rules.ts'

/** The sentence about a hold of the whole site: until when, by whom and why. */
export const siteHoldText = ({ by, reason, until }: SiteHold, dates: Dates): string =>
  `Every comment on this site waits for a moderator until ${dateAndTime(until, dates)}${by === null ? '' : `, on the decision of ${by}`}. Reason: ${asSentence(reason)}`

/** The sentence while nobody is on duty: when somebody is back. */
const unwatchedText = (until: number, dates: Dates): string =>
  `No moderator is on duty until ${dateAndTime(until, dates)}. Comments wait for one before they appear.`

/** What holds the comments of every thread, in a sentence: a hold of the site, or nobody on duty; empty for neither. */
export const everyThreadHeldText = ({ siteHold, watch }: ThreadSettings, dates: Dates): string =>
  siteHold ? siteHoldText(siteHold, dates) : watch?.isWatched === false ? unwatchedText(watch.until, dates) : ''

/** The notice at the head of a thread; `entry` is the log entry of a hold, empty where the clock holds. */
export type HeldNotice = { text: string; entry: string }

/** Null where nothing but the thread holds its comments. */
export function heldNotice(thread: ThreadSettings, dates: Dates): HeldNotice | null {
  const text = everyThreadHeldText(thread, dates)
  return text === '' ? null : { text, entry: thread.siteHold ? urls.logEntry(thread.siteHold.entry) : '' }
}
