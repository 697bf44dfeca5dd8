// The signed token of a report's receipt. It needs no row, so every e-mail can have the address. Pure.
import { signToken, verifyToken } from '../../random.ts'

const PURPOSE = 'report'

/** @param random a fresh token */
export const reportToken = (secret: string, id: number, random: string): string =>
  `r${id}.${signToken(secret, PURPOSE, random, id)}`

/** The report of a token; null if this site did not sign it. */
export function readReportToken(secret: string, token: string): number | null {
  const [, id, signed] = /^r([1-9]\d{0,14})\.(.+)$/s.exec(token) ?? []
  return id === undefined || verifyToken(secret, PURPOSE, signed, Number(id)) === null ? null : Number(id)
}
