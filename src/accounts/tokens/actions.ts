// Makes, uses and revokes tokens, with which programs read in a member's name.
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Viewer } from '../../permissions.ts'
import { keyedHash, tokenHash } from '../../random.ts'
import { findBan } from '../../sanctions/checks.ts'
import { dayOf, MINUTE } from '../../time.ts'
import { mailSecurityNotice } from '../security-notice-actions.ts'
import type { Origin } from '../sessions/origin.ts'
import { MAX_TOKENS } from './form.ts'
import * as queries from './queries.ts'

/** Characters of a token that its owner sees in the list. */
const PREFIX_CHARACTERS = 6

/** How long a second press of the same form shows the token again. */
const REPEAT_MS = 10 * MINUTE

/**
 * Makes a token that reads the private feed of a member. Only its hash is stored.
 * @param form `key` is the form's; the same form pressed twice makes one token
 * @returns the token, or the fault of its name
 */
export async function makeFeedToken(
  deps: Deps,
  viewer: Viewer,
  form: { name: string; key: string },
  origin: Origin,
): Promise<{ token: string } | { fault: string }> {
  const token = form.key === '' ? deps.random.token() : keyedHash(deps.secret, 'feed-token', viewer.id, form.key)
  const now = deps.clock()
  return write(deps, async (db) => {
    const known = await queries.tokenByHash(db, 'feed', tokenHash(token))
    if (known !== undefined)
      return known.made_at + REPEAT_MS > now ? { token } : { fault: 'This form was sent before.' }
    if ((await queries.tokensOf(db, viewer.id)).length >= MAX_TOKENS)
      return { fault: `You have ${MAX_TOKENS} private feeds, which is the limit. Revoke one first.` }
    const isNew = await queries.insertToken(db, {
      account_id: viewer.id,
      kind: 'feed',
      name: form.name,
      prefix: token.slice(0, PREFIX_CHARACTERS),
      token_hash: tokenHash(token),
      created_at: now,
    })
    if (!isNew) return { fault: 'You have one of that name. Choose another, or revoke that one.' }
    await mailSecurityNotice(deps, db, viewer.id, 'token-made', origin, now, form.name)
    return { token }
  })
}

/**
 * The account whose token a program has sent; null for an unknown one, and while the account is banned. Notes the day.
 * @param kind what the token must be for
 */
export async function useToken(
  deps: Pick<Deps, 'db' | 'store' | 'clock' | 'settings' | 'log'>,
  kind: queries.TokenKind,
  token: string,
): Promise<{ id: number; nic: string; created_at: number } | null> {
  const owner = await queries.tokenByHash(deps.db, kind, tokenHash(token))
  if (owner === undefined) return null
  if ((await findBan(deps, deps.db, { account: owner.id, email: null, address: null })) !== null) return null
  const today = dayOf(deps.clock(), deps.settings().timeZone)
  if (owner.last_used_day !== today)
    // Not awaited: the answer does not need it.
    write(deps, (db) => queries.setLastUsed(db, owner.token, today)).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'use of a token not noted'),
    )
  return { id: owner.id, nic: owner.nic, created_at: owner.created_at }
}

/** Revokes one of a member's tokens; a second time changes nothing. */
export const revokeToken = (deps: Deps, viewer: Viewer, id: number) =>
  write(deps, (db) => queries.deleteToken(db, viewer.id, id))
