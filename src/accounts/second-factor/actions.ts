// Turns an authenticator app on and off, makes recovery codes, and uses codes of both kinds.
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { mailSecurityNotice } from '../security-notice-actions.ts'
import type { Origin } from '../sessions/origin.ts'
import * as queries from './queries.ts'
import * as rules from './rules.ts'
import { seal, unseal } from './seal.ts'

type Secrets = Pick<Deps, 'secret' | 'random' | 'clock'>

const SETUP = 'second-factor-setup'
const TOTP = 'totp-secret'

/** A new secret and the seed of recovery codes, with the sealed text that a form carries to come back with them. */
export function newSetup(deps: Secrets, viewer: { id: number }): rules.Setup & { sealed: string } {
  const { random } = deps
  const setup = { secret: rules.secretFrom(random.token()), seed: random.token(), at: deps.clock() }
  return { ...setup, sealed: seal(deps.secret, SETUP, viewer.id, rules.writeSetup(setup), random.token()) }
}

/** What a form carries; null if it is too old, or not of this account. */
export const openSetup = (deps: Secrets, viewer: { id: number }, sealed: string): rules.Setup | null =>
  rules.readSetup(unseal(deps.secret, SETUP, viewer.id, sealed), deps.clock())

/**
 * Uses up a code of an authenticator app or a recovery code. The same code is good once, in parallel too.
 * @returns which of both it was; null for a wrong one
 */
export async function spendCode(
  deps: Pick<Deps, 'secret'>,
  db: Tx,
  accountId: number,
  typed: string,
  now: number,
): Promise<'app' | 'recovery' | null> {
  if (rules.isRecoveryCode(typed))
    return (await queries.useRecoveryCode(db, accountId, rules.recoveryHash(typed), now)) ? 'recovery' : null
  const row = await queries.totpOf(db, accountId)
  const secret = row && unseal(deps.secret, TOTP, accountId, row.secret)
  const step = secret ? rules.stepOfCode(secret, typed, now) : null
  return step !== null && (await queries.useStep(db, accountId, step)) ? 'app' : null
}

/**
 * Gives an account recovery codes if it has none that it could use.
 * @returns the codes, while they have not been saved; null where it has others
 */
export async function giveRecoveryCodes(
  deps: Pick<Deps, 'secret'>,
  db: Tx,
  accountId: number,
  seed: string,
  now: number,
): Promise<string[] | null> {
  const codes = rules.recoveryCodes(deps.secret, seed)
  const hashes = codes.map(rules.recoveryHash)
  const rows = await queries.recoveryCodesOf(db, accountId)
  const isSame = rows.some(({ code_hash }) => hashes.includes(code_hash))
  if (isSame) return rows.some((row) => row.saved_at !== null || row.used_at !== null) ? null : codes
  if (rows.some(({ used_at }) => used_at === null)) return null
  await queries.replaceRecoveryCodes(db, accountId, hashes, now)
  return codes
}

/** What came of a form: recovery codes to be shown, or null where there is nothing to show. */
export type TurnedOn = { codes: string[] | null } | 'expired' | 'wrong' | 'other'

/**
 * Turns an authenticator app on, once its first code is right. A second press of the button is answered as the first.
 * @param session hash of the session's token: it has passed the second factor with this code
 * @returns `other` where the account has another app already
 */
export async function turnOnTotp(
  deps: Deps,
  viewer: { id: number },
  session: string,
  form: { setup: string; code: string },
  origin: Origin,
): Promise<TurnedOn> {
  const setup = openSetup(deps, viewer, form.setup)
  if (setup === null) return 'expired'
  const now = deps.clock()
  const step = rules.stepOfCode(setup.secret, form.code, now)
  if (step === null) return 'wrong'
  const secret = seal(deps.secret, TOTP, viewer.id, setup.secret, deps.random.token())
  return write(deps, async (db) => {
    if (!(await queries.insertTotp(db, { account_id: viewer.id, secret, last_step: step, created_at: now }))) {
      const row = await queries.totpOf(db, viewer.id)
      if (unseal(deps.secret, TOTP, viewer.id, row?.secret ?? '') !== setup.secret) return 'other'
    } else await mailSecurityNotice(deps, db, viewer.id, 'totp-on', origin, now)
    await queries.markSessionPassed(db, session, now)
    return { codes: await giveRecoveryCodes(deps, db, viewer.id, setup.seed, now) }
  })
}

/** Turns an authenticator app off with a code. @returns false for a wrong code */
export async function turnOffTotp(deps: Deps, viewer: { id: number }, code: string, origin: Origin): Promise<boolean> {
  const now = deps.clock()
  return write(deps, async (db) => {
    if ((await spendCode(deps, db, viewer.id, code, now)) === null) return false
    await queries.deleteTotp(db, viewer.id)
    if (!(await queries.hasSecondFactor(db, viewer.id))) await queries.deleteRecoveryCodes(db, viewer.id)
    await mailSecurityNotice(deps, db, viewer.id, 'totp-off', origin, now)
    return true
  })
}

/**
 * Replaces all recovery codes of an account.
 * @returns the new codes; null where the form is too old, or its codes were saved or replaced
 */
export async function makeRecoveryCodes(
  deps: Deps,
  viewer: { id: number },
  sealed: string,
  origin: Origin,
): Promise<string[] | null> {
  const setup = openSetup(deps, viewer, sealed)
  if (setup === null) return null
  const now = deps.clock()
  const codes = rules.recoveryCodes(deps.secret, setup.seed)
  const hashes = codes.map(rules.recoveryHash)
  return write(deps, async (db) => {
    const rows = await queries.recoveryCodesOf(db, viewer.id)
    const isSame = rows.some(({ code_hash }) => hashes.includes(code_hash))
    if (isSame) return giveRecoveryCodes(deps, db, viewer.id, setup.seed, now)
    if (rows.some(({ created_at }) => created_at > setup.at)) return null
    await queries.replaceRecoveryCodes(db, viewer.id, hashes, now)
    await mailSecurityNotice(deps, db, viewer.id, 'recovery-codes', origin, now)
    return codes
  })
}

/** Notes that the member has saved the recovery codes: they are not shown again. */
export const confirmCodesSaved = (deps: Deps, viewer: { id: number }): Promise<unknown> =>
  write(deps, (db) => queries.markCodesSaved(db, viewer.id, deps.clock()))
