// Registers members and the first admin, signs in and out, saves preferences.

import { afterCommit } from '../db/change-context.ts'
import { appendToLog } from '../db/log-chain.ts'
import type { Db, Tx } from '../db/open.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import type { Faults } from '../faults.ts'
import { foldEmail, isMailable } from '../mail/address.ts'
import type { Role, Viewer } from '../permissions.ts'
import { tokenHash } from '../random.ts'
import { registrationLife } from '../registration-modes.ts'
import { createAppealLink } from '../sanctions/appeal-link-actions.ts'
import { bannedEmailFault, banSentence, findBan } from '../sanctions/checks.ts'
import { skeleton, tidyNic } from '../skeleton.ts'
import { DAY } from '../time.ts'
import { mailConfirmation } from './email/actions.ts'
import {
  emailFault,
  isKept,
  type LoginForm,
  NOT_AN_ADDRESS,
  type RegisterField,
  type RegisterForm,
  registerFaults,
} from './form.ts'
import { spendInvitation } from './invitations/actions.ts'
import { loginWait } from './login-checks.ts'
import { takenFault, withFreeNic } from './nics/free-checks.ts'
import { deleteExpiredNics } from './nics/queries.ts'
import { nicFault, officeFault } from './nics/rules.ts'
import { rateNewPassword } from './passwords/checks.ts'
import { hashPassword, isOutdated, passwordMatches } from './passwords/hash.ts'
import type { Strength } from './passwords/rules.ts'
import { defaultPreferences, type Preferences, preferencesFrom, preferencesRow } from './preferences.ts'
import * as queries from './queries.ts'
import { applicationForLogin } from './registration/queries.ts'
import { hasSecondFactor } from './second-factor/queries.ts'
import { type Banned, type Pending, type SignedIn, startPendingSignIn } from './second-factor/sign-in-actions.ts'
import { newSession, type Session, saveSession } from './sessions/actions.ts'
import type { Origin } from './sessions/origin.ts'
import { roleOfSession, staffNeedFactor } from './sessions/rules.ts'

/** Faults of a nic that is taken or a banned e-mail address. A field with a fault in `wrong` is not checked. */
export async function takenFaults(
  deps: Deps,
  db: Db,
  form: RegisterForm,
  wrong: Faults<RegisterField> = {},
): Promise<Faults<RegisterField>> {
  const faults: Faults<RegisterField> = {}
  const nic = wrong.nic === undefined ? await takenFault(deps, db, form.nic) : null
  if (nic !== null) faults.nic = nic
  if (wrong.email === undefined) {
    const banned = await bannedEmailFault(deps, db, form.email)
    if (banned !== null) faults.email = banned
  }
  return faults
}

/** `strength` is that of a password with nothing wrong: the form asks for it again. */
export type Refused = { faults: Faults<RegisterField>; strength?: Strength }

/** The faults of a form that need no other account, and the strength of a password without one. */
export async function formFaults(deps: Deps, form: RegisterForm): Promise<Refused> {
  const rated = await rateNewPassword(form.password, { ...form, siteName: deps.settings().siteName })
  return 'fault' in rated
    ? { faults: { ...registerFaults(form), password: rated.fault } }
    : { faults: registerFaults(form), ...rated }
}

/**
 * Creates an account if the form has no fault; `also` runs in the same transaction. The answer does not say whether the
 * e-mail address has an account already: its owner learns that by e-mail.
 */
async function createAccount(
  deps: Deps,
  form: RegisterForm,
  { role, confirmBy = null }: { role: Role; confirmBy?: number | null },
  also: (db: Tx, account: { id: number; nic: string }, now: number) => Promise<void>,
): Promise<Refused | { nic: string }> {
  const { faults: wrong, ...rated } = await formFaults(deps, form)
  if (wrong.nic !== undefined) wrong.nic = await withFreeNic(deps, wrong.nic)
  // All faults in one answer: a valid password with a taken nic would reveal the same.
  const faults = { ...wrong, ...(await takenFaults(deps, deps.db, form, wrong)) }
  if (Object.keys(faults).length > 0) return { faults, ...rated }
  const password_hash = await hashPassword(form.password)
  const now = deps.clock()
  const nic = tidyNic(form.nic)
  const late = await write(deps, async (db) => {
    const taken = await takenFaults(deps, db, form)
    if (Object.keys(taken).length > 0) return taken
    await deleteExpiredNics(db, now)
    const id = await queries.insertAccount(db, {
      nic,
      nic_skeleton: skeleton(nic),
      email: form.email.trim(),
      email_folded: foldEmail(form.email),
      password_hash,
      role,
      created_at: now,
      confirm_by: confirmBy,
    })
    await also(db, { id, nic }, now)
    return null
  })
  return late === null ? { nic } : { faults: late }
}

