// Makes challenges for passkeys, checks the answers, and adds and removes passkeys.
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { Tx } from '../../db/open.ts'
import type { PasskeyChallengesTable } from '../../db/schema/factors.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { keyedHash, tokenHash } from '../../random.ts'
import { giveRecoveryCodes, openSetup } from '../second-factor/actions.ts'
import { markSessionPassed } from '../second-factor/queries.ts'
import {
  type Banned,
  type Browser,
  beginSession,
  type Destination,
  type SignedIn,
} from '../second-factor/sign-in-actions.ts'
import { mailSecurityNotice } from '../security-notice-actions.ts'
import { cookieEnd } from '../sessions/actions.ts'
import type { Origin } from '../sessions/origin.ts'
import { renewSession } from '../sessions/queries.ts'
import * as queries from './queries.ts'
import { CHALLENGE_MS, MAX_PASSKEYS, relyingParty } from './rules.ts'

type Purpose = PasskeyChallengesTable['purpose']

/** Loaded when it is first needed: it is 250 modules. */
const webauthn = () => import('@simplewebauthn/server')

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'))

const parseTransports = (text: string): AuthenticatorTransport[] => JSON.parse(text)

/** What an account is called to authenticators: the same for all its passkeys, and nothing that its members type. */
const userHandle = (deps: Pick<Deps, 'secret'>, accountId: number): Uint8Array<ArrayBuffer> =>
  bytesOf(keyedHash(deps.secret, 'passkey-user', accountId))

async function storeChallenge(deps: Deps, purpose: Purpose, account_id: number | null): Promise<string> {
  const challenge = deps.random.token()
  const now = deps.clock()
  const row = { challenge_hash: tokenHash(challenge), purpose, account_id, expires_at: now + CHALLENGE_MS }
  await write(deps, (db) => queries.insertChallenge(db, row, now))
  return challenge
}

