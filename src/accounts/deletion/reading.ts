// Where signing in leads while an account waits for its deletion.
import type { Deps } from '../../deps.ts'
import { inside, urls } from '../../urls.ts'
import { deletionOf } from './queries.ts'

/** The page that offers to keep the account; null for one that stays. @param next where its link leads on */
export const leavingPage = async (
  deps: Pick<Deps, 'db'>,
  viewer: { id: number },
  next: string,
): Promise<string | null> =>
  (await deletionOf(deps.db, viewer.id)) === undefined ? null : urls.leaving(inside(next, '/'))
