// View models of the fields and pages of passwords. Pure.
import type { Strength } from './rules.ts'

/** The faults of a form, above it; null where there is none. */
type Summary = { title: string; faults: { href: string; text: string }[] } | null

/** A field in which a password is chosen. */
export type NewPassword = {
  label: string
  fault: string
  hint: string
}

const ADVICE = 'At least 8 characters, better 15. A short sentence works well.'

/**
 * @param strength of the password that was typed, if nothing is wrong with it
 * @param wasTyped whether one was: the field is empty again
 */
export const newPasswordField = (
  fault = '',
  strength?: Strength,
  label = 'Password',
  wasTyped = false,
): NewPassword => ({
  label,
  fault,
  hint:
    strength !== undefined
      ? `That password is ${strength}. Please enter it again.`
      : wasTyped
        ? 'Please enter your password again.'
        : ADVICE,
})

/** `sent`: the address that was asked for, empty before. */
export type ForgottenPage = { email: string; fault: string; sent: string; summary: Summary }

export const forgottenPage = (email: string, fault: string, sent: string): ForgottenPage => ({
  email,
  fault,
  sent,
  summary: fault === '' ? null : { title: 'Please check the following.', faults: [{ href: '#email', text: fault }] },
})

/** `nic` is empty where the link has expired. */
export type ResetPage = { nic: string; message: string; password: NewPassword; summary: Summary }

/** What was done before, by the word in the address. */
export const resetDoneMessages = new Map([
  ['stopped', 'The change is stopped: your account has its former address again, and all its sessions have ended.'],
])

export const resetPage = (nic: string, fault = '', message = ''): ResetPage => ({
  nic,
  message,
  password: newPasswordField(fault, undefined, 'New password'),
  summary:
    fault === ''
      ? null
      : { title: 'Please check the following. Nothing was changed.', faults: [{ href: '#password', text: fault }] },
})

export type ChangePage = {
  nic: string
  /** An account that signs in with passkeys alone sets its first password by e-mail. */
  hasPassword: boolean
  current: { fault: string }
  password: NewPassword
  others: boolean
  summary: Summary
  message: string
}

/** Messages after a change, by the word in the address. */
export const changeDoneMessages = new Map([
  ['changed', 'Your password is changed.'],
  ['others', 'Your password is changed, and you are signed out everywhere else.'],
])

/** @param others whether the box that ends the other sessions is ticked */
export function changePage(
  { nic, hasPassword }: { nic: string; hasPassword: boolean },
  faults: { current?: string; password?: string },
  strength: Strength | undefined,
  others: boolean,
  message: string,
): ChangePage {
  const list = (['current', 'password'] as const).flatMap((name) =>
    faults[name] === undefined ? [] : [{ href: `#${name}`, text: faults[name] }],
  )
  return {
    nic,
    hasPassword,
    current: { fault: faults.current ?? '' },
    password: newPasswordField(faults.password, strength, 'New password'),
    others,
    summary: list.length === 0 ? null : { title: 'Please check the following. Nothing was changed.', faults: list },
    message,
  }
}
