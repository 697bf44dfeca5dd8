// The databases of a worker: open files that are rewound to an image and lent to one site after another.
import {
  closeSync,
  cpSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { inject } from 'vitest'
import { type Connection, connect, type Store, storeOn } from '../../src/db/open.ts'

/** Name of the database in a data folder, and in the folder of an image. */
export const DATABASE = 'broadside.sqlite'

/** Size of a page of the database. */
const PAGE = 4096

/** Where page 1 has the number of the schema. */
const SCHEMA = { from: 40, to: 44 }

/** What the shared index of the write-ahead log begins with: two copies of its header and what is known of readers. */
const INDEX_HEADER = 136

/** Prepared statements that a connection keeps. */
const MAX_STATEMENTS = 3000

/** Databases that wait for a site. */
const MAX_IDLE = 8

/** Writing into the files of open connections was tried on Linux; elsewhere every site opens its own. */
const canRewind = process.platform === 'linux'

/** A connection that stays open, with the statements that were prepared on it. */
type Kept = {
  raw: Database.Database
  statements: Map<string, Database.Statement>
  /** Whether a test has changed a setting of it. */
  isChanged: boolean
}

type Open = {
  folder: string
  /** What it is rewound to. */
  image: Buffer
  writing: Kept
  reading: Kept
  file: number
  index: number
}

export type LentDatabase = {
  /** A data folder with what the image holds. */
  folder: string
  store: Store
  /** Ends the loan, once the store is closed. */
  giveBack: () => void
}

const idle: Open[] = []
const images = new Map<string, Buffer>()

/**
 * Lends a database with what an image holds. To open one takes 14 ms, because SQLite reads the schema for each connection,
 * and to prepare the statements of a test again takes longer than to run them.
 * @param image a data folder, or the path of a database alone; it never changes
 */
export function borrowDatabase(image: string): LentDatabase {
  const isFolder = statSync(image).isDirectory()
  const bytes = bytesOf(isFolder ? join(image, DATABASE) : image)
  const open = rewound(bytes) ?? openNew(bytes)
  if (isFolder) cpSync(image, open.folder, { recursive: true, filter: (path) => path !== join(image, DATABASE) })
  const [writing, reading] = [lend(open.writing), lend(open.reading)]
  return {
    folder: open.folder,
    store: storeOn(join(open.folder, DATABASE), writing, reading),
    giveBack: () => {
      writing.close()
      reading.close()
      if (canRewind && isWhole(open)) keep(open)
      else end(open)
    },
  }
}

function bytesOf(path: string): Buffer {
  const bytes = images.get(path) ?? readFileSync(path)
  images.set(path, bytes)
  return bytes
}

function openNew(image: Buffer): Open {
  const folder = mkdtempSync(join(dirname(inject('image')), 'data-'))
  const path = join(folder, DATABASE)
  const file = openSync(path, 'wx+')
  writeSync(file, image)
  const [writing, reading] = [false, true].map((readOnly) => ({
    raw: connect(path, readOnly),
    statements: new Map<string, Database.Statement>(),
    isChanged: false,
  })) as [Kept, Kept]
  // No test pulls the plug, so nothing waits for the disk; what is asked of the file itself is asked of openStore.
  writing.raw.pragma('synchronous = off')
  reading.raw.pragma('synchronous = off')
  // Open for as long as the connections: to close a file ends the locks that a process holds on it.
  return { folder, image, writing, reading, file, index: openSync(`${path}-shm`, 'r+') }
}

/** A connection for one site, which knows none of its statements after it is closed. */
function lend(kept: Kept): Connection {
  const { raw, statements } = kept
  let isOpen = true
  const opened = (): Database.Database => {
    if (!isOpen) throw new TypeError('The database connection is not open')
    return raw
  }
  const connection = {
    prepare: (text: string) => {
      kept.isChanged ||= /^\s*pragma\b[^]*=/i.test(text)
      const statement = statements.get(text) ?? opened().prepare(text)
      if (statements.size >= MAX_STATEMENTS) statements.delete(statements.keys().next().value!)
      statements.set(text, statement)
      return statement
    },
    pragma: (text: string, options?: Database.PragmaOptions) => opened().pragma(text, options),
    close: () => {
      isOpen = false
      return raw
    },
    get open() {
      return isOpen
    },
    get inTransaction() {
      return isOpen && raw.inTransaction
    },
  }
  return connection as Connection
}

/** Whether a database is still the file that was opened, and nobody is at work on it. */
function isWhole({ folder, file, writing, reading }: Open): boolean {
  if ([writing, reading].some(({ raw, isChanged }) => isChanged || raw.inTransaction)) return false
  empty(folder)
  return statSync(join(folder, DATABASE), { throwIfNoEntry: false })?.ino === fstatSync(file).ino
}

/** Deletes what a site has left beside its database. The secret stays: to make one waits for the disk. */
function empty(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && !entry.name.startsWith(DATABASE) && entry.name !== 'secret')
      rmSync(join(entry.parentPath, entry.name))
}

/** An idle database of an image, rewound to it; null if there is none. Schemas of two images can have one number. */
function rewound(image: Buffer): Open | null {
  for (;;) {
    const at = idle.findLastIndex((one) => one.image === image)
    if (at < 0) return null
    const [open] = idle.splice(at, 1) as [Open]
    if (rewind(open)) return open
    end(open)
  }
}

/** Keeps a database that is given back, and closes the one that has waited longest if there are too many. */
function keep(open: Open): void {
  idle.push(open)
  if (idle.length > MAX_IDLE) end(idle.shift()!)
}

/**
 * Writes the pages of an image over those that differ. Both connections then find that the index of the write-ahead log is
 * not theirs, and read each page again. Their statements stay prepared while the schema is the same.
 * @returns false if somebody is reading
 */
function rewind({ image, writing, reading, file, index }: Open): boolean {
  const [{ busy } = { busy: 1 }] = writing.raw.pragma('wal_checkpoint(truncate)') as { busy: number }[]
  if (busy !== 0) return false
  const size = fstatSync(file).size
  const now = Buffer.allocUnsafe(Math.min(size, image.length))
  readSync(file, now, 0, now.length, 0)
  for (let at = 0; at < image.length; at += PAGE)
    if (at >= now.length || now.compare(image, at, at + PAGE, at, at + PAGE) !== 0) writeSync(file, image, at, PAGE, at)
  if (size > image.length) ftruncateSync(file, image.length)
  writeSync(index, Buffer.alloc(INDEX_HEADER), 0, INDEX_HEADER, 0)
  // A schema is known by its number, which the next site may use again: whoever has read another one reads this one now.
  if (now.compare(image, SCHEMA.from, SCHEMA.to, SCHEMA.from, SCHEMA.to) !== 0)
    for (const { raw } of [writing, reading]) raw.prepare('select 1 from sqlite_master').get()
  return true
}

function end({ folder, writing, reading, file, index }: Open): void {
  reading.raw.close()
  writing.raw.close()
  closeSync(index)
  closeSync(file)
  rmSync(folder, { recursive: true, force: true })
}