/** E-mails that one address gets in a day because somebody registers with it. */
export const MAX_CONFIRMATIONS_A_DAY = 3

/** The faults of a form that would give a member a nic of the staff, or register an address that cannot get e-mail; null for none. */
export async function memberFaults(deps: Deps, form: RegisterForm): Promise<Refused | null> {
  const office = nicFault(tidyNic(form.nic)) === null ? officeFault(form.nic, deps.settings().siteName) : null
  const email = emailFault(form.email) === null && !isMailable(form.email.trim()) ? NOT_AN_ADDRESS : null
  if (office === null && email === null) return null
  const { faults, ...rated } = await formFaults(deps, form)
  return {
    faults: {
      ...faults,
      ...(office !== null && { nic: await withFreeNic(deps, office) }),
      ...(email !== null && { email }),
    },
    ...rated,
  }
}

/** Registers a member and signs them in. The address has to be confirmed within a day. @param invitation its number, if any */
export async function registerMember(
  deps: Deps,
  form: RegisterForm,
  origin: Origin,
  invitation: number | null = null,
): Promise<Refused | { session: Session; viewer: Viewer }> {
  const refused = await memberFaults(deps, form)
  if (refused !== null) return refused
  const session = newSession(deps, 'member', deps.clock())
  const confirmBy = deps.clock() + registrationLife.unconfirmed
  let account = 0
  const made = await createAccount(deps, form, { role: 'member', confirmBy }, async (db, { id, nic }, now) => {
    account = id
    if (invitation !== null) await spendInvitation(db, invitation, id, now)
    await saveSession(db, session, id, origin, now)
    const asked = await queries.countAccountsWithEmail(db, foldEmail(form.email), now - DAY)
    if (asked <= MAX_CONFIRMATIONS_A_DAY) await mailConfirmation(deps, db, { id, nic, confirmBy }, form.email, now)
  })
  return 'faults' in made
    ? made
    : { session, viewer: { id: account, nic: made.nic, role: 'member', commentCount: 0, trusted: false } }
}

/**
 * Registers the first admin and signs them in.
 * @param token of the link printed at start
 * @throws AppError `missing` if the link was used before the transaction began
 */
export async function registerFirstAdmin(
  deps: Deps,
  form: RegisterForm,
  token: string,
  origin: Origin,
): Promise<Refused | { session: Session }> {
  const session = newSession(deps, 'admin', deps.clock())
  const made = await createAccount(deps, form, { role: 'admin' }, async (db, { id, nic }, now) => {
    // The new account is an admin already; with a second one the link is void.
    if ((await queries.adminCount(db)) > 1 || (await queries.firstAdminLink(db, tokenHash(token))) === undefined)
      throw missing()
    await queries.useFirstAdminLink(db, tokenHash(token), now)
    await appendToLog(db, {
      at: now,
      actorId: id,
      actor: nic,
      act: 'first-admin',
      subject: 'account',
      subjectId: id,
      articleId: null,
      reason: 'With the one-time link printed at the first start.',
    })
    await saveSession(db, session, id, origin, now)
    await mailConfirmation(deps, db, { id, nic }, form.email, now)
  })
  return 'faults' in made ? made : { session }
}

/** Creates an account of any role for the operator; accounts of staff are logged. */
export async function createAccountWithRole(
  deps: Deps,
  form: RegisterForm,
  role: Role,
): Promise<Refused | { nic: string }> {
  if (await queries.isEmailInUse(deps.db, foldEmail(form.email)))
    return { faults: { ...(await formFaults(deps, form)).faults, email: 'An account has this e-mail address.' } }
  return createAccount(deps, form, { role }, async (db, { id, nic }, now) => {
    if (role !== 'member')
      await appendToLog(db, {
        at: now,
        actorId: null,
        actor: 'broadside create-user',
        act: 'appoint',
        subject: 'account',
        subjectId: id,
        articleId: null,
        reason: `${nic}, ${role}, from the command line.`,
      })
  })
}

