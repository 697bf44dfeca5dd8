// Bans, silences and warnings: whether they are in force, how long they last, and the sentences about them. Pure.
import { asSentence, type Dates, dateAndTime } from '../format.ts'
import { MAX_YEARS_AHEAD } from '../settings.ts'
import { addDays, DAY, isDay, momentOf, yearsAhead } from '../time.ts'

/** When a sanction ends; null for never. */
export type Until = number | null

export type Sanction = { reason: string; until_at: Until; ended_at: number | null }

export type Ban = Sanction & {
  person_id: number | null
  email: string | null
  address_from: string | null
  address_to: string | null
}

/** A person who may be banned: by account, folded e-mail address, or network address in sortable form. */
export type BanCandidate = {
  account: number | null
  email: string | null
  address: string | null
}

/** A sanction ends at its time, without a job, or when a moderator ends it. */
export const isInForce = (act: Pick<Sanction, 'until_at' | 'ended_at'>, now: number): boolean =>
  act.ended_at === null && (act.until_at === null || now < act.until_at)

/** A ban of addresses applies to guests only, because many people may share an address. */
const appliesTo = (ban: Ban, who: BanCandidate): boolean =>
  ban.person_id !== null
    ? ban.person_id === who.account
    : ban.email !== null
      ? ban.email === who.email
      : who.account === null &&
        who.address !== null &&
        ban.address_from !== null &&
        ban.address_to !== null &&
        ban.address_from <= who.address &&
        who.address <= ban.address_to

/** The sanction in force that ends last, or null. */
export function longestSanction<A extends Sanction>(acts: readonly A[], now: number): A | null {
  const end = (act: A): number => act.until_at ?? Infinity
  return acts
    .filter((act) => isInForce(act, now))
    .reduce<A | null>((most, act) => (most === null || end(act) > end(most) ? act : most), null)
}

/** The ban in force against somebody that ends last, or null. */
export const banInForce = <B extends Ban>(bans: readonly B[], who: BanCandidate, now: number): B | null =>
  longestSanction(
    bans.filter((ban) => appliesTo(ban, who)),
    now,
  )

/** The lengths to choose from: form value, label and milliseconds. */
export const sanctionLengths = {
  day: { text: 'a day', duration: DAY },
  week: { text: 'a week', duration: 7 * DAY },
  month: { text: 'a month', duration: 30 * DAY },
  ever: { text: 'for ever', duration: null },
} as const
type SanctionLength = keyof typeof sanctionLengths

const isSanctionLength = (text: string): text is SanctionLength => Object.hasOwn(sanctionLengths, text)

/**
 * Parses the end of a sanction: one of the lengths, or a day, at whose end it ends.
 * @param date a day from a field of its own, which takes precedence
 */
export function parseUntil(
  typed: { until: string; date: string },
  now: number,
  zone: string,
): { until: Until } | { fault: string } {
  const day = typed.date.trim() || typed.until.trim()
  const span = sanctionLengths[isSanctionLength(day) ? day : 'ever']
  if (isSanctionLength(day)) return { until: span.duration === null ? null : now + span.duration }
  if (day === '') return { fault: 'Choose until when.' }
  if (!isDay(day)) return { fault: 'Choose how long, or write a day as 2030-03-31.' }
  if (day > yearsAhead(now, zone, MAX_YEARS_AHEAD))
    return { fault: `That is more than ${MAX_YEARS_AHEAD} years ahead. Choose “for ever” instead.` }
  const until = momentOf(addDays(day, 1), '00:00', zone)
  return until <= now ? { fault: 'Choose a day that is not over yet.' } : { until }
}

export const untilPhrase = (until: Until, dates: Dates): string =>
  until === null ? 'for ever' : `until ${dateAndTime(until, dates)}`

/** The sentence about a ban for the banned person. @param appeals the e-mail address for appeals, or null */
export function formatBan(ban: Ban, appeals: string | null, dates: Dates): string {
  const what =
    ban.person_id !== null
      ? 'This account is banned'
      : ban.email !== null
        ? 'This e-mail address is banned'
        : 'Your network address is banned'
  return `${what} ${untilPhrase(ban.until_at, dates)}. Reason: ${asSentence(ban.reason)}${appeals === null ? '' : ` If you think this is wrong, write to ${appeals}.`}`
}

export const silenceSentence = (silence: Sanction, dates: Dates): string =>
  `A moderator has silenced you ${untilPhrase(silence.until_at, dates)}: you can’t post or edit comments. You can still read, recommend and withdraw. Reason: ${asSentence(silence.reason)}`

/** The sentence about a hold of everything that a member writes, for them. */
export const personHoldSentence = (hold: Sanction, dates: Dates): string =>
  `A moderator reads each of your comments before it appears, ${untilPhrase(hold.until_at, dates)}. Reason: ${asSentence(hold.reason)}`

export const warningSentence = (warning: { reason: string }): string =>
  `A moderator has warned you: ${asSentence(warning.reason)} Confirm that you have read this to go on posting.`
