// Decides who gets a picture, and which caches may keep it.
import type { Deps } from '../deps.ts'
import { atLeast, type Viewer } from '../permissions.ts'
import { isUploader, pictureUse } from './access-queries.ts'
import { pictureHash } from './names.ts'

/** Pictures of articles keep their content and their place. */
const IMMUTABLE = 'public, max-age=31536000, immutable'
/** Caches ask before each use, so that a picture ends with its comment. */
const REVALIDATED = 'public, no-cache'
const UNCACHED = 'private, no-store'

/**
 * The `Cache-Control` of a picture for a reader; null if they may not see it. Readers see what a public text shows.
 * Moderators also see pictures of hidden comments, editors those that no comment shows (in submissions and letters), and
 * members those that they uploaded, unless a moderator has removed their comment. Withdrawn texts are for their author.
 */
export async function pictureCacheControl(deps: Deps, viewer: Viewer | null, name: string): Promise<string | null> {
  const hash = pictureHash(name)
  const use = await pictureUse(deps.db, hash)
  switch (use) {
    case 'article':
      return IMMUTABLE
    case 'text':
      return REVALIDATED
    case 'deleted':
      return null
  }
  if (viewer === null) return null
  if (use !== 'withdrawn' && atLeast(viewer, use === 'hidden' ? 'moderator' : 'editor')) return UNCACHED
  return (await isUploader(deps.db, hash, viewer.id)) ? UNCACHED : null
}
