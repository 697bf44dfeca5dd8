// What registering takes in each mode of the site, and the fault of an applicant's sentence. Pure.
import { isInvisible } from '../../blank.ts'
import { characters } from '../../faults.ts'
import type { RegistrationMode } from '../../registration-modes.ts'
import { limits } from '../../settings.ts'

/** `application`: the form asks for a sentence, and a moderator decides. `invitation` and `closed`: there is no form. */
export type RegistrationDoor = 'open' | 'application' | 'invitation' | 'closed'

/** @param isInvited whether the browser holds an invitation that is good */
export function registrationDoor(mode: RegistrationMode, isInvited: boolean): RegistrationDoor {
  if (mode === 'closed') return 'closed'
  if (isInvited || mode === 'open') return 'open'
  return mode === 'approved' ? 'application' : 'invitation'
}

export function introductionFault(introduction: string): string | null {
  const typed = introduction.trim()
  if (isInvisible(typed)) return 'Write a sentence: a moderator reads it and decides.'
  return characters(typed) > limits.introduction ? `Use at most ${limits.introduction} characters.` : null
}