/** Whether no admin exists and the token is that of the link printed at start. */
export async function canMakeFirstAdmin(db: Db, token: string): Promise<boolean> {
  return (await queries.adminCount(db)) === 0 && (await queries.firstAdminLink(db, tokenHash(token))) !== undefined
}

/** Creates a link for the first admin; earlier links end. @returns its token, or null if an admin exists */
export async function createFirstAdminLink(deps: Deps): Promise<string | null> {
  if ((await queries.adminCount(deps.db)) > 0) return null
  const token = deps.random.token()
  await write(deps, (db) => queries.replaceFirstAdminLink(db, tokenHash(token), deps.clock()))
  return token
}

/**
 * Signs in by nic or e-mail address. A wrong nic and a wrong password take the same time and give the same answer.
 * @param old token of the browser's earlier session, which ends
 * @param browser the token of a browser that has signed in before
 * @returns null for a wrong name or password; the seconds to wait after too many attempts; with the right password, for a
 * banned account the ban and the token of its appeal page, for an
 * applicant whether the address is confirmed, and for an account with a second factor a sign-in that waits for it
 */
export async function login(
  deps: Deps,
  form: Pick<LoginForm, 'nic' | 'password'> & Partial<LoginForm>,
  origin: Origin,
  old?: string,
  browser?: string,
): Promise<SignedIn | Banned | Pending | { applied: 'unconfirmed' | 'waiting' } | { wait: number } | null> {
  const account = await queries.accountForLogin(deps.db, tidyNic(form.nic), foldEmail(form.nic), deps.clock())
  const wait = loginWait(deps, form.nic, account?.id ?? null, browser)
  if (wait !== null) return { wait }
  const application = account ? undefined : await applicationForLogin(deps.db, tidyNic(form.nic), foldEmail(form.nic))
  const matches = await passwordMatches((account ?? application)?.password_hash ?? null, form.password)
  if (application && matches) return { applied: application.confirmed_at === null ? 'unconfirmed' : 'waiting' }
  if (!account || !matches) return null
  const fresh = (await isOutdated(account.password_hash ?? '')) ? await hashPassword(form.password) : null
  const now = deps.clock()
  const kept = isKept(form)
  const session = newSession(deps, account.role, now, kept)
  const other = await write(deps, async (db) => {
    const ban = await findBan(deps, db, { account: account.id, email: null, address: null })
    if (ban !== null)
      return { banned: banSentence(deps, ban), appeal: await createAppealLink(deps, db, { account: account.id }, now) }
    if (fresh !== null) await queries.setPasswordHash(db, account.id, fresh)
    if (await hasSecondFactor(db, account.id)) {
      const { next = '', post = '' } = form
      return startPendingSignIn(deps, db, account.id, { next, post, kept }, now)
    }
    await queries.endExpiredSessions(db, now)
    if (old !== undefined) await queries.endSession(db, tokenHash(old))
    await saveSession(db, session, account.id, origin, now)
    return null
  })
  const role = roleOfSession(
    { role: account.role, second_factor_at: null },
    staffNeedFactor(deps.settings(), deps.config),
  )
  return other ?? { ...session, viewer: { ...queries.viewerOf(account), role } }
}

/** Ends a session and the account's live streams; those of its other sessions reconnect. */
export async function logout(deps: Deps, viewer: { id: number } | null, token: string): Promise<void> {
  await write(deps, async (db) => {
    await queries.endSession(db, tokenHash(token))
    if (viewer !== null) afterCommit(db, () => deps.live.end(viewer.id))
  })
}

export const savePreferences = (deps: Deps, viewer: { id: number }, preferences: Preferences) =>
  write(deps, (db) => queries.upsertPreferences(db, viewer.id, preferencesRow(preferences)))

/** Saves some preferences and leaves the others as they are. */
export async function updatePreferences(deps: Deps, viewer: { id: number }, some: Partial<Preferences>): Promise<void> {
  const row = await queries.preferencesOf(deps.db, viewer.id)
  await savePreferences(deps, viewer, { ...((row && preferencesFrom(row)) ?? defaultPreferences), ...some })
}
