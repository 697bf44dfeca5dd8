// Takes requests for an export, makes the file in a job, and deletes it after a week.
import { readdir, rm } from 'node:fs/promises'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { count, dateOf } from '../../format.ts'
import { queueMail } from '../../mail/actions.ts'
import { isMailable } from '../../mail/address.ts'
import { DAY, MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { mailRecipient } from '../email/queries.ts'
import { exportFile, exportFolder, writeArchive } from './archive-actions.ts'
import { exportLetter } from './letters.ts'
import * as queries from './queries.ts'
import { countRows, picturesOf } from './record-queries.ts'
import { EXPORT_DAYS, expiryOf, nextExportAt } from './rules.ts'

/** Failed attempts after which an export is given up. */
const MAX_ATTEMPTS = 5
/** Rows between two updates of the progress. */
const ROWS_PER_UPDATE = 1000

/**
 * Asks for an export. A second press while one is being made changes nothing.
 * @throws AppError `tooOften` within an hour of the last one
 */
export async function askForExport(deps: Deps, viewer: { id: number }): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    const newest = await queries.newestExport(db, viewer.id)
    if (newest !== undefined && newest.ended_at === null) return
    const wait = nextExportAt(newest) - now
    if (wait > 0)
      throw new AppError(
        'tooOften',
        `You can ask for your data once an hour. Try again in ${count(Math.ceil(wait / MINUTE), 'minute')}.`,
        Math.ceil(wait / 1000),
        [{ href: urls.export, text: 'Your data' }],
      )
    await queries.insertExport(db, viewer.id, now)
  })
}

/** The server stops: the export is made again from its beginning after the next start. */
class Stopped extends Error {}

/** Makes the export that has waited longest. @returns whether there was one */
export async function makeNextExport(deps: Deps, stopped: () => boolean): Promise<boolean> {
  const next = await queries.nextExport(deps.db)
  if (next === undefined) return false
  if (next.attempts >= MAX_ATTEMPTS) {
    await write(deps, (db) => queries.endExport(db, next.id, null, deps.clock()))
    deps.log.warn({ export: next.id }, 'export given up')
    return true
  }
  try {
    await makeExport(deps, next, stopped)
  } catch (error) {
    if (error instanceof Stopped) return false
    throw error
  }
  return true
}

async function makeExport(
  deps: Deps,
  { id, account_id, nic }: { id: number; account_id: number; nic: string },
  stopped: () => boolean,
): Promise<void> {
  const rows = await countRows(deps.db, account_id)
  await write(deps, (db) => queries.beginExport(db, id, 2 * rows.total))
  let done = 0
  let written = 0
  const counted = async (more: number): Promise<void> => {
    if (stopped()) throw new Stopped('The server stops.')
    done += more
    if (done - written < ROWS_PER_UPDATE) return
    written = done
    await write(deps, (db) => queries.setExportDone(db, id, done))
  }
  const bytes = await writeArchive(deps, {
    id,
    account: { id: account_id, nic },
    at: deps.clock(),
    rows: rows.of,
    pictures: await picturesOf(deps.db, account_id),
    counted,
  })
  const now = deps.clock()
  const isKept = await write(deps, async (db) => {
    const ended = await queries.endExport(db, id, bytes, now)
    if (ended) await mailReady(deps, db, account_id, id, now)
    return ended
  })
  // The account was deleted while the file was written.
  if (!isKept) await rm(exportFile(deps, id), { force: true })
  await deleteOldExports(deps)
}

async function mailReady(
  deps: Deps,
  db: Parameters<typeof queueMail>[0],
  accountId: number,
  id: number,
  now: number,
): Promise<void> {
  const member = await mailRecipient(db, accountId)
  if (!member?.email || member.confirmed_at === null || !isMailable(member.email)) return
  const { siteName, timeZone } = deps.settings()
  const until = dateOf(expiryOf(now), member.time_zone ?? timeZone)
  await queueMail(
    db,
    {
      key: `export:${id}`,
      kind: 'export',
      to: { account: accountId },
      recipient: member.email,
      letter: exportLetter(member.nic, siteName, `${deps.config.baseUrl}${urls.export}`, until),
    },
    now,
  )
}

/** Deletes exports, file first, so that no file is left without its row. */
async function deleteExports(deps: Deps, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  for (const id of ids) await rm(exportFile(deps, id), { force: true })
  await write(deps, (db) => queries.deleteExports(db, ids))
}

/** Deletes every export of an account, one that is being made too. */
export const deleteExportsOf = async (deps: Deps, accountId: number): Promise<void> =>
  deleteExports(deps, await queries.exportIdsOf(deps.db, accountId))

/** Deletes exports after their time and those that a newer one replaces. */
export const deleteOldExports = async (deps: Deps): Promise<void> =>
  deleteExports(deps, await queries.outdatedExports(deps.db, deps.clock() - EXPORT_DAYS * DAY))

/** Deletes files that no export names: what a killed server left behind. */
export async function deleteLostExports(deps: Deps): Promise<void> {
  const names = await readdir(exportFolder(deps)).catch(() => [])
  const known = await queries.allExportIds(deps.db)
  for (const name of names) {
    const id = Number(/^(\d+)\.zip/.exec(name)?.[1] ?? Number.NaN)
    if (!known.has(id)) await rm(`${exportFolder(deps)}/${name}`, { force: true })
  }
}
