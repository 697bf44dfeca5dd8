// Signed tokens of the links in e-mails about the daily edition. They need no rows, however many e-mails are sent. Pure.
import { signToken, verifyToken } from '../../random.ts'
import { DAY } from '../../time.ts'

/** Who gets the edition: a member, or a guest by their subscription. */
export type Subscriber = { account: number } | { subscription: number }

const CONFIRM = 'confirm-edition'
const STOP = 'stop-edition'

/** Milliseconds for which a request can be confirmed. */
const CONFIRM_MS = 7 * DAY

const nameOf = (who: Subscriber): string => ('account' in who ? `m${who.account}` : `g${who.subscription}`)

/** The token that unsubscribes; it works as long as the subscription is stored. @param random a fresh token */
export const stopToken = (secret: string, who: Subscriber, random: string): string =>
  `${nameOf(who)}.${signToken(secret, STOP, random, nameOf(who))}`

/** Whom a token unsubscribes; null if this site did not sign it. */
export function readStopToken(secret: string, token: string): Subscriber | null {
  const [, kind, digits, signed] = /^([mg])([1-9]\d{0,14})\.(.+)$/s.exec(token) ?? []
  if (kind === undefined || verifyToken(secret, STOP, signed, `${kind}${digits}`) === null) return null
  return kind === 'm' ? { account: Number(digits) } : { subscription: Number(digits) }
}

/** The token that confirms a guest's request. */
export const confirmToken = (secret: string, id: number, askedAt: number, random: string): string =>
  `g${id}.${askedAt}.${signToken(secret, CONFIRM, random, id, askedAt)}`

/** The subscription that a token confirms; null if this site did not sign it, or if it has expired. */
export function readConfirmToken(secret: string, token: string, now: number): number | null {
  const [, id, at, signed] = /^g([1-9]\d{0,14})\.(\d{1,15})\.(.+)$/s.exec(token) ?? []
  if (id === undefined || now > Number(at) + CONFIRM_MS) return null
  return verifyToken(secret, CONFIRM, signed, Number(id), Number(at)) === null ? null : Number(id)
}
