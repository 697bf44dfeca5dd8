// Deletes pictures that no text shows after a day, and what a crash left: files without a row, rows without a file.
import { access, opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { UNUSED_PICTURE_MS } from '../settings.ts'
import { yieldToOthers } from '../slices.ts'
import { fileLock } from './actions.ts'
import { fileNamesOf, mediaFolder, mediaName, pictureHash } from './names.ts'
import * as queries from './queries.ts'

/** Pictures in one step, between which requests are served. */
const BATCH_SIZE = 100

/**
 * Deletes pictures that are more than a day old and that no text shows: no comment in any state, no earlier version, no
 * article and no draft. The transaction that deletes a row checks again.
 * @returns how many
 */
export async function deleteUnusedPictures(deps: Deps, stopped: () => boolean = () => false): Promise<number> {
  while (await write(deps, queries.updatePictureUses)) {
    if (stopped()) return 0
    await yieldToOthers()
  }
  let deleted = 0
  for (let after: number | null = 0; after !== null && !stopped(); ) {
    const from: number = after
    after = await fileLock.run(async () => {
      const gone: string[] = []
      const last = await write(deps, async (db) => {
        // Texts that an update has not scanned yet may show any picture.
        if (await queries.updatePictureUses(db)) return null
        const old = await queries.uploadsBefore(db, deps.clock() - UNUSED_PICTURE_MS, from, BATCH_SIZE)
        const used = await queries.usedHashes(
          db,
          old.map(({ hash }) => hash),
        )
        const waiting = await queries.waitingHashes(
          db,
          old.map(({ hash }) => hash).filter((hash) => !used.has(hash)),
        )
        const unused = old.filter(({ hash }) => !used.has(hash) && !waiting.has(hash))
        if (unused.length > 0)
          await queries.deleteUploads(
            db,
            unused.map(({ id }) => id),
          )
        // Another member may have just sent the same picture.
        const known = await queries.knownHashes(
          db,
          unused.map(({ hash }) => hash),
        )
        gone.push(...unused.filter(({ hash }) => !known.has(hash)).map(({ name }) => name))
        return old.length < BATCH_SIZE ? null : old.at(-1)!.id
      })
      for (const name of gone.flatMap(fileNamesOf))
        await rm(join(mediaFolder(deps.config.dataDir), name), { force: true })
      deleted += gone.length
      return last
    })
  }
  return deleted
}

/** Deletes every file of a picture that was deleted. To be called with the lock of the files. */
export async function deletePictureFiles(deps: Deps, hash: string): Promise<void> {
  const folder = mediaFolder(deps.config.dataDir)
  for await (const { name } of await opendir(folder))
    if (name.startsWith(`${hash}-`)) await rm(join(folder, name), { force: true })
}

/** Deletes files without a row that are more than a day old, incomplete ones included. @returns how many */
export async function deleteUnknownFiles(deps: Deps, stopped: () => boolean = () => false): Promise<number> {
  const folder = mediaFolder(deps.config.dataDir)
  let deleted = 0
  let batch: string[] = []
  const deleteBatch = (): Promise<void> =>
    fileLock.run(async () => {
      const names = batch
      batch = []
      const hashes = [...new Set(names.filter((name) => mediaName.test(name)).map(pictureHash))]
      const known = await write(deps, async (db) => {
        if (await queries.updatePictureUses(db)) return null
        const found = await queries.knownHashes(db, hashes)
        return new Set([
          ...found,
          ...(await queries.waitingHashes(
            db,
            hashes.filter((hash) => !found.has(hash)),
          )),
        ])
      })
      if (known === null) return
      for (const name of names) {
        if (mediaName.test(name) ? known.has(pictureHash(name)) : !name.endsWith('.part')) continue
        const { mtimeMs } = await stat(join(folder, name))
        if (mtimeMs > deps.clock() - UNUSED_PICTURE_MS) continue
        await rm(join(folder, name), { force: true })
        deleted += 1
      }
    })
  for await (const entry of await opendir(folder)) {
    if (stopped()) break
    if (entry.isFile()) batch.push(entry.name)
    if (batch.length >= BATCH_SIZE) await deleteBatch()
  }
  await deleteBatch()
  return deleted
}

/** Deletes rows whose file is missing. @returns how many */
export async function deleteLostUploads(deps: Deps, stopped: () => boolean = () => false): Promise<number> {
  let deleted = 0
  for (let after = 0; !stopped(); ) {
    const batch = await queries.uploadsBefore(deps.db, deps.clock(), after, BATCH_SIZE)
    if (batch.length === 0) break
    after = batch.at(-1)!.id
    const exists = await Promise.all(
      batch.map(({ name }) =>
        access(join(mediaFolder(deps.config.dataDir), name)).then(
          () => true,
          () => false,
        ),
      ),
    )
    const lost = batch.filter((_, i) => !exists[i]).map(({ id }) => id)
    if (lost.length > 0) await write(deps, (db) => queries.deleteUploads(db, lost))
    deleted += lost.length
  }
  return deleted
}
