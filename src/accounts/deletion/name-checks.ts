// Checks whether a name was that of an account that is deleted.
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { keyedHash } from '../../random.ts'
import { hasDeletedName } from './queries.ts'
import { DELETED_NAME } from './rules.ts'

export const deletedNameHash = (secret: string, skeleton: string): string => keyedHash(secret, DELETED_NAME, skeleton)

/** @param readings skeletons of the nic, see skeleton.ts */
export const isDeletedName = (deps: Pick<Deps, 'secret'>, db: Db, readings: readonly string[]): Promise<boolean> =>
  hasDeletedName(
    db,
    readings.map((one) => deletedNameHash(deps.secret, one)),
  )
