// Applications for an account: made, confirmed, approved or refused, and deleted when nobody answers.
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Faults } from '../../faults.ts'
import { dateAndTime } from '../../format.ts'
import { queueMail } from '../../mail/actions.ts'
import { foldEmail } from '../../mail/address.ts'
import type { Letter } from '../../mail/letter.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { registrationLife } from '../../registration-modes.ts'
import { readings, skeleton, tidyNic } from '../../skeleton.ts'
import { DAY } from '../../time.ts'
import { urls } from '../../urls.ts'
import { formFaults, MAX_CONFIRMATIONS_A_DAY, memberFaults, takenFaults } from '../actions.ts'
import { ownedLetter } from '../email/letters.ts'
import { setConfirmedEmail } from '../email/queries.ts'
import type { RegisterField, RegisterForm } from '../form.ts'
import { withFreeNic } from '../nics/free-checks.ts'
import { nicHolder } from '../nics/queries.ts'
import { hashPassword } from '../passwords/hash.ts'
import { countAccountsWithEmail, insertAccount, ownerOfEmail } from '../queries.ts'
import { introductionField } from './form.ts'
import { applicationLetter, approvedLetter, refusedLetter, unansweredLetter } from './letters.ts'
import * as queries from './queries.ts'

/**
 * Stores an application, and e-mails the link that confirms its address. The answer does not say whether the address has an
 * account already: its owner learns that by e-mail.
 * @returns the faults of the form, or null
 */
export async function applyToJoin(deps: Deps, form: RegisterForm): Promise<Faults<RegisterField> | null> {
  const sentence = introductionField.safeParse(form.introduction ?? '')
  const wrong: Faults<RegisterField> = ((await memberFaults(deps, form)) ?? (await formFaults(deps, form))).faults
  if (wrong.nic !== undefined && !wrong.nic.endsWith(' is free.')) wrong.nic = await withFreeNic(deps, wrong.nic)
  if (!sentence.success) wrong.introduction = sentence.error.issues[0]!.message
  const faults = { ...wrong, ...(await takenFaults(deps, deps.db, form, wrong)) }
  if (Object.keys(faults).length > 0) return faults
  const password_hash = await hashPassword(form.password)
  const token = deps.random.token()
  const now = deps.clock()
  const nic = tidyNic(form.nic)
  const email = form.email.trim()
  return write(deps, async (db) => {
    const taken = await takenFaults(deps, db, form)
    if (Object.keys(taken).length > 0) return taken
    await queries.insertApplication(db, {
      nic,
      nic_skeleton: skeleton(nic),
      email,
      email_folded: foldEmail(email),
      password_hash,
      introduction: sentence.data!,
      token_hash: tokenHash(token),
      created_at: now,
      confirmed_at: null,
    })
    const asked = await countAccountsWithEmail(db, foldEmail(email), now - DAY)
    if (asked <= MAX_CONFIRMATIONS_A_DAY) await mailLink(deps, db, { nic, email, token }, now)
    return null
  })
}

async function mailLink(
  deps: Deps,
  db: Tx,
  { nic, email, token }: { nic: string; email: string; token: string },
  now: number,
): Promise<void> {
  const { siteName, timeZone } = deps.settings()
  const { baseUrl } = deps.config
  const owner = await ownerOfEmail(db, foldEmail(email))
  const until = `${dateAndTime(now + registrationLife.unconfirmed, timeZone)} (${timeZone})`
  const letter =
    owner === undefined
      ? applicationLetter(nic, siteName, `${baseUrl}${urls.confirmApplication(token)}`, until)
      : ownedLetter(owner.nic, nic, siteName, `${baseUrl}${urls.login()}`)
  await mailApplicant(db, `confirm-application:${tokenHash(token)}`, 'confirm-email', email, letter, now)
}

const mailApplicant = (db: Tx, key: string, kind: string, recipient: string, letter: Letter, now: number) =>
  queueMail(db, { key, kind, to: null, recipient, letter }, now)

export type ApplicationState = 'open' | 'done' | 'taken' | 'ended'

