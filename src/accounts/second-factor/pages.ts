// View models of the pages about an authenticator app and recovery codes. Pure.
import type { Faults } from '../../faults.ts'
import { count, type Dates, dateOf } from '../../format.ts'
import type { LinkPage } from '../../mail/pages.ts'
import { urls } from '../../urls.ts'
import type { IdentityCheck } from '../identity/pages.ts'
import type { TotpField } from './form.ts'
import { FEW_RECOVERY_CODES, inGroups, qrCode, type RecoveryState, type Setup, totpAddress } from './rules.ts'

export type RecoverySummary = {
  /** How many are left, in a sentence. */
  text: string
  /** Few are left, or the member has not said that they are saved. */
  warning: string
}

/** The recovery codes in a sentence; null where an account has none. */
export function recoverySummary(state: RecoveryState | null, dates: Dates): RecoverySummary | null {
  if (state === null) return null
  const { unused, isSaved, createdAt } = state
  return {
    text: `${unused === 0 ? 'No recovery code is' : unused === 1 ? 'One recovery code is' : `${count(unused, 'recovery code')} are`} left of those made on ${dateOf(createdAt, dates)}.`,
    warning: !isSaved
      ? 'You have not confirmed that you saved your recovery codes. If you have not, make new ones.'
      : unused < FEW_RECOVERY_CODES
        ? 'Few recovery codes are left. Make new ones before you need them.'
        : '',
  }
}

export type TotpPage = {
  /** What scans, types and proves a new secret; null where an app is on. */
  setup: {
    sealed: string
    qr: { size: number; path: string }
    /** The secret in groups of four. */
    secret: string
    /** Opens an app on the same device. */
    address: string
  } | null
  /** Since when an app is on; empty where none is. */
  since: string
  recovery: RecoverySummary | null
  identity: IdentityCheck
  fault: string
  summary: { title: string; faults: { href: string; text: string }[] } | null
  message: string
}

/** Messages after an action, by the word in the address. */
export const totpDoneMessages = new Map([
  ['on', 'The authenticator app is on. From now on you sign in with its code.'],
  ['off', 'The authenticator app is off.'],
  ['saved', 'Your recovery codes are saved. They will not be shown again.'],
])

/**
 * @param app when the account's app was turned on; null without one
 * @param setup the new secret that the page offers
 */
export function totpPage(
  app: { created_at: number } | null,
  setup: (Setup & { sealed: string }) | null,
  who: { site: string; nic: string },
  recovery: RecoveryState | null,
  faults: Faults<TotpField>,
  identity: IdentityCheck,
  message: string,
  dates: Dates,
): TotpPage {
  const address = setup === null ? '' : totpAddress(setup.secret, who.site, who.nic)
  const list = Object.entries(faults).map(([name, text]) => ({ href: `#${name}`, text }))
  return {
    setup:
      setup === null ? null : { sealed: setup.sealed, qr: qrCode(address), secret: inGroups(setup.secret), address },
    since: app === null ? '' : dateOf(app.created_at, dates),
    recovery: recoverySummary(recovery, dates),
    identity,
    fault: faults.code ?? '',
    summary: list.length === 0 ? null : { title: 'Please check the following. Nothing was changed.', faults: list },
    message,
  }
}

export type RecoveryPage = {
  /** New codes in groups of four, shown this once; null on the page that makes them. */
  codes: string[] | null
  /** What the printed page says above the codes. */
  site: string
  nic: string
  recovery: RecoverySummary | null
  sealed: string
  identity: IdentityCheck
  notice: string
}

export const recoveryPage = (
  who: { site: string; nic: string },
  recovery: RecoveryState | null,
  setup: { sealed: string } | null,
  codes: readonly string[] | null,
  identity: IdentityCheck,
  notice: string,
  dates: Dates,
): RecoveryPage => ({
  codes: codes?.map(inGroups) ?? null,
  site: who.site,
  nic: who.nic,
  recovery: recoverySummary(recovery, dates),
  sealed: setup?.sealed ?? '',
  identity,
  notice,
})

/** @param time in words */
export const removalSentence = (time: string): string =>
  `An admin will remove the second factor of this account on ${time}. Signing in with it stops that.`

/** The page that stops the removal of a lost second factor. */
export function stopRemovalPage(state: { nic: string } | 'stopped' | 'ended'): LinkPage {
  const page = { done: null, button: null, action: urls.stopRemoval, links: [{ href: urls.login(), text: 'Sign in' }] }
  if (state === 'ended')
    return {
      ...page,
      heading: 'This link has expired',
      intro: 'Nothing was changed. The removal was stopped already, or is done.',
    }
  if (state === 'stopped')
    return {
      ...page,
      heading: 'The removal is stopped',
      intro: 'Signing in goes on asking for your second factor.',
      done: 'Stopped.',
    }
  return {
    ...page,
    heading: 'Keep your second factor?',
    intro: `An admin will remove the second factor of the account ${state.nic}. If you still have it, stop this.`,
    button: { value: 'stop', text: 'Stop the removal', primary: true },
    links: [],
  }
}

export type SecondFactorPage = {
  /** When an admin will remove the second factor, in a sentence; empty for never. */
  removal: string
  nic: string
  /** Which forms the page has. */
  app: boolean
  recovery: boolean
  /** Where a passkey leads, for an account that has one. */
  passkey: { next: string; post: string } | null
  /** The recovery form is open, because its code was wrong. */
  isRecoveryOpen: boolean
  faults: { code: string; recovery: string }
  notice: string
}

/** What was typed wrong, and into which of the two forms. */
export type CodeFault = { form: 'code' | 'recovery'; text: string }

export const secondFactorPage = (
  nic: string,
  has: Pick<SecondFactorPage, 'app' | 'recovery' | 'passkey' | 'removal'>,
  fault: CodeFault | null,
  notice: string,
): SecondFactorPage => ({
  nic,
  ...has,
  isRecoveryOpen: (!has.app && has.passkey === null) || fault?.form === 'recovery',
  faults: {
    code: fault?.form === 'code' ? fault.text : '',
    recovery: fault?.form === 'recovery' ? fault.text : '',
  },
  notice,
})
