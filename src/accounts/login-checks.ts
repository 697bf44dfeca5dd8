// Limits attempts to sign in with one name, from however many networks, without locking its member out.
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { count } from '../format.ts'
import { foldEmail } from '../mail/address.ts'
import { signToken, tokenHash, verifyToken } from '../random.ts'
import { skeleton } from '../skeleton.ts'
import { DAY } from '../time.ts'
import { nameLoginLimits } from './login-rules.ts'
import { codeLimits } from './second-factor/rules.ts'

const PURPOSE = 'known-browser'

/** What a browser keeps after signing in: it is no stranger to this account any more. */
export const knownBrowserToken = (deps: Pick<Deps, 'secret' | 'random'>, accountId: number): string =>
  signToken(deps.secret, PURPOSE, deps.random.token(), accountId)

/**
 * Counts an attempt. A name without an account is counted in the same way. An account has two names, its nic and its e-mail
 * address, with a counter each, because a shared one would tell that they belong together.
 * @param browser the token of a known browser, if the request has one
 * @returns the seconds to wait, or null if the attempt is allowed
 */
export function loginWait(
  deps: Pick<Deps, 'config' | 'limiter' | 'secret'>,
  name: string,
  accountId: number | null,
  browser: string | undefined,
): number | null {
  if (!deps.config.rateLimits) return null
  const known = accountId === null ? null : verifyToken(deps.secret, PURPOSE, browser, accountId)
  const { allowed, seconds } =
    known === null
      ? deps.limiter.countKey('name', name.includes('@') ? foldEmail(name) : skeleton(name), nameLoginLimits.stranger)
      : deps.limiter.countKey('known browser', tokenHash(known), nameLoginLimits.known)
  return allowed ? null : seconds
}

/**
 * Counts an attempt to confirm something with the password of a session's account.
 * @throws AppError `tooOften` beyond the limit
 */
export function countPasswordAttempt(deps: Pick<Deps, 'config' | 'limiter'>, accountId: number): void {
  if (!deps.config.rateLimits) return
  const { allowed, seconds } = deps.limiter.countKey('password', String(accountId), nameLoginLimits.known)
  if (!allowed)
    throw new AppError(
      'tooOften',
      `You have entered your password too often. Nothing was changed; try again in ${count(Math.ceil(seconds / 60), 'minute')}.`,
      seconds,
    )
}

/**
 * Counts an attempt to enter a code of an authenticator app. Browsers in which the member has signed in before have a
 * counter of their own, so that strangers who know the password do not lock the member out.
 * @returns the seconds to wait, or null if the attempt is allowed
 */
export function codeWait(
  deps: Pick<Deps, 'config' | 'limiter' | 'secret'>,
  accountId: number,
  browser: string | undefined,
): number | null {
  if (!deps.config.rateLimits) return null
  const known = verifyToken(deps.secret, PURPOSE, browser, accountId)
  const { allowed, seconds } =
    known === null
      ? deps.limiter.countKey('code', String(accountId), codeLimits.stranger)
      : deps.limiter.countKey('code in known browser', tokenHash(known), codeLimits.known)
  return allowed ? null : seconds
}

/** Whether no e-mail about failed codes was sent for this account in the last day. */
export const isFirstWarning = (deps: Pick<Deps, 'config' | 'limiter'>, accountId: number): boolean =>
  !deps.config.rateLimits || deps.limiter.countKey('codes failed', String(accountId), { max: 1, window: DAY }).allowed
