// The second factor of accounts: authenticator apps, recovery codes, passkeys, and what waits for them. Pure.
import type { Generated } from 'kysely'

/** An authenticator app. The secret is encrypted; `last_step` is the newest step whose code was used. */
type TotpTable = { account_id: number; secret: string; last_step: number; created_at: number }

/** A recovery code. `saved_at`: when the member confirmed that all of them are saved; they are never shown after it. */
type RecoveryCodesTable = {
  id: Generated<number>
  account_id: number
  code_hash: string
  created_at: number
  saved_at: Generated<number | null>
  used_at: Generated<number | null>
}

/** A sign-in whose password was right, until the second factor is given. `post` is ticked as in the sign-in form. */
export type PendingSignInsTable = {
  token_hash: string
  account_id: number
  next: string
  post: string
  /** 1 where the session outlives the browser's own. */
  kept: number
  attempts: Generated<number>
  created_at: number
  expires_at: number
}

/** `public_key` is base64url, `transports` a list in JSON. */
export type PasskeysTable = {
  id: Generated<number>
  account_id: number
  credential_id: string
  public_key: string
  counter: number
  transports: string
  name: string
  created_at: number
  last_used_at: Generated<number | null>
}

/** `account_id` is null for signing in without a name. */
export type PasskeyChallengesTable = {
  challenge_hash: string
  purpose: 'add' | 'sign-in' | 'confirm'
  account_id: number | null
  expires_at: number
}

/** A second factor that an admin removes after a wait, because its member has lost it. The token stops it. */
type FactorRemovalsTable = {
  id: Generated<number>
  person_id: number
  account_id: number
  token_hash: string
  created_at: number
  due_at: number
  ended_at: Generated<number | null>
  /** `used`: the member signed in with it. */
  outcome: Generated<'done' | 'stopped' | 'used' | 'cancelled' | null>
}

export type FactorsSchema = {
  factor_removals: FactorRemovalsTable
  totp: TotpTable
  recovery_codes: RecoveryCodesTable
  pending_sign_ins: PendingSignInsTable
  passkeys: PasskeysTable
  passkey_challenges: PasskeyChallengesTable
}
