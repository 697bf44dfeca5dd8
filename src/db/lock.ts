// One server per data folder: a lock that the operating system releases when the process ends.

import { join } from 'node:path'
import Database from 'better-sqlite3'
import { makeFolder } from './folder.ts'

/** Another server holds the folder; the message names its process. */
export class Held extends Error {}

/** Keeps the lock's connection from being garbage-collected, which would release it. */
const held = new Set<Database.Database>()

/**
 * @param dataDir the data folder
 * @param pid of this process
 * @returns releases the lock
 * @throws Held when another server holds the folder
 */
export function holdDataDir(dataDir: string, pid: number): () => void {
  makeFolder(dataDir)
  const lock = new Database(join(dataDir, 'server.lock'), { timeout: 0 })
  try {
    lock.exec(
      `create table if not exists holder (pid integer not null) strict; delete from holder; insert into holder values (${pid}); begin immediate;`,
    )
  } catch (error) {
    const busy = String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')
    const holder = busy ? (lock.prepare('select pid from holder').get() as { pid: number } | undefined) : undefined
    lock.close()
    if (!busy) throw error
    throw new Held(
      `Another Broadside is serving ${dataDir}${holder ? ` (process ${holder.pid})` : ''}. Stop it first, or set DATA_DIR to another folder.`,
    )
  }
  held.add(lock)
  return () => {
    held.delete(lock)
    lock.close()
  }
}
