// Passwords: hashed by argon2id, two at a time, the rest in a short queue. Pure but for salts.
import argon2 from 'argon2'
import { AppError } from '../errors.ts'

/** 19 MiB, two passes, one lane: OWASP's figures. */
const options = { type: argon2.argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

const AT_ONCE = 2
const WAITING = 20

let running = 0
const queue: (() => void)[] = []

/** @throws AppError `unavailable` when too many wait already: hashing is memory, and memory is the site's */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING)
      throw new AppError('unavailable', 'Too many people are signing in at once. Please try again in a moment.', 5)
    await new Promise<void>((resolve) => queue.push(resolve))
  }
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    queue.shift()?.()
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => argon2.hash(password, options))

/** What an unknown nic is checked against, so that it costs the same time as a wrong password. */
const nobody = argon2.hash('nobody has this password', options)

/** True when the password is the account's; without an account the same work is done for nothing. */
export const passwordMatches = (hash: string | null, password: string): Promise<boolean> =>
  inTurn(async () => (await argon2.verify(hash ?? (await nobody), password)) && hash !== null)

export const isOutdated = (hash: string): boolean => argon2.needsRehash(hash, options)