/** The options with which a browser makes a passkey. */
export async function creationOptions(
  deps: Deps,
  viewer: { id: number; nic: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const challenge = await storeChallenge(deps, 'add', viewer.id)
  const own = await queries.passkeysOf(deps.db, viewer.id)
  return (await webauthn()).generateRegistrationOptions({
    rpName: deps.settings().siteName,
    rpID: relyingParty(deps.config).id,
    userID: userHandle(deps, viewer.id),
    userName: viewer.nic,
    userDisplayName: viewer.nic,
    challenge: bytesOf(challenge),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    excludeCredentials: own.map((row) => ({ id: row.credential_id, transports: parseTransports(row.transports) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** The options with which a browser uses a passkey: any of the site, or of one account. */
export async function requestOptions(
  deps: Deps,
  purpose: 'sign-in' | 'confirm',
  accountId: number | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const challenge = await storeChallenge(deps, purpose, accountId)
  const own = accountId === null ? [] : await queries.passkeysOf(deps.db, accountId)
  return (await webauthn()).generateAuthenticationOptions({
    rpID: relyingParty(deps.config).id,
    challenge: bytesOf(challenge),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    allowCredentials: own.map((row) => ({ id: row.credential_id, transports: parseTransports(row.transports) })),
  })
}

const credentialShape = z.object({
  id: z.string().max(2000),
  rawId: z.string().max(2000),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string().max(10_000) }),
  clientExtensionResults: z.looseObject({}).default({}),
})

/** The answer of a browser with its challenge; null for anything else. */
function readCredential(text: string): { credential: z.output<typeof credentialShape>; challenge: string } | null {
  try {
    const credential = credentialShape.parse(JSON.parse(text))
    const data: unknown = JSON.parse(Buffer.from(credential.response.clientDataJSON, 'base64url').toString())
    const { challenge } = z.looseObject({ challenge: z.string().max(200) }).parse(data)
    // The client's data hold the bytes of the challenge in base64url, which is how it was stored.
    return { credential, challenge }
  } catch {
    return null
  }
}

export type Added = { codes: string[] | null } | 'failed' | 'full'

/**
 * Adds a passkey to an account: the answer to a challenge that only a confirmed session gets. The session has passed the
 * second factor with it.
 */
export async function addPasskey(
  deps: Deps,
  viewer: { id: number },
  session: string,
  form: { credential: string; name: string; setup: string },
  origin: Origin,
): Promise<Added> {
  const read = readCredential(form.credential)
  const now = deps.clock()
  if (read === null) return 'failed'
  const taken = await write(deps, (db) => queries.takeChallenge(db, tokenHash(read.challenge), 'add', now))
  if (taken?.account_id !== viewer.id) return 'failed'
  const { id, origins } = relyingParty(deps.config)
  const { verifyRegistrationResponse } = await webauthn()
  const result = await verifyRegistrationResponse({
    response: read.credential as unknown as RegistrationResponseJSON,
    expectedChallenge: read.challenge,
    expectedOrigin: origins,
    expectedRPID: id,
    requireUserVerification: true,
  }).catch(() => null)
  if (!result?.verified) return 'failed'
  const { credential } = result.registrationInfo
  return write(deps, async (db) => {
    if ((await queries.passkeyByCredential(db, credential.id)) !== undefined) return 'failed'
    const row = {
      account_id: viewer.id,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: JSON.stringify(credential.transports ?? []),
      name: form.name === '' ? origin.browser : form.name,
      created_at: now,
    }
    if (!(await queries.insertPasskey(db, row, MAX_PASSKEYS))) return 'full'
    await markSessionPassed(db, session, now)
    await mailSecurityNotice(deps, db, viewer.id, 'passkey-added', origin, now, row.name)
    const setup = openSetup(deps, viewer, form.setup)
    return { codes: setup && (await giveRecoveryCodes(deps, db, viewer.id, setup.seed, now)) }
  })
}

/** An answer whose signature, challenge and user verification are right: its account, and what has to be noted of it. */
type Proof = { accountId: number; spend: (db: Tx) => Promise<boolean> }

/** Checks the answer to a challenge, which it uses up. @param accountId the only account whose passkeys count; null for any */
async function checkPasskey(
  deps: Deps,
  text: string,
  purpose: 'sign-in' | 'confirm',
  accountId: number | null,
): Promise<Proof | null> {
  const read = readCredential(text)
  const now = deps.clock()
  if (read === null) return null
  const taken = await write(deps, (db) => queries.takeChallenge(db, tokenHash(read.challenge), purpose, now))
  const row = await queries.passkeyByCredential(deps.db, read.credential.id)
  if (taken === undefined || row === undefined || taken.account_id !== accountId) return null
  if (accountId !== null && row.account_id !== accountId) return null
  const { id, origins } = relyingParty(deps.config)
  const { verifyAuthenticationResponse } = await webauthn()
  const result = await verifyAuthenticationResponse({
    response: read.credential as unknown as AuthenticationResponseJSON,
    expectedChallenge: read.challenge,
    expectedOrigin: origins,
    expectedRPID: id,
    credential: { id: row.credential_id, publicKey: bytesOf(row.public_key), counter: row.counter },
    requireUserVerification: true,
  }).catch(() => null)
  if (!result?.verified) return null
  const { newCounter } = result.authenticationInfo
  return { accountId: row.account_id, spend: (db) => queries.usePasskey(db, row.id, newCounter, now) }
}

/** Signs in with a passkey, without a name: it counts as both factors, because it has verified its user. */
export async function signInWithPasskey(
  deps: Deps,
  form: { credential: string } & Destination,
  browser: Browser,
): Promise<(SignedIn & Omit<Destination, 'kept'>) | Banned | null> {
  const proof = await checkPasskey(deps, form.credential, 'sign-in', null)
  if (proof === null) return null
  const { next, post, kept } = form
  return write(deps, async (db) => {
    if (!(await proof.spend(db))) return null
    const session = await beginSession(deps, db, proof.accountId, browser, kept, deps.clock())
    return 'banned' in session ? session : { ...session, next, post }
  })
}

/**
 * Confirms the member of a session with a passkey. The session gets another token, because it has passed the second factor now.
 * @returns the new token and when its cookie ends, null for the end of the browser's session; null for a wrong passkey
 */
export async function confirmWithPasskey(
  deps: Deps,
  viewer: { id: number },
  session: string,
  credential: string,
): Promise<{ token: string; expires: number | null } | null> {
  const proof = await checkPasskey(deps, credential, 'confirm', viewer.id)
  if (proof === null) return null
  const token = deps.random.token()
  return write(deps, async (db) => {
    if (!(await proof.spend(db))) return null
    const renewed = await renewSession(db, session, tokenHash(token), deps.clock())
    if (renewed === undefined) return null
    await markSessionPassed(db, tokenHash(token), deps.clock())
    return { token, expires: cookieEnd({ expires: renewed.expires_at, maxIdle: renewed.max_idle }) }
  })
}

export const renamePasskey = (deps: Deps, viewer: { id: number }, id: number, name: string): Promise<unknown> =>
  write(deps, (db) => queries.renamePasskey(db, viewer.id, id, name))

/** Removes a passkey. @returns false where it is the only way to sign in */
export async function removePasskey(deps: Deps, viewer: { id: number }, id: number, origin: Origin): Promise<boolean> {
  const now = deps.clock()
  return write(deps, async (db) => {
    const row = (await queries.passkeysOf(db, viewer.id)).find((one) => one.id === id)
    if (row === undefined) return true
    if (!(await queries.deletePasskey(db, viewer.id, id))) return false
    await mailSecurityNotice(deps, db, viewer.id, 'passkey-removed', origin, now, row.name)
    return true
  })
}

/** Removes the password of an account that has a passkey. @returns false without one */
export async function dropPassword(deps: Deps, viewer: { id: number }, origin: Origin): Promise<boolean> {
  const now = deps.clock()
  return write(deps, async (db) => {
    if (!(await queries.dropPassword(db, viewer.id))) return false
    await mailSecurityNotice(deps, db, viewer.id, 'password-dropped', origin, now)
    return true
  })
}
