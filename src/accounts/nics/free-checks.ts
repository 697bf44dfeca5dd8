// Checks whether a nic is free, and finds one that is.

import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { readings, tidyNic } from '../../skeleton.ts'
import { isDeletedName } from '../deletion/name-checks.ts'
import { inventNic } from './generator.ts'
import { nameHolderInThread, nicHolder } from './queries.ts'
import { nicFault } from './rules.ts'

/** Attempts with a two-digit number, and in all; after them one fixed name gets ever higher numbers. */
const MAX_ATTEMPTS = { short: 30, all: 60 }

/** An invented nic that nobody has, and nobody uses in this thread. @param articleId the thread, if any */
export async function freeNic(
  deps: Pick<Deps, 'db' | 'random' | 'clock' | 'secret'>,
  articleId?: number,
): Promise<string> {
  const isFree = async (nic: string): Promise<boolean> =>
    nicFault(nic) === null &&
    (await nicHolder(deps.db, readings(nic), deps.clock())) === undefined &&
    !(await isDeletedName(deps, deps.db, readings(nic))) &&
    (articleId === undefined || (await nameHolderInThread(deps.db, articleId, readings(nic))) === undefined)
  for (let tries = 1; ; tries++) {
    const nic =
      tries <= MAX_ATTEMPTS.all
        ? inventNic(deps.random, tries <= MAX_ATTEMPTS.short ? 97 : 99_000)
        : `Wobbin Tarlock ${100_000 + tries}`
    if (await isFree(nic)) return nic
  }
}

/** The fault of a name that a member had whose account is deleted: old links and quotations name them. */
export const DELETED_NIC = 'That nic belonged to a member who has left, and is not given again.'

/**
 * The fault of a nic that is taken, or looks like one that is, with a free one; null for a free nic.
 * @param account whose own names are free
 */
export async function takenFault(deps: Deps, db: Db, nic: string, account?: number): Promise<string | null> {
  const holder = await nicHolder(db, readings(nic), deps.clock(), account)
  if (!holder) return (await isDeletedName(deps, db, readings(nic))) ? withFreeNic({ ...deps, db }, DELETED_NIC) : null
  // Neither the owner of a reserved name nor its spelling is shown.
  const why = holder.kept
    ? 'A member has reserved that nic, or one that looks like it.'
    : holder.former
      ? 'A member had that nic before, or one that looks like it. It stays theirs.'
      : holder.nic === tidyNic(nic)
        ? 'That nic is taken.'
        : `That nic looks too much like the member ${holder.nic}.`
  return withFreeNic({ ...deps, db }, why)
}

/** Adds a free nic to a fault. */
export const withFreeNic = async (
  deps: Pick<Deps, 'db' | 'random' | 'clock' | 'secret'>,
  sentence: string,
  articleId?: number,
): Promise<string> => `${sentence} ${await freeNic(deps, articleId)} is free.`