/** State of the link that confirms an application, with its address and nic. */
export async function readApplication(
  deps: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<{ state: ApplicationState; email: string; nic: string }> {
  const found = await queries.applicationByToken(deps.db, tokenHash(token))
  if (found === undefined || isLate(found, deps.clock())) return { state: 'ended', email: '', nic: '' }
  return { state: found.confirmed_at === null ? 'open' : 'done', email: found.email, nic: found.nic }
}

const isLate = (row: { created_at: number; confirmed_at: number | null }, now: number): boolean =>
  row.confirmed_at === null && row.created_at + registrationLife.unconfirmed <= now

/** Confirms the address of an application, once. Moderators see it from then on. */
export const confirmApplication = (deps: Deps, token: string): Promise<ApplicationState> =>
  write(deps, async (db): Promise<ApplicationState> => {
    const now = deps.clock()
    const found = await queries.applicationByToken(db, tokenHash(token))
    if (found === undefined || isLate(found, now)) return 'ended'
    if (found.confirmed_at !== null) return 'done'
    const owner =
      (await ownerOfEmail(db, found.email_folded)) ?? (await queries.confirmedApplication(db, found.email_folded))
    if (owner !== undefined) return 'taken'
    await queries.setApplicationConfirmed(db, found.id, now)
    return 'done'
  })

/** `gone`: another moderator has decided, or nobody did in time. `taken`: its name or address is a member's by now. */
export type DecisionOutcome = 'done' | 'gone' | 'taken'

/** Creates the account of an applicant, who gets an e-mail. It is logged. */
export function approveApplication(
  deps: Deps,
  viewer: Viewer | null,
  key: queries.ApplicationKey,
): Promise<DecisionOutcome> {
  allow(may.admit(viewer))
  const now = deps.clock()
  return write(deps, async (db): Promise<DecisionOutcome> => {
    const found = await queries.takeApplication(db, key)
    if (found === undefined) return 'gone'
    const { nic, email, email_folded, password_hash } = found
    const isTaken =
      (await nicHolder(db, readings(nic), now)) !== undefined || (await ownerOfEmail(db, email_folded)) !== undefined
    if (isTaken) return 'taken'
    const account = await insertAccount(db, {
      nic,
      nic_skeleton: skeleton(nic),
      email,
      email_folded,
      owned_email: email_folded,
      password_hash,
      role: 'member',
      created_at: now,
    })
    await setConfirmedEmail(db, account, email_folded, now)
    await appendToLog(db, {
      at: now,
      actorId: viewer!.id,
      actor: viewer!.nic,
      act: 'approve-application',
      subject: 'account',
      subjectId: account,
      articleId: null,
      reason: '',
    })
    const letter = approvedLetter(nic, deps.settings().siteName, `${deps.config.baseUrl}${urls.login()}`)
    await mailApplicant(db, `approve-application:${key.id}:${key.confirmedAt}`, 'application', email, letter, now)
    return 'done'
  })
}

/** Refuses an application: the applicant gets the reason by e-mail, and everything they entered is deleted. The log has no name. */
export function refuseApplication(
  deps: Deps,
  viewer: Viewer | null,
  key: queries.ApplicationKey,
  reason: string,
): Promise<DecisionOutcome> {
  allow(may.admit(viewer))
  const now = deps.clock()
  return write(deps, async (db): Promise<DecisionOutcome> => {
    const found = await queries.takeApplication(db, key)
    if (found === undefined) return 'gone'
    await appendToLog(db, {
      at: now,
      actorId: viewer!.id,
      actor: viewer!.nic,
      act: 'refuse-application',
      subject: 'application',
      subjectId: key.id,
      articleId: null,
      reason,
    })
    const letter = refusedLetter(found.nic, deps.settings().siteName, reason)
    await mailApplicant(db, `refuse-application:${key.id}:${key.confirmedAt}`, 'application', found.email, letter, now)
    return 'done'
  })
}

/** Deletes applications that were not confirmed within a day, or that nobody answered within 30 days; these get an e-mail. */
export async function deleteDueApplications(deps: Deps): Promise<void> {
  const now = deps.clock()
  const [unconfirmed, unanswered] = [now - registrationLife.unconfirmed, now - registrationLife.application]
  if (!(await queries.hasDueApplications(deps.db, unconfirmed, unanswered))) return
  await write(deps, async (db) => {
    await queries.deleteUnconfirmedApplications(db, unconfirmed)
    for (const { id, nic, email } of await queries.takeUnansweredApplications(db, unanswered)) {
      const letter = unansweredLetter(nic, deps.settings().siteName, `${deps.config.baseUrl}${urls.register()}`)
      await mailApplicant(db, `unanswered-application:${id}:${now}`, 'application', email, letter, now)
    }
  })
}
