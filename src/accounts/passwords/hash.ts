// Hashes and checks passwords with argon2id, two at a time. Pure but for salts.
import { lazy } from '../../lazy.ts'
import { createSemaphore } from '../../semaphore.ts'
import { limits } from '../../settings.ts'

/** Loaded at the first password: its native part takes 7 MB. */
const argon2 = lazy(() => import('argon2'))

/** The package's number of argon2id. */
const ARGON2ID = 2

/** OWASP's parameters: 19 MiB, two passes, one lane. */
const options = { type: ARGON2ID, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

const hash = async (password: string): Promise<string> => (await argon2()).hash(password, options)

const verify = async (known: string, password: string): Promise<boolean> => (await argon2()).verify(known, password)

/** Each hash takes memory and a thread of the pool. */
const hashing = createSemaphore(2, 20, 'Too many people are signing in at once. Please try again in a moment.')

/** @throws AppError `unavailable` when too many wait already */
export const hashPassword = (password: string): Promise<string> => hashing.run(() => hash(password))

/** Hash that an unknown nic is checked against, so that it takes as long as a wrong password. */
let dummyHash: Promise<string> | null = null

/**
 * Whether the password is the account's. Without an account, or with a password longer than any account has, the same
 * work is done.
 * @throws AppError `unavailable` when too many wait already
 */
export const passwordMatches = (known: string | null, password: string): Promise<boolean> =>
  hashing.run(async () => {
    // Made at the first check of any name, so that the time of none says whether the name is known.
    dummyHash ??= hash('nobody has this password')
    await dummyHash
    if (known !== null && Buffer.byteLength(password) <= limits.password.max) return verify(known, password)
    await verify(await dummyHash, '')
    return false
  })

export const isOutdated = async (known: string): Promise<boolean> => (await argon2()).needsRehash(known, options)
