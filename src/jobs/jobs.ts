// The table of jobs that run beside the server: what each is called, how often it runs, and what it does.

import { setTimeout as wait } from 'node:timers/promises'
import { deleteDueAccounts } from '../accounts/deletion/actions.ts'
import { deleteLostExports, deleteOldExports, makeNextExport } from '../accounts/exports/actions.ts'
import { settleNames } from '../accounts/name/rename-actions.ts'
import { deleteDueApplications } from '../accounts/registration/actions.ts'
import { releaseRegistrations } from '../accounts/registration/release-actions.ts'
import { removeDueFactors } from '../accounts/second-factor/removal-actions.ts'
import { forgetCorrectionSenders } from '../articles/corrections/actions.ts'
import { deleteOldWords, fillArticleLinks } from '../articles/link-actions.ts'
import { addViews } from '../articles/queries.ts'
import { settleTagMerges } from '../articles/tag-actions.ts'
import { forgetPresses } from '../comments/posting/repeat-actions.ts'
import { tryDisk } from '../db/disk.ts'
import { write } from '../db/write.ts'
import type { OpenDeps } from '../deps.ts'
import { publishDue } from '../desk/schedule/actions.ts'
import type { Mailer } from '../mail/delivery-actions.ts'
import { deleteLostUploads, deleteUnknownFiles, deleteUnusedPictures } from '../media/cleanup-actions.ts'
import { callStaff } from '../moderation/calls/actions.ts'
import { runTraining } from '../moderation/classifier/training-actions.ts'
import { isPurgeDue, purge } from '../moderation/purges/actions.ts'
import { deleteRemovedSaves } from '../saves/actions.ts'
import { remindOfClosings } from '../saves/reminder-actions.ts'
import { fillIndex, indexStaleRows } from '../search/actions.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../time.ts'
import { editionStep } from './edition-mail.ts'
import { mailStep } from './mail.ts'

export type JobContext = {
  deps: OpenDeps
  post: Mailer
  /** True once the server stops: a job that works in steps ends after the current one. */
  stopped: () => boolean
}

export type Job = {
  name: string
  /** Milliseconds between the end of one run and the next; `once`: until it has succeeded. */
  every: number | 'once'
  /** Milliseconds before a failed run is repeated; `every` where it is left out. */
  retry?: number
  /** Runs once more when the server stops, after the last request. */
  atStop?: true
  /** Milliseconds that a stop waits for a run that has begun; without it, until the run ends. */
  stopWithin?: number
  /** @returns true when there is more to do now */
  work: (context: JobContext) => Promise<boolean>
}

/** Articles of one step of storing earlier links, and milliseconds between two steps. */
const LINKS_STEP = { rows: 25, pause: 30 }

/** Milliseconds between two steps of queueing an edition. */
const EDITION_PAUSE = 30

/** Rows of one step of filling the search index, and milliseconds between two steps, so that requests are answered first. */
const INDEX_STEP = { rows: 80, pause: 30 }

