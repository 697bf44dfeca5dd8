// One server per data folder and per database: a lock that the operating system releases when the process ends.

import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { makeFolder } from './folder.ts'

/** Another server holds the folder; the message names its process. */
export class Held extends Error {}

/** Keeps the lock's connection from being garbage-collected, which would release it. */
const held = new Set<Database.Database>()

/**
 * Locks what a server works on: its data folder, and its database, which may be elsewhere.
 * @param pid of this process
 * @returns releases both locks
 * @throws Held when another server holds one of them
 */
export function holdServer(place: { dataDir: string; databaseFile: string }, pid: number): () => void {
  const releaseFolder = holdDataDir(place.dataDir, pid)
  try {
    const releaseDatabase = hold(
      `${realPath(place.databaseFile)}.lock`,
      pid,
      `the database ${place.databaseFile}`,
      'DATABASE_URL to another file',
    )
    return () => {
      releaseDatabase()
      releaseFolder()
    }
  } catch (error) {
    releaseFolder()
    throw error
  }
}

/** Locks a data folder alone. */
export const holdDataDir = (dataDir: string, pid: number): (() => void) =>
  hold(join(dataDir, 'server.lock'), pid, dataDir, 'DATA_DIR to another folder')

/** The path of a file without links; the file itself may be missing. */
function realPath(file: string): string {
  makeFolder(dirname(file))
  return existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file))
}

/**
 * @param what is locked, and how to choose another, for the message
 * @throws Held when another process holds the lock
 */
function hold(file: string, pid: number, what: string, otherwise: string): () => void {
  makeFolder(dirname(file))
  const lock = new Database(file, { timeout: 0 })
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
      `Another Broadside is serving ${what}${holder ? ` (process ${holder.pid})` : ''}. Stop it first, or set ${otherwise}.`,
    )
  }
  held.add(lock)
  return () => {
    held.delete(lock)
    lock.close()
  }
}
