// broadside import: imports files and reports skipped rows; can be stopped and repeated.

import { open, readFile, stat } from 'node:fs/promises'
import { SingleBar } from 'cli-progress'
import { GAP_MS } from '../db/unavailable.ts'
import { count } from '../format.ts'
import { type Loaded, loadArticles } from '../importers/actions.ts'
import { decodeFile } from '../importers/encoding.ts'
import { readHackerNews } from '../importers/hackernews.ts'
import type { ImportedArticle, Skipped } from '../importers/shape.ts'
import { readTextPage } from '../importers/text.ts'
import { createGap } from '../slices.ts'
import { momentOf } from '../time.ts'
import { CommandFault } from './errors.ts'
import type { CommandIo } from './io.ts'
import { withDeps } from './with-deps.ts'

/** A larger file is not read: it would not fit beside a small server. */
const MAX_FILE_BYTES = 128 * 1024 * 1024

type Read = { articles: ImportedArticle[]; skipped: Skipped[] }

const readers: Record<string, (file: string, text: string, options: { section?: string; zone: string }) => Read> = {
  text: (file, text, { zone }) => readTextPage(file, text, (day, time) => momentOf(day, time, zone)),
  hackernews: (file, text, { section }) => {
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch (error) {
      return { articles: [], skipped: [{ file, row: 'file', reason: `Not JSON: ${(error as Error).message}` }] }
    }
    return readHackerNews(file, json, section === undefined ? {} : { section })
  },
}

/** Decodes and reads a file. An encoding other than UTF-8 is printed. */
function readFileAs(
  kind: string,
  io: CommandIo,
  file: string,
  bytes: Uint8Array,
  options: { section?: string; zone: string },
): Read {
  const decoded = decodeFile(bytes)
  if ('fault' in decoded) return { articles: [], skipped: [{ file, row: 'file', reason: decoded.fault }] }
  if (decoded.encoding !== 'UTF-8') io.print(`${file} was read as ${decoded.encoding}.`)
  return readers[kind]!(file, decoded.text, options)
}

export async function runImport(
  io: CommandIo,
  kind: string,
  files: string[],
  options: { dryRun?: boolean; report?: string; section?: string },
): Promise<void> {
  await withDeps(io, async (deps) => {
    let stopped = false
    const stop = (): void => {
      stopped = true
    }
    io.signals.once('SIGINT', stop)
    const total: Loaded = { articles: 0, comments: 0, known: 0, skipped: [] }
    for (const file of files) {
      if (stopped) break
      const size = (
        await stat(file).catch(() => {
          throw new CommandFault(`${file} cannot be read.`)
        })
      ).size
      if (size > MAX_FILE_BYTES)
        throw new CommandFault(
          `${file} has ${count(Math.round(size / 1024 / 1024), 'megabyte')}; at most ${MAX_FILE_BYTES / 1024 / 1024} are read at a time.`,
        )
      const read = readFileAs(kind, io, file, await readFile(file), {
        zone: deps.settings().timeZone,
        ...(options.section === undefined ? {} : { section: options.section }),
      })
      const bar = io.terminal ? new SingleBar({ format: `${file} {bar} {value}/{total}`, stream: io.terminal }) : null
      bar?.start(read.articles.length, 0)
      const loaded = await loadArticles(deps, file, read.articles, {
        dryRun: options.dryRun === true,
        actor: 'broadside import',
        pause: createGap(GAP_MS),
        progress: (done) => bar?.update(done),
        stopped: () => stopped,
      })
      bar?.stop()
      if (read.articles.length === 0 && read.skipped.length > 0) io.exitCode = 1
      total.articles += loaded.articles
      total.comments += loaded.comments
      total.known += loaded.known
      total.skipped.push(...read.skipped, ...loaded.skipped)
    }
    io.signals.removeListener('SIGINT', stop)
    await report(io, total, options, stopped)
  })
}

async function report(
  io: CommandIo,
  total: Loaded,
  options: { dryRun?: boolean; report?: string },
  stopped: boolean,
): Promise<void> {
  const took = options.dryRun ? 'Would import' : 'Imported'
  io.print(
    `${took} ${count(total.articles, 'article')} and ${count(total.comments, 'comment')}; ${count(total.known, 'row was', 'rows were')} already imported, ${count(total.skipped.length, 'row was', 'rows were')} skipped.`,
  )
  if (options.report !== undefined) {
    const out = await open(options.report, 'w')
    for (const row of total.skipped) await out.write(`${JSON.stringify(row)}\n`)
    await out.close()
    io.print(`The skipped rows are in ${options.report}.`)
  } else for (const { file, row, reason } of total.skipped) io.print(`skipped: ${file}, ${row}: ${reason}`)
  if (stopped) {
    io.print('Stopped between two articles. Run it again to go on; nothing is imported twice.')
    io.exitCode = 130
  }
}