export const jobs: readonly Job[] = [
  { name: 'read changes of other processes', every: SECOND / 4, work: readForeignChanges },
  {
    // Requests try to write whatever the last change met; this is how a server without any becomes ready again.
    name: 'try the disk again',
    every: 2 * SECOND,
    work: async ({ deps }) => {
      if (deps.store.diskFault === null) return false
      await tryDisk(deps, deps.clock())
      deps.log.info('the disk takes changes again')
      return false
    },
  },
  {
    // The action waits for them too: this is for one that was interrupted.
    name: 'let articles follow their tags',
    every: 10 * SECOND,
    work: async ({ deps }) => {
      await settleTagMerges(deps)
      return false
    },
  },
  {
    // The action renames what it can at once: this is for members who have written much.
    name: 'let texts follow the names of members',
    every: 2 * SECOND,
    work: async ({ deps, stopped }) => {
      await settleNames(deps, stopped)
      return false
    },
  },
  {
    // Requests publish too: this is for their mail, and for streams that are open.
    name: 'publish what is due',
    every: SECOND,
    work: async ({ deps }) => {
      if (deps.schedule.next <= deps.clock()) await publishDue(deps)
      return false
    },
  },
  { name: 'write views', every: 15 * SECOND, atStop: true, work: writeViews },
  {
    name: 'write read marks',
    every: 2 * SECOND,
    atStop: true,
    work: async ({ deps }) => {
      await deps.flushMarks()
      return false
    },
  },
  {
    // More often than proxies close an idle connection.
    name: 'keep live streams open',
    every: 20 * SECOND,
    work: async ({ deps }) => {
      deps.live.beat()
      return false
    },
  },
  {
    name: 'send mail',
    every: 3 * SECOND,
    stopWithin: 2 * SECOND,
    work: async ({ deps, post }) => (await mailStep(deps, post)) > 0,
  },
  {
    name: 'queue the edition by e-mail',
    every: MINUTE,
    work: async ({ deps, stopped }) => {
      while (await editionStep(deps)) {
        if (stopped()) break
        await wait(EDITION_PAUSE)
      }
      return false
    },
  },
  {
    name: 'fill the search index',
    every: 'once',
    retry: 5 * SECOND,
    work: async ({ deps, stopped }) => {
      await fillIndex(deps, { ...INDEX_STEP, isStopped: stopped })
      return false
    },
  },
  {
    // Transactions index what they change: this is for those that change very much.
    name: 'index the rest of a long change',
    every: SECOND,
    work: async ({ deps, stopped }) => {
      await indexStaleRows(deps, stopped)
      return false
    },
  },
  {
    name: 'store the links of earlier articles',
    every: 'once',
    retry: 5 * SECOND,
    work: async ({ deps, stopped }) => {
      await fillArticleLinks(deps, { ...LINKS_STEP, isStopped: stopped })
      return false
    },
  },
  { name: 'delete words of old headlines', every: HOUR, work: ({ deps }) => deleteOldWords(deps) },
  {
    name: 'delete unused pictures',
    every: HOUR,
    work: async ({ deps, stopped }) => {
      const unused = await deleteUnusedPictures(deps, stopped)
      if (unused > 0) deps.log.info({ unused }, 'unused pictures deleted')
      return false
    },
  },
  {
    name: 'delete pictures that a crash left behind',
    every: DAY,
    work: async ({ deps, stopped }) => {
      const left = (await deleteLostUploads(deps, stopped)) + (await deleteUnknownFiles(deps, stopped))
      if (left > 0) deps.log.info({ left }, 'pictures of a crash deleted')
      return false
    },
  },
  {
    // A thread closes by the clock, so no request can be relied on to see it.
    name: 'remind of closings',
    every: MINUTE,
    work: async ({ deps, stopped }) => {
      await remindOfClosings(deps, stopped)
      return false
    },
  },
  {
    // Something becomes overdue by the clock alone.
    name: 'call staff',
    every: MINUTE,
    stopWithin: 2 * SECOND,
    work: async ({ deps }) => {
      await callStaff(deps)
      return false
    },
  },
  {
    name: 'release unconfirmed registrations',
    every: 5 * MINUTE,
    work: async ({ deps }) => {
      const released = await releaseRegistrations(deps)
      if (released > 0) deps.log.info({ released }, 'unconfirmed registrations released')
      await deleteDueApplications(deps)
      return false
    },
  },
  {
    name: 'remove second factors that are due',
    every: MINUTE,
    work: async ({ deps }) => {
      await removeDueFactors(deps)
      return false
    },
  },
  {
    name: 'delete accounts that are due',
    every: MINUTE,
    work: async ({ deps, stopped }) => {
      await deleteDueAccounts(deps, stopped)
      return false
    },
  },
  {
    name: 'make exports of accounts',
    every: 2 * SECOND,
    retry: MINUTE,
    work: ({ deps, stopped }) => makeNextExport(deps, stopped),
  },
  {
    name: 'delete old exports of accounts',
    every: HOUR,
    work: async ({ deps }) => {
      await deleteOldExports(deps)
      await deleteLostExports(deps)
      return false
    },
  },
  { name: 'delete removed saves', every: HOUR, work: ({ deps }) => deleteRemovedSaves(deps) },
  { name: 'forget presses', every: MINUTE, work: ({ deps }) => forgetPresses(deps) },
  { name: 'forget senders of corrections', every: HOUR, work: ({ deps }) => forgetCorrectionSenders(deps) },
  {
    name: 'train the classifier',
    every: 2 * SECOND,
    work: async ({ deps, stopped }) => {
      const learnt = await runTraining(deps, stopped)
      if (learnt !== null) deps.log.info({ learnt }, 'classifier trained')
      return false
    },
  },
  {
    // Due once a day; checked every hour, because another process may have purged.
    name: 'purge',
    every: HOUR,
    work: async ({ deps, stopped }) => {
      if (await isPurgeDue(deps)) deps.log.info(await purge(deps, stopped), 'purged')
      return false
    },
  },
]

/** The count of foreign changes up to which they have been read, by store. */
const lastSeen = new WeakMap<OpenDeps['store'], number>()

/** A command that runs beside the server changes the file. A look that fails is repeated, so that no change is missed. */
async function readForeignChanges({ deps }: JobContext): Promise<boolean> {
  const now = deps.store.foreignChanges()
  if (lastSeen.get(deps.store) === now) return false
  await deps.readForeignChanges()
  lastSeen.set(deps.store, now)
  return false
}

async function writeViews({ deps }: JobContext): Promise<boolean> {
  const views = deps.views.take()
  if (views.size === 0) return false
  try {
    await write(deps, (db) => addViews(db, views))
  } catch (error) {
    for (const [id, n] of views) for (let i = 0; i < n; i++) deps.views.count(id)
    throw error
  }
  return false
}
