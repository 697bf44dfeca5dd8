// Hashes and checks passwords with argon2id, two at a time. Pure but for salts.
import argon2 from 'argon2'
import { createSemaphore } from '../../semaphore.ts'
import { limits } from '../../settings.ts'

/** OWASP's parameters: 19 MiB, two passes, one lane. */
const options = { type: argon2.argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

/** Each hash takes memory and a thread of the pool. */
const hashing = createSemaphore(2, 20, 'Too many people are signing in at once. Please try again in a moment.')

/** @throws AppError `unavailable` when too many wait already */
export const hashPassword = (password: string): Promise<string> => hashing.run(() => argon2.hash(password, options))

/** Hash that an unknown nic is checked against, so that it takes as long as a wrong password. */
let dummyHash: Promise<string> | null = null

/**
 * Whether the password is the account's. Without an account, or with a password longer than any account has, the same
 * work is done.
 * @throws AppError `unavailable` when too many wait already
 */
export const passwordMatches = (hash: string | null, password: string): Promise<boolean> =>
  hashing.run(async () => {
    // Made at the first check of any name, so that the time of none says whether the name is known.
    dummyHash ??= argon2.hash('nobody has this password', options)
    await dummyHash
    if (hash !== null && Buffer.byteLength(password) <= limits.password.max) return argon2.verify(hash, password)
    await argon2.verify(await dummyHash, '')
    return false
  })

export const isOutdated = (hash: string): boolean => argon2.needsRehash(hash, options)
