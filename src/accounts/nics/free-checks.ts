// Whether a nic is free, and one that is when it is not.

import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { readings, tidyNic } from '../../skeleton.ts'
import { inventNic } from './generator.ts'
import { nameHolderInThread, nicHolder } from './queries.ts'
import { nicFault } from './rules.ts'

/** Inventions with a number of two digits, and in all; then the numbers of the last are counted up. */
const TRIES = { short: 30, all: 60 }

/** An invented nic that is nobody's, and nobody's in this thread. @param articleId the thread it is offered for, if any */
export async function freeNic(deps: Pick<Deps, 'db' | 'random' | 'clock'>, articleId?: number): Promise<string> {
  const isFree = async (nic: string): Promise<boolean> =>
    nicFault(nic) === null &&
    (await nicHolder(deps.db, readings(nic), deps.clock())) === undefined &&
    (articleId === undefined || (await nameHolderInThread(deps.db, articleId, readings(nic))) === undefined)
  for (let tries = 1; ; tries++) {
    const nic =
      tries <= TRIES.all
        ? inventNic(deps.random, tries <= TRIES.short ? 97 : 99_000)
        : `Wobbin Tarlock ${100_000 + tries}`
    if (await isFree(nic)) return nic
  }
}

/** Why a nic cannot be taken because it is somebody's, or looks like theirs, with one that is free; null where nothing speaks against it. */
export async function takenFault(deps: Deps, db: Db, nic: string, articleId?: number): Promise<string | null> {
  const holder = await nicHolder(db, readings(nic), deps.clock())
  if (!holder) return null
  // Who keeps a nic beside their own is nobody's business, nor how they spell it.
  const why = holder.kept
    ? 'That nic, or one that looks like it, is a member’s.'
    : holder.nic === tidyNic(nic)
      ? 'That nic is taken.'
      : `That nic looks too much like ${holder.nic}, who is a member.`
  return withFreeNic({ ...deps, db }, why, articleId)
}

/** A refusal with a way on. */
export const withFreeNic = async (
  deps: Pick<Deps, 'db' | 'random' | 'clock'>,
  sentence: string,
  articleId?: number,
): Promise<string> => `${sentence} ${await freeNic(deps, articleId)} is free.`
