// Finds the sanctions in force against a person, and words them: at sign-in and before every post.

import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import type { Dates } from '../format.ts'
import { sortable } from '../ip-ranges.ts'
import { foldEmail } from '../mail/address.ts'
import { may, type Refusal } from '../permissions.ts'
import { topic } from '../topics.ts'
import { ownFact } from '../web/own-facts.ts'
import * as stored from './queries.ts'
import {
  type Ban,
  type BanCandidate,
  banInForce,
  formatBan,
  isInForce,
  longestSanction,
  silenceSentence,
  warningSentence,
} from './rules.ts'
import { openSanctions } from './standing-queries.ts'

export type SanctionDeps = Pick<Deps, 'clock' | 'settings'>

type BanRow = Awaited<ReturnType<typeof stored.bansThatMayApply>>[number]

/** Finds the ban in force against somebody, or null. An account is also banned by its e-mail address. */
export async function findBan(deps: Pick<Deps, 'clock'>, db: Db, who: BanCandidate): Promise<BanRow | null> {
  if (who.account !== null && who.email === null && who.address === null)
    return longestSanction(await stored.bansOfAccount(db, who.account), deps.clock())
  const candidate =
    who.account === null || who.email !== null ? who : { ...who, email: await stored.emailOf(db, who.account) }
  return banInForce(await stored.bansThatMayApply(db, candidate), candidate, deps.clock())
}

/**
 * Who sends a request: an account, or a guest at a network address, null for what the server itself posts. `ended` is the
 * account whose session in that browser a ban has ended.
 */
export type Sender = { account: number } | { account: null; ip: string | null; ended?: number | null }

/** Finds the ban against the sender of a request: members by their account, guests by their browser and network address. */
export async function findRequestBan(deps: Pick<Deps, 'clock'>, db: Db, sender: Sender): Promise<BanRow | null> {
  const account = sender.account === null ? (sender.ended ?? null) : sender.account
  const ban = account === null ? null : await findBan(deps, db, { account, email: null, address: null })
  if (ban !== null || sender.account !== null || sender.ip === null) return ban
  return findBan(deps, db, { account: null, email: null, address: sortable(sender.ip) })
}

export const banSentence = (deps: SanctionDeps, ban: Ban, dates: Dates = deps.settings().timeZone): string =>
  formatBan(ban, deps.settings().appeals, dates)

/** The fault of a banned e-mail address, for its form field; null when it is not banned. */
export async function bannedEmailFault(deps: SanctionDeps, db: Db, typed: string): Promise<string | null> {
  const email = foldEmail(typed)
  const ban = email === '' ? null : await findBan(deps, db, { account: null, email, address: null })
  return ban && banSentence(deps, ban)
}

export const senderOf = (viewer: { id: number } | null, ip: string | null, ended: number | null = null): Sender =>
  viewer === null ? { account: null, ip, ended } : { account: viewer.id }

/** The hold in force of everything that an account writes; null for none. */
export const personHold = async (
  deps: Pick<Deps, 'clock'>,
  db: Db,
  account: number,
): Promise<Awaited<ReturnType<typeof stored.openPersonHolds>>[number] | null> =>
  longestSanction(await stored.openPersonHolds(db, account), deps.clock())

/** Whether every comment on the site waits for a moderator now. */
export const isSiteOnHold = async (deps: Pick<Deps, 'clock'>, db: Db): Promise<boolean> => {
  const hold = await stored.openSiteHold(db)
  return hold !== undefined && isInForce(hold, deps.clock())
}

/** Why a person may not post. `warning` is the id of the newest warning to acknowledge. */
export type PostingBlock = { refusal: Refusal; sentence: string; warning: number | null }

type OpenSanction = Awaited<ReturnType<typeof openSanctions>>[number]

/** The sanctions in force against the sender of a request. Guests are only ever banned. */
export type Standing = {
  ban: BanRow | null
  silence: OpenSanction | null
  /** Everything that they write waits for a moderator. */
  hold: OpenSanction | null
  /** Not acknowledged yet, the oldest first. */
  warnings: readonly OpenSanction[]
}

export const standingOf = async (deps: Pick<Deps, 'clock'>, db: Db, sender: Sender): Promise<Standing> =>
  sender.account === null
    ? { ban: await findRequestBan(deps, db, sender), silence: null, hold: null, warnings: [] }
    : standingFrom(deps, await openSanctions(db, { account: sender.account }))

/** The sanctions in force among those of an account that nobody has ended. */
function standingFrom(deps: Pick<Deps, 'clock'>, rows: readonly OpenSanction[]): Standing {
  const longest = (kind: OpenSanction['kind']) =>
    longestSanction(
      rows.filter((row) => row.kind === kind),
      deps.clock(),
    )
  return {
    ban: longest('ban'),
    silence: longest('silence'),
    hold: longest('hold'),
    warnings: rows.filter((row) => row.kind === 'warning'),
  }
}

/** The same from what is remembered of a member between their requests: for what a page says, not for what an act decides. */
export const rememberedStanding = async (deps: Deps, account: number): Promise<Standing> =>
  standingFrom(deps, await ownFact(deps, account, 'sanctions', () => openSanctions(deps.db, { account }), [topic.bans]))

/** Finds why somebody may not post or edit; null when they may. */
export const postingBlock = async (
  deps: SanctionDeps,
  db: Db,
  sender: Sender,
  dates: Dates = deps.settings().timeZone,
): Promise<PostingBlock | null> => blockOf(deps, await standingOf(deps, db, sender), dates)

/** Why sanctions keep somebody from posting or editing; null when they do not. */
export function blockOf(
  deps: SanctionDeps,
  { ban, silence, warnings }: Standing,
  dates: Dates = deps.settings().timeZone,
): PostingBlock | null {
  const refusal = may.post({ banned: ban !== null, silenced: silence !== null, warned: warnings.length > 0 })
  if (refusal === null) return null
  const sentence =
    ban !== null
      ? banSentence(deps, ban, dates)
      : silence !== null
        ? silenceSentence(silence, dates)
        : warningSentence({ reason: warnings.map(({ reason }) => reason).join(' · ') })
  return { refusal, sentence, warning: refusal === 'warned' ? warnings.at(-1)!.id : null }
}
