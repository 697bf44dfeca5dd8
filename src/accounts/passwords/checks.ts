// Checks a password that somebody chooses: why it is refused, and how strong it is.
import { guessesFor } from './guesses.ts'
import {
  EASY_FAULT,
  isMadeOfNames,
  lengthFault,
  NAMES_FAULT,
  type Owner,
  ownerWords,
  type Strength,
  strengthOf,
} from './rules.ts'

/** What is wrong with a new password, or how strong it is. */
export async function rateNewPassword(
  password: string,
  owner: Owner,
): Promise<{ fault: string } | { strength: Strength }> {
  const length = lengthFault(password)
  if (length !== null) return { fault: length }
  if (isMadeOfNames(password, owner)) return { fault: NAMES_FAULT }
  const strength = strengthOf(await guessesFor(password, ownerWords(owner)))
  return strength === 'easy to guess' ? { fault: EASY_FAULT } : { strength }
}

/** Why a new password is refused, or null. */
export async function newPasswordFault(password: string, owner: Owner): Promise<string | null> {
  const rated = await rateNewPassword(password, owner)
  return 'fault' in rated ? rated.fault : null
}
