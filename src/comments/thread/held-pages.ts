// What readers are told where every comment waits for a moderator. Pure.
import { asSentence, type Dates, dateAndTime } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { SiteHold, ThreadSettings } from './rules.ts'

/** The sentence about a hold of the whole site: until when, by whom and why. */
export const siteHoldText = ({ by, reason, until }: SiteHold, dates: Dates): string =>
  `Every comment on this site waits for a moderator until ${dateAndTime(until, dates)}${by === null ? '' : `, on the decision of ${by}`}. Reason: ${asSentence(reason)}`

/** The notice at the head of a thread, with the log entry; null where nothing but the thread holds its comments. */
export type HeldNotice = { text: string; entry: string }

export const heldNotice = ({ siteHold }: ThreadSettings, dates: Dates): HeldNotice | null =>
  siteHold ? { text: siteHoldText(siteHold, dates), entry: urls.logEntry(siteHold.entry) } : null
