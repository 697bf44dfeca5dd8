// Codes of authenticator apps and recovery codes: how they are made, written, read and checked. Pure.
import { Secret, TOTP } from 'otpauth'
import { encode } from 'uqr'
import { keyedHash, tokenHash } from '../../random.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../time.ts'

/** Milliseconds for which a code is shown. The clock of an app may be one such step ahead or behind. */
const STEP_MS = 30 * SECOND
const STEPS_ASTRAY = 1

/** Bytes of a secret: what RFC 4226 recommends. */
const SECRET_BYTES = 20

/** A new secret for an app, in base32. @param chance a random token of 256 bits */
export const secretFrom = (chance: string): string =>
  new Secret({ buffer: new Uint8Array(Buffer.from(chance, 'base64url').subarray(0, SECRET_BYTES)).buffer }).base32

const totpOf = (secret: string, site = '', nic = ''): TOTP =>
  new TOTP({ issuer: site, label: nic, secret: Secret.fromBase32(secret), period: STEP_MS / SECOND })

/** The address that an app reads from the QR code. */
export const totpAddress = (secret: string, site: string, nic: string): string => totpOf(secret, site, nic).toString()

/** A code as typed, without the spaces with which some apps show it. */
const bareCode = (typed: string): string => typed.replace(/[\s-]/g, '').toLowerCase()

export const isTotpCode = (typed: string): boolean => /^\d{6}$/.test(bareCode(typed))

/** The step whose code was typed; null for a wrong code. */
export function stepOfCode(secret: string, typed: string, now: number): number | null {
  if (!isTotpCode(typed)) return null
  const delta = totpOf(secret).validate({ token: bareCode(typed), timestamp: now, window: STEPS_ASTRAY })
  return delta === null ? null : Math.floor(now / STEP_MS) + delta
}

/** A QR code as the path of an SVG, with its width in units. */
export function qrCode(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { size, path }
}

/** A text in groups of four, for typing. */
export const inGroups = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? ''

const RECOVERY_CODES = 10

/** With fewer unused recovery codes than this, pages ask the member to make new ones. */
export const FEW_RECOVERY_CODES = 4

/** Characters of a recovery code: 80 bits in base32. */
const RECOVERY_CHARACTERS = 16

/** Ten recovery codes, always the same of one seed, so that a second press of the button shows them again. */
export const recoveryCodes = (secret: string, seed: string): string[] =>
  Array.from({ length: RECOVERY_CODES }, (_, i) =>
    new Secret({
      buffer: new Uint8Array(Buffer.from(keyedHash(secret, 'recovery-code', seed, i), 'base64url').subarray(0, 10))
        .buffer,
    }).base32
      .toLowerCase()
      .slice(0, RECOVERY_CHARACTERS),
  )

/** What is stored of a recovery code as it was made or typed. */
export const recoveryHash = (code: string): string => tokenHash(bareCode(code))

export const isRecoveryCode = (typed: string): boolean =>
  new RegExp(`^[a-z2-7]{${RECOVERY_CHARACTERS}}$`).test(bareCode(typed))

/** Milliseconds for which a form that shows a new secret or new codes can be sent. */
const SETUP_MS = HOUR

/** What such a form carries, sealed: the secret of an app, the seed of the recovery codes, and when it was made. */
export type Setup = { secret: string; seed: string; at: number }

export const writeSetup = (setup: Setup): string => JSON.stringify([setup.secret, setup.seed, setup.at])

/** The opposite of `writeSetup`; null once it is too old. */
export function readSetup(text: string | null, now: number): Setup | null {
  if (text === null) return null
  const [secret, seed, at] = JSON.parse(text) as [string, string, number]
  return at + SETUP_MS > now ? { secret, seed, at } : null
}

type RecoveryRow = { created_at: number; saved_at: number | null; used_at: number | null }

export type RecoveryState = { unused: number; isSaved: boolean; createdAt: number }

/** What is left of an account's recovery codes, and whether the member has saved them; null without any. */
export const recoveryState = (rows: readonly RecoveryRow[]): RecoveryState | null =>
  rows.length === 0
    ? null
    : {
        unused: rows.filter(({ used_at }) => used_at === null).length,
        isSaved: rows.every(({ saved_at }) => saved_at !== null),
        createdAt: Math.max(...rows.map(({ created_at }) => created_at)),
      }

/** Milliseconds between the beginning of the removal of a lost second factor and the removal. */
export const REMOVAL_WAIT_MS = 3 * DAY

/**
 * Attempts to enter a code of an authenticator app, after the right password: by browsers that nobody has signed in with as
 * the member, together; by one in which the member has. A stranger who knows the password guesses right once in ten years.
 */
export const codeLimits = {
  stranger: { max: 20, window: 6 * HOUR },
  known: { max: 20, window: 15 * MINUTE },
} as const

/** Milliseconds for which a sign-in waits for the second factor, and wrong codes after which it starts again. */
export const pendingSignIn = { life: 10 * MINUTE, attempts: 5 } as const
