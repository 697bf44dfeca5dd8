// Finds out whether the disk takes changes again after one could not be written.
import { open, rm } from 'node:fs/promises'
import type { Store } from './open.ts'
import { write } from './write.ts'

/**
 * Space that has to be free, in bytes. A single small change may still fit into the write-ahead log of a full disk, so
 * storing one proves little.
 */
const NEEDED_BYTES = 1024 * 1024

/**
 * Writes a file of this size beside the database, and a row in it, and deletes both. Clears `store.diskFault`.
 * @throws when the disk does not take them
 */
export async function tryDisk(deps: { store: Store }, now: number): Promise<void> {
  const { store } = deps
  const probe = `${store.file}-probe`
  try {
    const file = await open(probe, 'w', 0o600)
    try {
      await file.writeFile(Buffer.alloc(NEEDED_BYTES))
      await file.sync()
    } finally {
      await file.close()
    }
  } finally {
    await rm(probe, { force: true })
  }
  await write(deps, async (db) => {
    await db.insertInto('data_versions').values({ name: 'probe', version: 0, changed_at: now }).execute()
    await db.deleteFrom('data_versions').where('name', '=', 'probe').execute()
  })
  store.diskFault = null
}
