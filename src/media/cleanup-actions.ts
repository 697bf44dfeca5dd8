// Pictures that nobody shows are taken away after a day, and so is whatever a crash has left: files without a note, notes without a file.
import { access, opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { PICTURE_WAITS } from '../settings.ts'
import { fileLock } from './actions.ts'
import { fileNamesOf, mediaFolder, mediaName, pictureHash } from './names.ts'
import * as queries from './queries.ts'

/** Pictures looked at in one step, between which everybody else has a turn. */
const BATCH_SIZE = 100

/**
 * Takes away the pictures that were sent more than a day ago and that no text shows: no comment of whatever state, no earlier
 * version, no article and no draft. Whether one is shown is asked in the transaction that forgets it.
 * @returns how many
 */
export async function deleteUnusedPictures(deps: Deps, stopped: () => boolean = () => false): Promise<number> {
  while (await write(deps, queries.updatePictureUses)) if (stopped()) return 0
  let swept = 0
  for (let after: number | null = 0; after !== null && !stopped(); ) {
    const from: number = after
    after = await fileLock.run(async () => {
      const gone: string[] = []
      const last = await write(deps, async (db) => {
        // What an update of the software has not looked through yet may show anything.
        if (await queries.updatePictureUses(db)) return null
        const old = await queries.uploadsBefore(db, deps.clock() - PICTURE_WAITS, from, BATCH_SIZE)
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
        // Another member may have sent the same picture a moment ago.
        const known = await queries.knownHashes(
          db,
          unused.map(({ hash }) => hash),
        )
        gone.push(...unused.filter(({ hash }) => !known.has(hash)).map(({ name }) => name))
        return old.length < BATCH_SIZE ? null : old.at(-1)!.id
      })
      for (const name of gone.flatMap(fileNamesOf))
        await rm(join(mediaFolder(deps.config.dataDir), name), { force: true })
      swept += gone.length
      return last
    })
  }
  return swept
}

/** Takes away files of more than a day that nothing knows of, half-written ones among them. @returns how many */
export async function deleteUnknownFiles(deps: Deps, stopped: () => boolean = () => false): Promise<number> {
  const folder = mediaFolder(deps.config.dataDir)
  let swept = 0
  let some: string[] = []
  const look = (): Promise<void> =>
    fileLock.run(async () => {
      const names = some
      some = []
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
        if (mtimeMs > deps.clock() - PICTURE_WAITS) continue
        await rm(join(folder, name), { force: true })
        swept += 1
      }
    })
  for await (const entry of await opendir(folder)) {
    if (stopped()) break
    if (entry.isFile()) some.push(entry.name)
    if (some.length >= BATCH_SIZE) await look()
  }
  await look()
  return swept
}

/** Forgets pictures whose file is not there, so that whoever sent one is not told that it is. @returns how many */
export async function deleteLostUploads(deps: Deps, stopped: () => boolean = () => false): Promise<number> {
  let swept = 0
  for (let after = 0; !stopped(); ) {
    const some = await queries.uploadsBefore(deps.db, deps.clock(), after, BATCH_SIZE)
    if (some.length === 0) break
    after = some.at(-1)!.id
    const there = await Promise.all(
      some.map(({ name }) =>
        access(join(mediaFolder(deps.config.dataDir), name)).then(
          () => true,
          () => false,
        ),
      ),
    )
    const lost = some.filter((_, i) => !there[i]).map(({ id }) => id)
    if (lost.length > 0) await write(deps, (db) => queries.deleteUploads(db, lost))
    swept += lost.length
  }
  return swept
}
