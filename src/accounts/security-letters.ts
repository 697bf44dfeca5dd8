// The e-mails that tell a member that something important about the account has changed. Pure.
import type { Letter } from '../mail/letter.ts'
import type { Origin } from './sessions/origin.ts'

/** Kind → subject and first sentence. `nic` is the account's, `detail` what the kind needs beside it. */
const securityNotices = {
  'account-leaving': [
    'Your account will be deleted',
    (nic: string, date: string) =>
      `The account ${nic} will be deleted on ${date}. To stop this, sign in until then and press “Keep my account”.`,
  ],
  'account-kept': [
    'Your account stays',
    (nic: string) => `The account ${nic} will not be deleted. It stays as it was.`,
  ],
  'password-changed': ['Your password was changed', (nic: string) => `The password of the account ${nic} was changed.`],
  'role-changed': ['Your role was changed', (_: string, detail: string) => `${detail} Sign in again to use it.`],
  'sessions-ended': ['You were signed out', (nic: string) => `An admin has ended all sessions of the account ${nic}.`],
  'token-made': [
    'A private feed was created',
    (nic: string, name: string) =>
      `The account ${nic} has a new private feed, called “${name}”. Who knows its address can read the replies to ${nic}.`,
  ],
  'name-changed': [
    'Your name was changed',
    (nic: string, before: string) =>
      `The account ${before} is called ${nic} now. Both names sign in, and ${before} stays reserved for you.`,
  ],
  'totp-on': [
    'An authenticator app was added',
    (nic: string) => `An authenticator app was turned on for the account ${nic}. Signing in now asks for its code.`,
  ],
  'totp-off': [
    'The authenticator app was removed',
    (nic: string) => `The authenticator app of the account ${nic} was turned off.`,
  ],
  'recovery-codes': [
    'New recovery codes were made',
    (nic: string) => `New recovery codes were made for the account ${nic}. Earlier ones no longer work.`,
  ],
  'passkey-added': [
    'A passkey was added',
    (nic: string, name: string) =>
      `The passkey “${name}” was added to the account ${nic}. It signs in without a password.`,
  ],
  'passkey-removed': [
    'A passkey was removed',
    (nic: string, name: string) => `The passkey “${name}” was removed from the account ${nic}.`,
  ],
  'password-dropped': [
    'Your account has no password now',
    (nic: string) => `The password of the account ${nic} was removed. Only a passkey signs in now.`,
  ],
  'codes-failed': [
    'Somebody has your password',
    (nic: string) =>
      `Somebody entered the right password of the account ${nic}, and then five wrong codes. They were not signed in.`,
  ],
  'recovery-code-used': [
    'A recovery code was used',
    (nic: string, left: string) => `A recovery code of the account ${nic} was used. ${left} left.`,
  ],
} as const satisfies Record<string, readonly [string, (nic: string, detail: string) => string]>

export type SecurityNotice = keyof typeof securityNotices

/** What admins do about somebody else: where they did it is theirs. */
const byAdmins: ReadonlySet<SecurityNotice> = new Set(['role-changed', 'sessions-ended'])

type About = { kind: SecurityNotice; nic: string; detail: string; siteName: string; origin: Origin; time: string }

/**
 * @param about `time` in words
 * @param href whole address of the page where a password is forgotten
 */
export function securityLetter({ kind, nic, detail, siteName, origin, time }: About, href: string): Letter {
  const [subject, sentence] = securityNotices[kind]
  const isByAdmin = byAdmins.has(kind)
  return {
    subject: `${subject} on ${siteName}`,
    opening: [
      (sentence as (nic: string, detail: string) => string)(nic, detail),
      isByAdmin
        ? `An admin of the site did this, on ${time}. If you do not know why, ask the people who run the site.`
        : `This was done on ${time}, with ${origin.browser}, from the network ${origin.network}. If it was you, there is nothing to do.`,
    ],
    items: [],
    button: null,
    closing: isByAdmin ? [] : [{ text: 'If it was not you, set a new password now:', href }],
  }
}
