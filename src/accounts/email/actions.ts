// Confirms and changes a member's e-mail address, and sets how often it is used.

import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { Faults } from '../../faults.ts'
import { count, dateAndTime } from '../../format.ts'
import { createMailToken, queueMail } from '../../mail/actions.ts'
import { foldEmail, isMailable } from '../../mail/address.ts'
import { deleteDue, expireMailTokens, mailToken, mailTokenTimes, markDue, useMailToken } from '../../mail/queries.ts'
import { type MailFrequency, nextConfirmationAt } from '../../mail/rules.ts'
import { tokenHash } from '../../random.ts'
import { bannedEmailFault } from '../../sanctions/checks.ts'
import { DAY, SECOND } from '../../time.ts'
import { urls } from '../../urls.ts'
import { emailFault } from '../form.ts'
import { ownerOfEmail } from '../queries.ts'
import type { Origin } from '../sessions/origin.ts'
import { mailChange } from './change-actions.ts'
import type { EmailField } from './form.ts'
import { confirmLetter, ownedLetter } from './letters.ts'
import {
  mailRecipient,
  setConfirmedEmail,
  setEditionMail,
  setEmail,
  setEmailOwner,
  upsertMailFrequency,
} from './queries.ts'

/**
 * Queues the e-mail that confirms an address, in the transaction that stores the address; earlier links end. If another
 * account owns the address, its owner gets an e-mail that says so, and nobody else learns it.
 */
export async function mailConfirmation(
  deps: Pick<Deps, 'random' | 'settings' | 'config'>,
  db: Tx,
  account: { id: number; nic: string; confirmBy?: number | null },
  email: string,
  at: number,
): Promise<void> {
  if (!isMailable(email.trim())) return
  const { siteName, timeZone } = deps.settings()
  const { baseUrl } = deps.config
  const { confirmBy = null } = account
  const until = confirmBy === null ? '' : `${dateAndTime(confirmBy, timeZone)} (${timeZone})`
  const owner = await ownerOfEmail(db, foldEmail(email))
  await expireMailTokens(db, account.id, 'confirm-email', at)
  const token = await createMailToken(deps, db, 'confirm-email', { account: account.id }, email.trim(), at)
  await queueMail(
    db,
    {
      key: `confirm-email:${tokenHash(token)}`,
      kind: 'confirm-email',
      to: { account: account.id },
      recipient: email.trim(),
      letter:
        owner === undefined || owner.id === account.id
          ? confirmLetter(account.nic, siteName, `${baseUrl}${urls.confirmEmail(token)}`, until)
          : ownedLetter(owner.nic, account.nic, siteName, `${baseUrl}${urls.login()}`),
    },
    at,
  )
}

/** @throws AppError `tooOften` if a confirmation has just been sent, or today's limit is reached */
async function enforceConfirmationLimit(db: Tx, accountId: number, now: number): Promise<void> {
  const again = nextConfirmationAt(await mailTokenTimes(db, accountId, 'confirm-email', now - DAY), now)
  if (again <= now) return
  const seconds = Math.ceil((again - now) / SECOND)
  throw new AppError(
    'tooOften',
    `We have already sent an e-mail. You can ask for another in ${seconds > 90 ? count(Math.ceil(seconds / 60), 'minute') : count(seconds, 'second')}.`,
    seconds,
  )
}

/** Sends the confirmation link again. */
export async function resendConfirmation(deps: Deps, viewer: { id: number; nic: string }): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    const member = await mailRecipient(db, viewer.id)
    if (!member?.email || member.confirmed_at !== null) return
    await enforceConfirmationLimit(db, viewer.id, now)
    await mailConfirmation(deps, db, { ...viewer, confirmBy: member.confirm_by }, member.email, now)
  })
}

/**
 * Sends a confirmation to a new address. The old one stays until then, unless it was never confirmed.
 * @param identity what is wrong with the member's proof of who they are, or null
 * @returns the faults of the form; none if the e-mail is queued
 */
