// What happens when somebody sends a picture: it is made anew, its files are written whole, and then it is noted.

import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { AppError, type Kind } from '../errors.ts'
import { count } from '../format.ts'
import type { Viewer } from '../permissions.ts'
import { createSemaphore } from '../semaphore.ts'
import { limits, pictureQuota } from '../settings.ts'
import { type EncodedPicture, makePicture } from './encode-actions.ts'
import { mediaFolder, pictureHash } from './names.ts'
import * as queries from './queries.ts'
import type { Upload } from './rules.ts'
import { bytesFault } from './rules.ts'

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

/** Keeps the picture that came with a form; the form's memory is let go of. */
export async function savePicture(
  deps: Deps,
  viewer: Viewer | null,
  upload: Upload | null,
): Promise<SavedPicture | RefusedPicture> {
  if (upload?.state === 'stranger' || viewer === null)
    return refused('forbidden', 'Pictures are sent by members. Sign in first, and choose it again.')
  if (upload?.state === 'busy')
    return refused('unavailable', 'Many pictures are being sent at once. Choose yours again in a moment.', 5)
  if (upload?.state === 'tooLarge') return refused('tooLarge', bytesFault)
  if (upload === null || upload.state === 'none' || upload.bytes === null)
    return refused('invalid', 'Choose a picture first.')
  if (upload.alt.length > limits.picture.alt)
    return refused('invalid', `A description has at most ${limits.picture.alt} characters.`)
  const spent = await checkQuota(deps, viewer)
  if (spent !== null) return spent
  try {
    const made = await makePicture(upload.bytes)
    upload.bytes = null
    if ('fault' in made) return refused('invalid', made.fault)
    const id = await fileLock.run(async () => {
      await writeFiles(deps, made)
      return write(deps, (db) =>
        queries.upsertUpload(db, {
          hash: pictureHash(made.name),
          name: made.name,
          account_id: viewer.id,
          alt: upload.alt,
          created_at: deps.clock(),
        }),
      )
    })
    return { kind: 'stored', id, name: made.name, width: made.width, height: made.height, alt: upload.alt }
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unavailable')
      return refused('unavailable', error.message, error.retryAfter)
    throw error
  }
}

async function checkQuota(deps: Deps, viewer: Viewer): Promise<RefusedPicture | null> {
  if (!deps.config.rateLimits) return null
  const { max, window } = pictureQuota
  const now = deps.clock()
  const { n, first } = await queries.uploadsSince(deps.db, viewer.id, now - window)
  if (n < max) return null
  const seconds = Math.max(1, Math.ceil((Number(first) + window - now) / 1000))
  return refused(
    'tooOften',
    `You have sent ${max} pictures within an hour. The next can come in ${count(Math.ceil(seconds / 60), 'minute')}.`,
    seconds,
  )
}

/** Every file is whole on the disk before it has its name, and the widest comes last. */
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
          'The disk of this site takes nothing more at the moment. The picture was not stored; please try again later.',
          60,
        )
      throw error
    }
  }
  await syncFolder(folder)
}

/** The names themselves are on the disk as well; where a folder cannot be synced, the system does so by itself. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
