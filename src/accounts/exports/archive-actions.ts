// Writes the archive of an export: data.json, index.html and the pictures, streamed, with little in memory.
import { createWriteStream } from 'node:fs'
import { access, rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeFolder } from '../../db/folder.ts'
import type { Deps } from '../../deps.ts'
import { mediaFolder } from '../../media/names.ts'
import type { Part } from './account-parts.ts'
import { DOCUMENT_FOOT, documentHead, documentRow, sectionHead } from './document.ts'
import { parts } from './parts.ts'
import { rowsOfPart } from './record-queries.ts'
import { pictureFile } from './rows.ts'

const folderOf = (deps: Pick<Deps, 'config'>): string => `${deps.config.dataDir}/exports`

export const exportFolder = folderOf

/** The file of an export. */
export const exportFile = (deps: Pick<Deps, 'config'>, id: number): string => `${folderOf(deps)}/${id}.zip`

export type ArchiveOf = {
  id: number
  account: { id: number; nic: string }
  /** Unix milliseconds. */
  at: number
  /** Rows of every part. */
  rows: ReadonlyMap<string, number>
  pictures: readonly string[]
  /** Called with the rows that a step has written. @throws to stop */
  counted: (rows: number) => Promise<void>
}

/** Writes the archive beside its place and moves it there once it is whole. @returns its size in bytes */
export async function writeArchive(deps: Deps, archive: ArchiveOf): Promise<number> {
  makeFolder(folderOf(deps))
  const file = exportFile(deps, archive.id)
  const part = `${file}.part`
  const zip = new (await import('yazl')).ZipFile()
  const mtime = new Date(archive.at)
  const pictures = await withFiles(deps, archive.pictures)
  // The streams are read one after the other, so a failed one is the archive's.
  const add = (chunks: AsyncGenerator<string>, name: string): void => {
    const stream = Readable.from(chunks, { objectMode: false })
    stream.on('error', (error) => (zip.outputStream as Readable).destroy(error))
    zip.addReadStream(stream, name, { mtime })
  }
  add(dataChunks(deps, archive), 'data.json')
  add(documentChunks(deps, archive, new Set(pictures)), 'index.html')
  for (const name of pictures)
    zip.addFile(`${mediaFolder(deps.config.dataDir)}/${name}`, pictureFile(name), { mtime, compress: false })
  zip.on('error', (error: Error) => (zip.outputStream as Readable).destroy(error))
  zip.end()
  try {
    await pipeline(zip.outputStream, createWriteStream(part, { mode: 0o600 }))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  return (await stat(file)).size
}

/** The pictures whose files are there: a moderator may have deleted one. */
async function withFiles(deps: Deps, names: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const name of new Set(names)) {
    const isThere = await access(`${mediaFolder(deps.config.dataDir)}/${name}`).then(
      () => true,
      () => false,
    )
    if (isThere) found.push(name)
  }
  return found
}

async function* dataChunks(deps: Deps, archive: ArchiveOf): AsyncGenerator<string> {
  const head = {
    format: 1,
    site: deps.settings().siteName,
    address: deps.config.baseUrl,
    made_at: new Date(archive.at).toISOString(),
  }
  yield JSON.stringify(head, null, 2).replace(/\n\}$/, '')
  for (const part of parts) {
    yield `,\n  ${JSON.stringify(part.key)}: [`
    let separator = '\n    '
    for await (const rows of rowsOfPart(deps.db, deps.config.baseUrl, part, archive.account.id, archive.counted)) {
      yield rows
        .map((row) => {
          const line = separator + JSON.stringify(row)
          separator = ',\n    '
          return line
        })
        .join('')
    }
    yield '\n  ]'
  }
  yield '\n}\n'
}

async function* documentChunks(deps: Deps, archive: ArchiveOf, pictures: ReadonlySet<string>): AsyncGenerator<string> {
  const { baseUrl } = deps.config
  const filled: readonly Part[] = parts.filter(({ key }) => (archive.rows.get(key) ?? 0) > 0)
  const sections = filled.map(({ key, title }) => ({ key, title, rows: archive.rows.get(key)! }))
  const at = new Date(archive.at).toISOString().slice(0, 16).replace('T', ' ')
  yield documentHead({ nic: archive.account.nic, site: deps.settings().siteName, base: baseUrl, at }, sections)
  for (const part of filled) {
    yield sectionHead(part)
    for await (const rows of rowsOfPart(deps.db, deps.config.baseUrl, part, archive.account.id, archive.counted))
      yield rows.map((row) => documentRow(row, baseUrl, pictures)).join('')
  }
  yield DOCUMENT_FOOT
}
