// Begins sign-ins that wait for the second factor, and ends them with a session.
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { count } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { createAppealLink } from '../../sanctions/appeal-link-actions.ts'
import { banSentence, findBan } from '../../sanctions/checks.ts'
import { codeWait, isFirstWarning } from '../login-checks.ts'
import * as accounts from '../queries.ts'
import { mailSecurityNotice } from '../security-notice-actions.ts'
import { newSession, type Session, saveSession } from '../sessions/actions.ts'
import type { Origin } from '../sessions/origin.ts'
import { spendCode } from './actions.ts'
import { markSessionPassed, recoveryCodesOf } from './queries.ts'
import { endRemovalOnSignIn } from './removal-actions.ts'
import { isTotpCode, pendingSignIn, recoveryState } from './rules.ts'
import * as queries from './sign-in-queries.ts'

/** Where a sign-in leads, whether it posts the comment that waits, and whether its session outlives the browser's own. */
export type Destination = { next: string; post: string; kept: boolean }

/** The token of a sign-in that waits. */
export type Pending = { pending: string; expires: number }

/** Begins a sign-in whose password was right. It is no session. */
export async function startPendingSignIn(
  deps: Pick<Deps, 'random'>,
  db: Tx,
  accountId: number,
  { next, post, kept }: Destination,
  now: number,
): Promise<Pending> {
  const [pending, expires] = [deps.random.token(), now + pendingSignIn.life]
  await queries.deleteExpiredPending(db, now)
  await queries.insertPending(db, {
    token_hash: tokenHash(pending),
    account_id: accountId,
    next,
    post,
    kept: kept ? 1 : 0,
    created_at: now,
    expires_at: expires,
  })
  return { pending, expires }
}

/** Browser and network of a sign-in, with what the browser held before. */
export type Browser = { origin: Origin; old: string | undefined; known: string | undefined }

export type SignedIn = Session & { viewer: Viewer }
export type Banned = { banned: string; appeal: string }

/** Begins the session of a member who has passed the second factor, unless a ban was made in between. */
export async function beginSession(
  deps: Deps,
  db: Tx,
  accountId: number,
  { origin, old }: Pick<Browser, 'origin' | 'old'>,
  kept: boolean,
  now: number,
): Promise<SignedIn | Banned> {
  const ban = await findBan(deps, db, { account: accountId, email: null, address: null })
  if (ban !== null)
    return { banned: banSentence(deps, ban), appeal: await createAppealLink(deps, db, { account: accountId }, now) }
  const { nic } = (await accounts.accountById(db, accountId))!
  const account = (await accounts.accountForLogin(db, nic, '', now))!
  const session = newSession(deps, account.role, now, kept)
  await accounts.endExpiredSessions(db, now)
  if (old !== undefined) await accounts.endSession(db, tokenHash(old))
  await saveSession(db, session, accountId, origin, now)
  await markSessionPassed(db, tokenHash(session.token), now)
  await endRemovalOnSignIn(deps, db, accountId)
  return { ...session, viewer: accounts.viewerOf(account) }
}

/** `left`: tries after a wrong code, 0 when the sign-in has to start again. */
export type CodeAnswer = (SignedIn & Omit<Destination, 'kept'>) | Banned | { wait: number } | { left: number } | 'ended'

/** Ends a sign-in that waits with a code of the app or a recovery code. The last wrong code ends it too, and is mailed. */
export async function signInWithCode(deps: Deps, pending: string, code: string, browser: Browser): Promise<CodeAnswer> {
  const hash = tokenHash(pending)
  const now = deps.clock()
  const known = await queries.pendingSignInOf(deps.db, hash, now)
  if (known === undefined) return 'ended'
  const wait = isTotpCode(code) ? codeWait(deps, known.id, browser.known) : null
  if (wait !== null) return { wait }
  return write(deps, async (db) => {
    const attempts = await queries.countAttempt(db, hash, pendingSignIn.attempts, now)
    if (attempts === undefined) return 'ended'
    const spent = await spendCode(deps, db, known.id, code, now)
    if (spent === null) {
      const left = pendingSignIn.attempts - attempts
      if (left > 0) return { left }
      await queries.deletePending(db, hash)
      if (isFirstWarning(deps, known.id))
        await mailSecurityNotice(deps, db, known.id, 'codes-failed', browser.origin, now)
      return { left }
    }
    await queries.deletePending(db, hash)
    const session = await beginSession(deps, db, known.id, browser, known.kept !== 0, now)
    if ('banned' in session) return session
    if (spent === 'recovery') {
      const unused = recoveryState(await recoveryCodesOf(db, known.id))?.unused ?? 0
      const left = unused === 0 ? 'None is' : unused === 1 ? 'One is' : `${count(unused, 'code')} are`
      await mailSecurityNotice(deps, db, known.id, 'recovery-code-used', browser.origin, now, left)
    }
    return { ...session, next: known.next, post: known.post }
  })
}
