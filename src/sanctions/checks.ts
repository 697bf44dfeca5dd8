// What holds against whoever asks, looked up and told in a sentence: on every way in, and before every post.

import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import type { Dates } from '../format.ts'
import { foldEmail } from '../mail/address.ts'
import { may, type Refusal } from '../permissions.ts'
import { sortable } from './ip-ranges.ts'
import * as stored from './queries.ts'
import { bansOn, emailOf } from './queries.ts'
import { type Asker, type Ban, banInForce, banWords, longestSanction, silenceWords, warningWords } from './rules.ts'

export type Needed = Pick<Deps, 'clock' | 'settings'>

/** The ban that keeps somebody out, or null: the one question of every way in. An account is banned by its mail address too. */
export async function banOn(deps: Needed, db: Db, who: Asker): Promise<Ban | null> {
  const asker =
    who.account === null || who.email !== null ? who : { ...who, email: await stored.emailOf(db, who.account) }
  return banInForce(await stored.bansOn(db, asker), asker, deps.clock())
}

/** The same of who sends a request. @param ip where it comes from */
export const banOnRequest = (
  deps: Needed,
  db: Db,
  request: { account: number | null; ip: string },
): Promise<Ban | null> =>
  banOn(deps, db, {
    account: request.account,
    email: null,
    address: request.account === null ? sortable(request.ip) : null,
  })

export const banSentence = (deps: Needed, ban: Ban, dates: Dates = deps.settings().timeZone): string =>
  banWords(ban, deps.settings().appeals, dates)

/** What is wrong with a mail address that is banned, in a sentence beside its field; null when nothing is. */
export async function bannedEmail(deps: Needed, db: Db, typed: string): Promise<string | null> {
  const email = foldEmail(typed)
  const ban = email === '' ? null : await banOn(deps, db, { account: null, email, address: null })
  return ban && banSentence(deps, ban)
}

/** Why somebody may not post, which verdict that is, and the newest of the warnings that they have to acknowledge. */
export type PostingBlock = { refusal: Refusal; sentence: string; warning: number | null }

/** @param account null for guests, whom nothing but a ban hinders */
export async function postingBlock(
  deps: Needed,
  db: Db,
  account: number | null,
  dates: Dates = deps.settings().timeZone,
): Promise<PostingBlock | null> {
  if (account === null) return null
  const ban = await banOn(deps, db, { account, email: null, address: null })
  const silence = longestSanction(await stored.silencesOn(db, account), deps.clock())
  const warnings = await stored.warningsOn(db, account)
  const refusal = may.post({ banned: ban !== null, silenced: silence !== null, warned: warnings.length > 0 })
  if (refusal === null) return null
  const sentence =
    ban !== null
      ? banSentence(deps, ban, dates)
      : silence !== null
        ? silenceWords(silence, dates)
        : warningWords({ reason: warnings.map(({ reason }) => reason).join(' · ') })
  return { refusal, sentence, warning: refusal === 'warned' ? warnings.at(-1)!.id : null }
}

/** The ban that keeps somebody out now, with its id. */
export async function banAgainst(deps: Pick<Deps, 'clock'>, db: Db, who: { account: number } | { ip: string }) {
  const asker: Asker =
    'account' in who
      ? { account: who.account, email: await emailOf(db, who.account), address: null }
      : { account: null, email: null, address: sortable(who.ip) }
  return banInForce(await bansOn(db, asker), asker, deps.clock())
}
