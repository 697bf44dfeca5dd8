// What holds against somebody: bans, silences and warnings, until when, and in which words they are told. Pure.
import { asSentence, type Dates, dateAndTime } from '../format.ts'
import { YEARS_AHEAD } from '../settings.ts'
import { addDays, DAY, isDay, momentOf, yearsAhead } from '../time.ts'

/** Null is for ever. */
export type Until = number | null

export type Sanction = { reason: string; until_at: Until; ended_at: number | null }

export type Ban = Sanction & {
  person_id: number | null
  email: string | null
  address_from: string | null
  address_to: string | null
}

/** Whoever asks: by their account and its mail address, or as a guest by where they come from and the address they give. */
export type Asker = {
  account: number | null /** Folded. */
  email: string | null /** As moderation/addresses.ts writes it. */
  address: string | null
}

/** Whether an act holds now: it ends by the clock when it is read, or because somebody ended it. */
export const isInForce = (act: Pick<Sanction, 'until_at' | 'ended_at'>, now: number): boolean =>
  act.ended_at === null && (act.until_at === null || now < act.until_at)

/** Behind one address there may be many: those who have an account are known by that. */
const concerns = (ban: Ban, who: Asker): boolean =>
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

/** Of the acts that hold the one that holds longest, or null. */
export function longestSanction<A extends Sanction>(acts: readonly A[], now: number): A | null {
  const end = (act: A): number => act.until_at ?? Infinity
  return acts
    .filter((act) => isInForce(act, now))
    .reduce<A | null>((most, act) => (most === null || end(act) > end(most) ? act : most), null)
}

/** The ban that keeps somebody out, the one that lasts longest where there are several; null when they may come in. */
export const banInForce = <B extends Ban>(bans: readonly B[], who: Asker, now: number): B | null =>
  longestSanction(
    bans.filter((ban) => concerns(ban, who)),
    now,
  )

/** What a moderator can choose: the value that the form sends, and its words. */
export const spans = {
  day: { text: 'a day', lasts: DAY },
  week: { text: 'a week', lasts: 7 * DAY },
  month: { text: 'a month', lasts: 30 * DAY },
  ever: { text: 'for ever', lasts: null },
} as const
export type Span = keyof typeof spans

export const isSpan = (text: string): text is Span => Object.hasOwn(spans, text)

/**
 * Until when something is to hold: a span, or a day, which it holds to the end of.
 * @param date the day where the form has a field of its own for it; it goes before the span
 */
export function untilOf(
  typed: { until: string; date: string },
  now: number,
  zone: string,
): { until: Until } | { fault: string } {
  const day = typed.date.trim() || typed.until.trim()
  const span = spans[isSpan(day) ? day : 'ever']
  if (isSpan(day)) return { until: span.lasts === null ? null : now + span.lasts }
  if (day === '') return { fault: 'Say until when.' }
  if (!isDay(day)) return { fault: 'Choose how long, or write a day as 2030-03-31.' }
  if (day > yearsAhead(now, zone, YEARS_AHEAD))
    return { fault: `That is more than ${YEARS_AHEAD} years ahead. Choose “for ever” instead.` }
  const until = momentOf(addDays(day, 1), '00:00', zone)
  return until <= now ? { fault: 'That day is over.' } : { until }
}

export const untilWords = (until: Until, dates: Dates): string =>
  until === null ? 'for ever' : `until ${dateAndTime(until, dates)}`

/** What is said of a ban to whom it keeps out. @param appeals where they can say what they think of it, or null */
export function banWords(ban: Ban, appeals: string | null, dates: Dates): string {
  const what =
    ban.person_id !== null
      ? 'This account is banned'
      : ban.email !== null
        ? 'This e-mail address is banned'
        : 'Where you write from is banned'
  return `${what} ${untilWords(ban.until_at, dates)}. Reason: ${asSentence(ban.reason)}${appeals === null ? '' : ` If you think that this is wrong, write to ${appeals}.`}`
}

export const silenceWords = (silence: Sanction, dates: Dates): string =>
  `A moderator has silenced you ${untilWords(silence.until_at, dates)}: you can read, edit and withdraw what you wrote, but not post. Reason: ${asSentence(silence.reason)}`

export const warningWords = (warning: { reason: string }): string =>
  `A moderator has warned you: ${asSentence(warning.reason)} Say that you have read it; then you can post again.`
