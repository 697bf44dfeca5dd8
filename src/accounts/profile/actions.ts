// Saves what a member's page says, and its picture.
import { noteChange } from '../../db/changes.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { encodeAndStore, fileLock, type RefusedPicture } from '../../media/actions.ts'
import { deletePictureFiles } from '../../media/cleanup-actions.ts'
import { pictureHash } from '../../media/names.ts'
import { knownHashes } from '../../media/queries.ts'
import type { Upload } from '../../media/rules.ts'
import type { Viewer } from '../../permissions.ts'
import { topic } from '../../topics.ts'
import { accountById } from '../queries.ts'
import { profileOf, setPicture, setProfile } from './queries.ts'

export const saveProfile = (deps: Deps, viewer: Viewer, texts: { website: string; about: string }): Promise<void> =>
  write(deps, async (db) => {
    await setProfile(db, viewer.id, texts, deps.clock())
    noteChange(db, topic.person(viewer.nic))
  })

/** Saves the picture of a form as a small square. @returns why not, or null */
export async function savePortrait(deps: Deps, viewer: Viewer, upload: Upload | null): Promise<RefusedPicture | null> {
  const before = (await profileOf(deps.db, viewer.id))?.picture ?? null
  const saved = await encodeAndStore(deps, viewer, upload, 'square', async (db, { name }) => {
    await setPicture(db, viewer.id, name, deps.clock())
    noteChange(db, topic.person(viewer.nic))
  })
  if (saved.kind === 'refused') return saved
  if (before !== null && before !== saved.picture.name) await deleteUnusedFile(deps, before)
  return null
}

/** Removes a member's picture; its file goes too, unless something else shows it. */
export async function removePortrait(deps: Deps, accountId: number): Promise<void> {
  const before = (await profileOf(deps.db, accountId))?.picture ?? null
  if (before === null) return
  await write(deps, async (db) => {
    await setPicture(db, accountId, null, deps.clock())
    noteChange(db, topic.person((await accountById(db, accountId))!.nic))
  })
  await deleteUnusedFile(deps, before)
}

const deleteUnusedFile = (deps: Deps, name: string): Promise<void> =>
  fileLock.run(async () => {
    const hash = pictureHash(name)
    if (!(await knownHashes(deps.db, [hash])).has(hash)) await deletePictureFiles(deps, hash)
  })
