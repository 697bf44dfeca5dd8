// Saves pictures: encodes them, writes their files, then their row.

import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tx } from '../db/open.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { AppError, type Kind } from '../errors.ts'
import { count } from '../format.ts'
import type { Viewer } from '../permissions.ts'
import { createSemaphore } from '../semaphore.ts'
import { pictureQuota } from '../settings.ts'
import { deletedHashes } from './access-queries.ts'
import { type EncodedPicture, makePicture, type PictureShape } from './encode-actions.ts'
import { mediaFolder, pictureHash } from './names.ts'
import * as queries from './queries.ts'
import type { Upload } from './rules.ts'
import { bytesFault, descriptionFault } from './rules.ts'

export type SavedPicture = { kind: 'stored'; id: number; name: string; width: number; height: number; alt: string }
export type RefusedPicture = {
  kind: 'refused'
  why: Extract<Kind, 'invalid' | 'tooLarge' | 'tooOften' | 'unavailable' | 'forbidden'>
  sentence: string
  retryAfter: number | null
}

/** Files of pictures are written and deleted one picture at a time, so that none is deleted before its row is written. */
export const fileLock = createSemaphore(1)

const refused = (why: RefusedPicture['why'], sentence: string, retryAfter: number | null = null): RefusedPicture => ({
  kind: 'refused',
  why,
  sentence,
  retryAfter,
})

/** Saves the picture that came with a form, for the texts of its sender, and releases the form's memory. */
export async function savePicture(
  deps: Deps,
  viewer: Viewer | null,
  upload: Upload | null,
): Promise<SavedPicture | RefusedPicture> {
  const saved = await encodeAndStore(deps, viewer, upload, 'whole', (db, { name }) =>
    queries.upsertUpload(db, {
      hash: pictureHash(name),
      name,
      account_id: viewer!.id,
      alt: upload!.alt,
      created_at: deps.clock(),
    }),
  )
  if (saved.kind === 'refused') return saved
  const { name, width, height } = saved.picture
  return { kind: 'stored', id: saved.value, name, width, height, alt: upload!.alt }
}

/**
 * Encodes the picture of a form, writes its files, and then stores what uses them.
 * @param store runs in a transaction, with the lock of the files
 */
export async function encodeAndStore<T>(
  deps: Deps,
  viewer: Viewer | null,
  upload: Upload | null,
  shape: PictureShape,
  store: (db: Tx, picture: EncodedPicture) => Promise<T>,
): Promise<{ kind: 'stored'; picture: EncodedPicture; value: T } | RefusedPicture> {
  if (upload?.state === 'stranger' || viewer === null)
    return refused('forbidden', 'Only members can send pictures. Sign in, and choose it again.')
  if (upload?.state === 'busy')
    return refused('unavailable', 'Too many pictures are being sent at once. Choose yours again in a moment.', 5)
  if (upload?.state === 'tooLarge') return refused('tooLarge', bytesFault)
  if (upload === null || upload.state === 'none' || upload.bytes === null)
    return refused('invalid', 'Choose a picture first.')
  const tooLong = descriptionFault(upload.alt)
  if (tooLong !== null) return refused('invalid', tooLong)
  const overQuota = await checkQuota(deps, viewer)
  if (overQuota !== null) return overQuota
  try {
    const picture = await makePicture(upload.bytes, shape)
    upload.bytes = null
    if ('fault' in picture) return refused('invalid', picture.fault)
    const hash = pictureHash(picture.name)
    const stored = await fileLock.run(async () => {
      if ((await deletedHashes(deps.db, [hash])).has(hash)) return null
      await writeFiles(deps, picture)
      return { value: await write(deps, (db) => store(db, picture)) }
    })
    if (stored === null) return refused('forbidden', 'A moderator has deleted this picture, so it can’t be sent again.')
    return { kind: 'stored', picture, value: stored.value }
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unavailable') {
      if (error.cause !== undefined) deps.log.error({ err: error.cause }, 'picture not saved')
      return refused('unavailable', error.message, error.retryAfter)
    }
    throw error
  }
}

async function checkQuota(deps: Deps, viewer: Viewer): Promise<RefusedPicture | null> {
  if (!deps.config.rateLimits) return null
  const { max, window } = pictureQuota
  const now = deps.clock()
  const { n, first } = await queries.uploadsBetween(deps.db, viewer.id, now - window, now)
  if (n < max) return null
  const seconds = Math.max(1, Math.ceil((Number(first) + window - now) / 1000))
  return refused(
    'tooOften',
    `You have sent ${max} pictures within an hour, which is the limit. Try again in ${count(Math.ceil(seconds / 60), 'minute')}.`,
    seconds,
  )
}

/** Writes each file to a temporary name, syncs it and renames it; the widest comes last. */
async function writeFiles(deps: Deps, { files }: EncodedPicture): Promise<void> {
  const folder = mediaFolder(deps.config.dataDir)
  for (const { name, bytes } of files) {
    const part = join(folder, `${deps.random.token()}.part`)
    try {
      const file = await open(part, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(part, join(folder, name))
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined)
      if (['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].includes(String((error as NodeJS.ErrnoException).code)))
        throw new AppError(
          'unavailable',
          'The picture was not saved, because the disk of this site is full. Please try again later.',
          60,
          [],
          error,
        )
      throw error
    }
  }
  await syncFolder(folder)
}

/** Syncs the folder, and so the names; ignored where folders cannot be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