export async function changeEmail(
  deps: Deps,
  viewer: { id: number; nic: string },
  form: { email: string },
  identity: string | null,
): Promise<Faults<EmailField>> {
  const faults: Faults<EmailField> = identity === null ? {} : { password: identity }
  const typed = form.email.trim()
  const bad = emailFault(form.email) ?? (isMailable(typed) ? null : 'That does not look like an e-mail address.')
  const member = await mailRecipient(deps.db, viewer.id)
  if (bad !== null) faults.email = bad
  else if (foldEmail(typed) === member?.email_folded) faults.email = 'That is already your address.'
  const banned = await bannedEmailFault(deps, deps.db, typed)
  if (banned !== null) faults.email ??= banned
  if (Object.keys(faults).length > 0) return faults
  const now = deps.clock()
  await write(deps, async (db) => {
    const current = await mailRecipient(db, viewer.id)
    await enforceConfirmationLimit(db, viewer.id, now)
    if (current?.confirmed_at == null) await setEmail(db, viewer.id, typed, foldEmail(typed))
    await mailConfirmation(deps, db, { ...viewer, confirmBy: current?.confirm_by ?? null }, typed, now)
  })
  return {}
}

export type Confirmation = 'waiting' | 'done' | 'taken' | 'ended'

/** State of a confirmation link, with its address. */
export async function readConfirmation(
  deps: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<{ state: Confirmation; email: string; nic: string }> {
  const link = await mailToken(deps.db, tokenHash(token), deps.clock())
  const member = link?.account_id == null ? undefined : await mailRecipient(deps.db, link.account_id)
  if (link?.purpose !== 'confirm-email' || member === undefined) return { state: 'ended', email: '', nic: '' }
  return {
    state: link.used_at === null ? 'waiting' : stateOfUsed(member, link.email),
    email: link.email,
    nic: member.nic,
  }
}

/** A link that was used has done its work only while the account has its address: a newer link, or a stop, may have ended it. */
const stateOfUsed = (
  member: { email_folded: string | null; confirmed_at: number | null },
  email: string,
): Confirmation => (member.confirmed_at !== null && member.email_folded === foldEmail(email) ? 'done' : 'ended')

/** Confirms the address of a link, once, and notifies the former address. */
export async function confirmEmail(deps: Deps, token: string, origin: Origin): Promise<Confirmation> {
  const now = deps.clock()
  return write(deps, async (db): Promise<Confirmation> => {
    const link = await mailToken(db, tokenHash(token), now)
    if (link?.purpose !== 'confirm-email' || link.account_id === null) return 'ended'
    const member = await mailRecipient(db, link.account_id)
    const folded = foldEmail(link.email)
    if (!member) return 'ended'
    if (link.used_at !== null) return stateOfUsed(member, link.email)
    const owner = await ownerOfEmail(db, folded)
    if (owner !== undefined && owner.id !== member.id) return 'taken'
    if (member.email_folded !== folded) {
      await setEmail(db, member.id, link.email, folded)
      if (member.email !== null && member.confirmed_at !== null)
        await mailChange(deps, db, { id: member.id, nic: member.nic, email: member.email }, origin, now)
    }
    await useMailToken(db, link.token_hash, now)
    await setEmailOwner(db, member.id, folded)
    await setConfirmedEmail(db, member.id, folded, now)
    return 'done'
  })
}

/** Sets how often a member gets e-mail; notices that waited for the daily e-mail are sent if that is the choice. */
export async function setMailFrequency(deps: Deps, viewer: { id: number }, frequency: MailFrequency): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    await upsertMailFrequency(db, viewer.id, frequency, now)
    await deleteDue(db, { account: viewer.id })
    if (frequency !== 'never') await markDue(db, { account: viewer.id }, now)
  })
}

/** Starts or stops a member's daily edition by e-mail. It comes once the address is confirmed. */
export const chooseEdition = (deps: Deps, viewer: { id: number }, wanted: boolean): Promise<void> =>
  write(deps, async (db) => {
    const since = (await mailRecipient(db, viewer.id))?.editions_at ?? null
    if ((since !== null) !== wanted) await setEditionMail(db, viewer.id, wanted ? deps.clock() : null)
  })
